"""The frame around every page: who sees which door, language, error pages, the strict policy."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from organization.models import AuditEvent, Role, User
from organization.navigation import (
    NavigationEntry,
    NavigationGroup,
    all_entries,
    links_about,
    sections_for,
)

PEOPLE = [
    "office_clerk", "reporter", "principal", "leader", "section_head", "cadre_user", "evaluator",
    "committee_member", "system_admin", "security_admin", "audit_admin",
]  # fmt: skip
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
ASSETS = sorted(
    chain.from_iterable((settings.BASE_DIR / "static").rglob(f"*.{kind}") for kind in ("css", "js"))
)
FORBIDDEN_IN_TEMPLATES = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json)",
    "event handler": r"\son[a-z]+\s*=\s*[\"']",
    "htmx evaluation": r"hx-on|hx-vals\s*=\s*[\"']js:|hx-headers\s*=\s*[\"']js:",
    "address of another site": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
}
# What Chromium 90 drops without a word.
TOO_NEW = {
    ".css": r":has\(|color-mix\(|oklch\(|light-dark\(|@container|@layer|\d[dsl]v[hw]\b|^\s*&",
    ".js": r"structuredClone|\.at\(|Object\.hasOwn|\.findLast|\.toSorted|\.replaceChildren\(\.\.\.",
}


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_template_keeps_to_the_strict_policy(template):
    text = template.read_text(encoding="utf-8")
    assert [
        what for what, pattern in FORBIDDEN_IN_TEMPLATES.items() if re.search(pattern, text)
    ] == []


def test_paging_exchanges_a_part_only_where_there_is_one():
    pages = {name(path): path.read_text(encoding="utf-8") for path in TEMPLATES}
    turning = {page for page, text in pages.items() if "organization/partials/pages.html" in text}
    exchanging = {page for page in turning if "fragment=True" in pages[page]}
    assert exchanging < turning
    assert exchanging == {page for page in turning if "data-fragment" in pages[page]}


@pytest.mark.parametrize("asset", ASSETS, ids=name)
def test_asset_needs_nothing_newer_than_chromium_90(asset):
    text = asset.read_text(encoding="utf-8")
    assert re.findall(TOO_NEW[asset.suffix], text, re.MULTILINE) == []


@pytest.mark.parametrize("person", PEOPLE)
def test_navigation_shows_only_doors_that_open(client, request, person):
    user = request.getfixturevalue(person)
    client.force_login(user)
    entries = [entry for section in sections_for(user, page="") for entry in section.entries]
    assert entries
    answers = {entry.url_name: client.get(entry.url).status_code for entry in entries}
    assert set(answers.values()) == {200}, answers


def test_navigation_hides_doors_of_other_roles(reporter, monkeypatch):
    office = NavigationEntry(
        "Office", "organization:login", "flag", (Role.OFFICE_STAFF,), NavigationGroup.ASSESS
    )
    everybody = NavigationEntry("All", "organization:login", "flag", (), NavigationGroup.DESK)
    monkeypatch.setattr("organization.navigation.all_entries", lambda: [office, everybody])
    assert [section.entries for section in sections_for(reporter, page="")] == [[everybody]]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("assessment:cycle_list", ["Cycles"]),
        ("assessment:run_compare", ["Cycles"]),
        ("assessment:scheme_edit", []),
        ("feedback:cycle_list", []),
        ("", []),
    ],
)
def test_navigation_marks_the_line_a_page_stands_below(office_clerk, monkeypatch, page, expected):
    cycles = NavigationEntry(
        "Cycles", "assessment:cycle_list", "scale", (), NavigationGroup.ASSESS, nouns=("run",)
    )
    monkeypatch.setattr("organization.navigation.all_entries", lambda: [cycles])
    (section,) = sections_for(office_clerk, page=page)
    assert [entry.label for entry in [section.current] if entry] == expected


def test_navigation_names_roles_that_exist():
    assert {role for entry in all_entries() for role in entry.roles} <= set(Role.values)


def test_page_marks_its_entry_for_screen_readers(client, office_clerk):
    client.force_login(office_clerk)
    page = client.get(reverse("organization:unit_list")).content.decode()
    assert page.count('aria-current="true"') == 1


def test_language_is_stored_and_spoken(client, office_clerk):
    client.force_login(office_clerk)
    address = reverse("organization:unit_list")
    answer = client.post(
        reverse("organization:language_set"), {"language": "zh-hans", "next": address}
    )
    assert answer.url == address
    assert User.objects.get(pk=office_clerk.pk).language == "zh-hans"
    assert AuditEvent.objects.filter(actor=office_clerk).exists()
    page = client.get(address)
    assert page.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans">' in page.content.decode()


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:x", ""])
def test_language_switch_leads_to_no_other_site(client, office_clerk, address):
    client.force_login(office_clerk)
    answer = client.post(
        reverse("organization:language_set"), {"language": "zh-hans", "next": address}
    )
    assert answer.url == "/"


def test_unknown_language_is_refused(client, office_clerk):
    client.force_login(office_clerk)
    answer = client.post(reverse("organization:language_set"), {"language": "tlh", "next": "/"})
    assert answer.status_code == 400
    assert User.objects.get(pk=office_clerk.pk).language == "en"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "This request cannot be read"),
        (403, "This page belongs to another task"),
        (404, "Nothing here for you to see"),
        (500, "Something broke on our side"),
    ],
)
def test_error_page_says_what_to_do(client, evaluator, monkeypatch, status, words):
    client.force_login(evaluator)
    client.raise_request_exception = False
    address = reverse("organization:unit_list")
    if status == 400:
        address = f"{reverse('organization:language_set')}"
        answer = client.post(address, {"language": "tlh"})
    elif status == 403:
        answer = client.get(reverse("indicators:system_create"))
    elif status == 404:
        answer = client.get("/no/such/page/")
    else:
        monkeypatch.setattr(User, "has_role", lambda *_: 1 / 0)
        answer = client.get(reverse("indicators:system_create"))
    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert "hj-plain" in page


def test_policy_allows_neither_inline_nor_eval(client, db):
    policy = client.get(reverse("organization:login")).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_login_page_speaks_chinese_whatever_the_browser_asks_for(client, db):
    page = client.get(reverse("organization:login"), headers={"Accept-Language": "en"})
    assert page.headers["Content-Language"] == "zh-hans"


def test_links_about_a_thing_go_to_roles_that_may_open_them(office_clerk, cadre_user):
    labels = [label for label, _address in links_about("report", 7, office_clerk)]
    assert labels == ["Health check report"]
    assert links_about("report", 7, cadre_user) == []
