"""A form as PDF, laid out by Typst from our own template."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language

from dailyreview.paper.sheet import Cell, Sheet
from organization.paper.typesetting import typeset

TEMPLATE = Path(__file__).with_name("sheet.typ")


def sheet_pdf(sheet: Sheet) -> bytes:
    """The form as PDF/A-2b."""
    try:
        return _pdf(sheet, with_photo=True)
    # A damaged photo stops the typesetter; the form is worth more than its photo.
    except typst.TypstError:
        return _pdf(sheet, with_photo=False)


def _pdf(sheet: Sheet, *, with_photo: bool) -> bytes:
    language = get_language() or "zh-hans"
    document = {
        **asdict(sheet),
        "tables": [
            {
                "widths": list(table.widths),
                "rows": [
                    {
                        "height": row.height,
                        "repeats": row.repeats,
                        "splits": row.splits,
                        "cells": [_cell(cell, with_photo=with_photo) for cell in row.cells],
                    }
                    for row in table.rows
                ],
            }
            for table in sheet.tables
        ],
        "lang": language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
    }
    inputs = {"sheet": json.dumps(document, ensure_ascii=False)}
    return typeset(TEMPLATE, inputs, format="pdf", pdf_standards="a-2b", timestamp=0)


def _cell(cell: Cell, *, with_photo: bool) -> dict[str, Any]:
    return {
        **asdict(cell),
        "lines": cell.lines,
        "picture": list(cell.picture) if with_photo else [],
    }
