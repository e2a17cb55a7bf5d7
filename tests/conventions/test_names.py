"""One name from the URL to the template, so that whoever knows one knows all (house rules)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

APPS = (
    "organization",
    "indicators",
    "evaluators",
    "collection",
    "assessment",
    "dailyreview",
    "feedback",
)
ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
CJK = re.compile(r"[\u3400-\u9fff]")
# Names in their own language, so that whoever reads only that one finds it.
UNTRANSLATED = {"中文"}


def page_urls() -> Iterator[tuple[str, URLPattern]]:
    """App and URL pattern of every page of ours."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.app_name in APPS:
            for pattern in resolver.url_patterns:
                yield resolver.app_name, pattern


def template_names() -> set[str]:
    return {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}


def mentions_of_templates() -> str:
    """All code and templates in which a template may be named."""
    files = [
        *TEMPLATES.rglob("*.html"),
        *(path for app in APPS for path in (ROOT / app).rglob("*.py")),
    ]
    files += [*(ROOT / "config").rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(
    ("app", "pattern"),
    [pytest.param(*found, id=f"{found[0]}:{found[1].name}") for found in page_urls()],
)
def test_url_is_named_like_its_view(app: str, pattern: URLPattern) -> None:
    package = __import__(f"{app}.views", fromlist=["views"])
    assert getattr(package, pattern.name, None) is pattern.callback
    assert pattern.name in package.__all__


@pytest.mark.parametrize("name", sorted(name for name in template_names() if name.startswith(APPS)))
def test_template_is_used(name: str) -> None:
    """The others are drawn by Django or by packages: errors, the admin, the API's page."""
    assert name in mentions_of_templates(), f"nothing renders {name}"


@pytest.mark.parametrize("app", APPS)
def test_page_templates_are_named_like_views(app: str) -> None:
    """Partials live in partials/; what lies beside them is the page of the view of that name."""
    package = __import__(f"{app}.views", fromlist=["views"])
    pages = {path.stem for path in (TEMPLATES / app).glob("*.html")}
    allowed = set(package.__all__) | {"locked_out"}  # django-axes draws that one
    assert pages <= allowed


@pytest.mark.parametrize("name", sorted(template_names()))
def test_template_has_no_chinese_of_its_own(name: str) -> None:
    """Chinese stands in the message catalogue, or an English page would be half Chinese."""
    source = re.sub(r"{#.*?#}", "", (TEMPLATES / name).read_text("utf-8"))
    for allowed in UNTRANSLATED:
        source = source.replace(allowed, "")
    assert not CJK.search(source)


@pytest.mark.parametrize("name", sorted(template_names()))
def test_template_keeps_to_the_content_security_policy(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|hx-on|javascript:", source)
    for script in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in script or "application/json" in script, script
