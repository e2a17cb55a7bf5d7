"""Typst, once for each process and template: our fonts, nothing from system or network."""

import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from organization.paper.glyphs import drawable

# A compiler keeps its template and fonts between documents and serves one thread at a time.
_lock = threading.Lock()


def typeset(template: Path, inputs: dict[str, str], **options: Any) -> bytes:
    """Lay out a template, which sees its own folder; `options` are those of typst's `compile`."""
    drawn = {name: drawable(text) for name, text in inputs.items()}
    with _lock:
        document: bytes = _compiler(template).compile(sys_inputs=drawn, **options)  # type: ignore[assignment]
    return document


@cache
def _compiler(template: Path) -> typst.Compiler:
    return typst.Compiler(
        input=str(template),
        root=str(template.parent),
        font_paths=[str(folder) for folder in settings.FONT_DIRS],
        ignore_system_fonts=True,
    )
