"""Typst, once for each process: our templates and fonts, nothing from system or network."""

import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from feedback.paper.glyphs import drawable

FOLDER = Path(__file__).parent
# A compiler keeps its template and fonts between documents and serves one thread at a time.
_lock = threading.Lock()


def typeset(template: str, inputs: dict[str, str], **options: Any) -> bytes:
    """Lay out a template of this folder; `options` are those of `typst.Compiler.compile`."""
    drawn = {name: drawable(text) for name, text in inputs.items()}
    with _lock:
        document: bytes = _compiler(template).compile(sys_inputs=drawn, **options)  # type: ignore[assignment]
    return document


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(FOLDER / template),
        root=str(FOLDER),
        font_paths=[str(folder) for folder in settings.FONT_DIRS],
        ignore_system_fonts=True,
    )
