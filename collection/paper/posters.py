"""Posters with a QR code, one to an A4 page."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organization.paper.typesetting import typeset

TEMPLATE = Path(__file__).with_name("posters.typ")


@dataclass(frozen=True)
class Poster:
    """What hangs at a window."""

    unit: str
    place: str
    address: str
    contacts: str


def posters_pdf(posters: Sequence[Poster]) -> bytes:
    """The posters as PDF/A-2b; a page that says so where there is none."""
    language = get_language() or "zh-hans"
    document = {
        "title": _("How did we serve you?"),
        "words": _("Scan and say it in a minute. No name, no registration."),
        "after": _("Every comment is checked. You get a number to look the answer up."),
        "none": _("No address takes comments today."),
        "posters": [
            {
                "unit": poster.unit,
                "place": poster.place,
                "address": poster.address,
                "contacts": poster.contacts.splitlines(),
                "code": qr_code(poster.address),
            }
            for poster in posters
        ],
        "lang": language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
    }
    inputs = {"document": json.dumps(document, ensure_ascii=False)}
    return typeset(TEMPLATE, inputs, format="pdf", pdf_standards="a-2b", timestamp=0)


def qr_code(address: str) -> str:
    """The address as an SVG, readable when a quarter of it is dirty."""
    content = io.BytesIO()
    segno.make(address, error="q", micro=False).save(content, kind="svg", border=2)
    return content.getvalue().decode()
