"""One list in one file: a sheet of an .xlsx, or a .csv."""

import csv
import io
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organization.imports.columns import Sheet
from organization.imports.guard import MAX_FILE_BYTES, MEGABYTE
from organization.imports.reading import ParsedSheet, RawSheet, open_workbook, parse_sheet
from organization.imports.structure import SheetStructure

# Notepad and WPS write UTF-8 with a mark or the national encoding.
ENCODINGS = ("utf-8-sig", "gb18030")
MOST_ROWS = 20_000


def read_list(file: BinaryIO, name: str, sheet: Sheet) -> ParsedSheet:
    """The rows of a list by its declaration.

    Raises:
        ValidationError: the file cannot be read, or it is unclear which sheet holds the list.
    """
    return parse_sheet(raw_list(file, name, sheet), sheet)


def raw_list(file: BinaryIO, name: str, sheet: Sheet) -> RawSheet:
    """The sheet that holds a list, as it lies in the file.

    The sheet is found by its title; a file with one filled sheet may call it anything, as lists
    that other programs write do.

    Raises:
        ValidationError: the file cannot be read, or it is unclear which sheet holds the list.
    """
    if name.lower().endswith(".csv"):
        return _read_csv(file, str(sheet.title))
    sheets = [raw for raw in open_workbook(file, name) if raw.cells]
    titled = [raw for raw in sheets if raw.name in sheet.title]
    if len(titled) != 1 and len(sheets) != 1:
        raise ValidationError(
            _("The file has several sheets. Name the one with the list “%(title)s”.")
            % {"title": sheet.title},
            code="sheets",
        )
    return (titled or sheets)[0]


def _read_csv(file: BinaryIO, title: str) -> RawSheet:
    content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Split it into several workbooks.")
            % {"limit": MAX_FILE_BYTES // MEGABYTE},
            code="too_large",
        )
    try:
        rows: list[list[Any]] = list(csv.reader(io.StringIO(_decoded(content)), strict=True))
    except csv.Error as error:
        raise ValidationError(
            _("The file is no table of comma-separated values."), code="csv"
        ) from error
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("The list has more than %(limit)s rows.") % {"limit": MOST_ROWS}, code="too_long"
        )
    width = max(map(len, rows), default=0)
    cells = [row + [""] * (width - len(row)) for row in rows]
    return RawSheet(title, cells, [], SheetStructure(len(cells), width))


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(
        _("The encoding of the file is unknown. Save it as UTF-8 or as .xlsx."), code="encoding"
    )
