"""The Chinese messages: complete, compiled, and saying the same with the same placeholders."""

import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCES = [ROOT / app for app in settings.INSTALLED_APPS if (ROOT / app / "apps.py").is_file()]
# What each call of gettext marks: plain text, text with a plural, text with a context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WORD = re.compile(r"[a-z]{3}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="zh_Hans")


def marked_texts() -> Iterator[tuple[str, str, str | None]]:
    """Place, text and context of everything marked for translation, in code and templates."""
    for path in [*(ROOT / "config").rglob("*.py"), *(p for s in SOURCES for p in s.rglob("*.py"))]:
        yield from _marked(path, path.read_bytes())
    for path in (ROOT / "templates").rglob("*.*"):
        yield from _marked(path, templatize(path.read_text("utf-8"), origin=str(path)).encode())


def package_sources() -> str:
    """Code and templates of the installed packages: we translate what they leave in English."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    return "\n".join(
        path.read_text("utf-8", "ignore")
        for folder in folders
        if folder.parent != ROOT
        for kind in ("*.py", "*.html")
        for path in folder.rglob(kind)
    )


def is_quoted(text: str, code: str) -> bool:
    return f'"{text}"' in code or f"'{text}'" in code


def _marked(path: Path, code: bytes) -> Iterator[tuple[str, str, str | None]]:
    for line, text, _comments, context in extract(
        "python", BytesIO(code), KEYWORDS, options={"encoding": "utf-8"}
    ):
        first = text[0] if isinstance(text, tuple) else text
        yield f"{path.relative_to(ROOT)}:{line}", first, context


def test_every_marked_text_is_in_the_catalogue(catalog):
    """A text that nobody has extracted would stand in English on a Chinese page."""
    known = {(text, message.context or None) for message in catalog for text in texts(message)[0]}
    missing = [
        (place, text)
        for place, text, context in marked_texts()
        if text and (text, context) not in known
    ]
    assert missing == []


def test_every_message_is_still_marked(catalog):
    """Words that nothing shows any more would be kept, translated and read for ever."""
    marked = {(text, context) for _place, text, context in marked_texts()}
    left = [
        texts(message)[0][0]
        for message in catalog
        if message.id and (texts(message)[0][0], message.context or None) not in marked
    ]
    of_packages = package_sources() if left else ""
    assert [text for text in left if not is_quoted(text, of_packages)] == []


def texts(message: Message) -> tuple[list[str], list[str]]:
    """Source texts and translations of a message, plural or not."""
    if isinstance(message.id, str):
        return [message.id], [message.string]
    return list(message.id), list(message.string)


def test_every_message_is_translated(catalog):
    empty = [message.id for message in catalog if message.id and not all(texts(message)[1])]
    assert empty == []


def test_no_source_text_stands_in_for_its_translation(catalog):
    copied = []
    for message in catalog:
        sources, translations = texts(message)
        if message.id and WORD.search(PLACEHOLDER.sub("", sources[0])):
            copied += [text for text in translations if text in sources]
    assert copied == []


def test_no_translation_is_a_guess(catalog):
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_placeholders_are_kept(catalog):
    wrong = []
    for message in catalog:
        sources, translations = texts(message)
        known = {name for text in sources for name in PLACEHOLDER.findall(text)}
        used = {name for text in translations for name in PLACEHOLDER.findall(text)}
        if message.id and not used <= known:
            wrong.append((message.id, used - known))
    assert wrong == []


def test_compiled_messages_are_current(catalog):
    """A forgotten compilation would show old words; see docs/adr/0011-compiled-messages.md."""
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = []
    for message in catalog:
        sources, translations = texts(message)
        if not message.id:
            continue
        if message.context:
            spoken = compiled.pgettext(message.context, sources[0])
        elif len(sources) == 1:
            spoken = compiled.gettext(sources[0])
        else:
            spoken = compiled.ngettext(sources[0], sources[1], 2)
        if spoken != translations[0]:
            stale.append(sources[0])
    assert stale == []
