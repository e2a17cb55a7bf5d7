"""From an uploaded workbook to what it would create, change or refuse; nothing is stored here."""

from typing import BinaryIO

from assessment.imports.sheets import SHEETS, TABLES
from organization.imports import Words
from organization.imports.book import Book
from organization.imports.preview import Preview
from organization.imports.reading import match_sheets, open_workbook, parse_sheet
from organization.imports.writing import LISTS
from organization.models import User

INSTRUCTIONS = Words("填写说明", "Instructions")
EXAMPLE = Words("填写示例", "Example")
# Sheets of our own template that hold no rows to import.
IGNORED = (*LISTS, *INSTRUCTIONS, *EXAMPLE)


def preview_workbook(file: BinaryIO, name: str, *, user: User) -> Preview:
    """Read a workbook and compare it with the database as it is now.

    Raises:
        ValidationError: the file cannot be read at all, or holds no sheet of the workbook.
    """
    raw_sheets = open_workbook(file, name)
    book = Book(TABLES, user)
    preview = Preview(book)
    pairs, preview.remarks = match_sheets(raw_sheets, SHEETS, IGNORED)
    for raw, sheet in pairs:
        parsed = parse_sheet(raw, sheet)
        preview.faults += parsed.faults
        preview.remarks += parsed.remarks
        book.add(parsed)
    for key in book.parsed:
        preview.planned[key] = book.tables[key].plan(book)
    return preview
