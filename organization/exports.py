"""Spreadsheets that leave the house: right types, a frozen head, no text that runs as a formula."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias
from unicodedata import east_asian_width

from django.http import FileResponse
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these is run as a formula by some spreadsheet program, at the
# latest after the file has been saved as text; full-width forms count, they are folded on input.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
WIDEST_COLUMN = 60

Cell: TypeAlias = str | int | Decimal | dt.date | None
Rows: TypeAlias = Sequence[Sequence[Cell]]


def harmless_text(text: str) -> str:
    """Text of a cell that no spreadsheet program takes for a formula.

    >>> harmless_text("=1+1"), harmless_text("Suzhou")
    ("'=1+1", 'Suzhou')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def table_workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Make an .xlsx with one plain table a sheet: the first row is the head, frozen and filterable.

    A Decimal is shown with its own number of decimals; None leaves the cell empty.
    """
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, rows in sheets.items():
            _write_table(workbook, workbook.add_worksheet(name), rows)
    return content.getvalue()


def workbook_response(content: bytes, *, file_name: str) -> FileResponse:
    """Send a workbook as a download; the name may be Chinese."""
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=file_name, content_type=XLSX_TYPE
    )


def _write_table(workbook: Workbook, sheet: Worksheet, rows: Rows) -> None:
    head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats: dict[str, Format] = {}
    sheet.add_write_handler(str, _write_text)
    sheet.write_row(0, 0, rows[0], head)
    for number, row in enumerate(rows[1:], start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                look = _number_format(cell)
                if look not in formats:
                    formats[look] = workbook.add_format({"num_format": look})
                sheet.write_number(number, column, cell, formats[look])
            else:
                sheet.write(number, column, cell)
    for column, cells in enumerate(zip(*rows, strict=True)):
        sheet.set_column(column, column, _column_width(cells))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)


def _write_text(
    sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None
) -> int:
    """Keep text text: by itself the library would turn `=1+1` into a formula."""
    status: int = sheet.write_string(row, column, harmless_text(text), look)
    return status


def _number_format(number: Decimal) -> str:
    decimals = -int(number.as_tuple().exponent)
    return f"0.{'0' * decimals}" if decimals > 0 else "0"


def _column_width(cells: Sequence[Cell]) -> int:
    """Width in characters, where a Chinese one is as wide as two."""
    widest = max(
        sum(2 if east_asian_width(character) in "FW" else 1 for character in str(cell))
        for cell in cells
    )
    return min(widest + 2, WIDEST_COLUMN)
