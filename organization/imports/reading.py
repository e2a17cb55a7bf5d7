"""From an uploaded file to rows of values, with every fault named by sheet and cell."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from zipfile import ZipFile

from defusedxml.ElementTree import parse as parse_xml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from organization.imports.cells import normalised, read_cell
from organization.imports.columns import Column, Key, Sheet, Values
from organization.imports.guard import damaged, inspect_file
from organization.imports.structure import SheetStructure


@dataclass(frozen=True)
class Fault:
    """Something wrong with a cell, a row or a sheet, in words for the person who filled it in."""

    sheet: str
    message: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The place as the spreadsheet program names it: C12; only the row where none is known."""
        return f"{column_letters(self.column)}{self.row or ''}"


@dataclass
class RawSheet:
    """A sheet as it lies in the file; row and column numbers of its places count from 1."""

    name: str
    cells: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    structure: SheetStructure


@dataclass
class Row:
    """One row of a declared sheet; a column the file does not have is absent from the values."""

    number: int
    values: Values
    places: dict[str, int]
    faults: list[Fault] = field(default_factory=list)


@dataclass
class ParsedSheet:
    """The rows of one sheet, faults that concern all of it, and remarks that stop nothing."""

    sheet: Sheet
    name: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


def column_letters(number: int) -> str:
    """The letters of a column counted from 1.

    >>> column_letters(1), column_letters(28), column_letters(0)
    ('A', 'AB', '')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_workbook(file: BinaryIO, name: str) -> list[RawSheet]:
    """All sheets of a file with their raw cells. Raises ValidationError when it cannot be read."""
    structures = inspect_file(file, name)
    members = _sheet_members(file)
    try:
        book = CalamineWorkbook.from_filelike(file)
        found = []
        for metadata in book.sheets_metadata:
            structure = structures.get(members.get(metadata.name, ""))
            if structure is None:  # a chart sheet, or a sheet whose member is missing
                continue
            sheet = book.get_sheet_by_name(metadata.name)
            cells = sheet.to_python(skip_empty_area=False)
            found.append(RawSheet(metadata.name, cells, sheet.merged_cell_ranges or [], structure))
    except Exception as error:  # what a parser of another language raises is not documented
        raise damaged() from error
    return found


def _sheet_members(file: BinaryIO) -> dict[str, str]:
    """The member of the archive that holds each sheet, by the sheet's name."""
    try:
        with ZipFile(file) as archive:
            links = parse_xml(archive.open("xl/_rels/workbook.xml.rels")).getroot()
            book = parse_xml(archive.open("xl/workbook.xml")).getroot()
    except Exception as error:
        raise damaged() from error
    finally:
        file.seek(0)
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    members = {}
    for sheet in book.iter():
        # The namespace differs between the strict and the usual variant of the format.
        relations = [value for key, value in sheet.items() if key.endswith("}id")]
        target = targets.get(relations[0]) if relations else None
        if target and sheet.get("name"):
            path = PurePosixPath("/xl") / target
            members[sheet.get("name")] = str(path).lstrip("/").lower()
    return members


def parse_sheet(raw: RawSheet, sheet: Sheet) -> ParsedSheet:
    """Read the rows of a sheet by its declaration; no row is lost, a faulty one says why."""
    parsed = ParsedSheet(sheet, raw.name)
    places = _match_header(raw, parsed)
    if parsed.faults:
        return parsed
    marks = _marks(raw)
    cache: dict[str, dict[Any, Any]] = {name: {} for name in places}
    seen: dict[Key, int] = {}
    for index, cells in enumerate(raw.cells[1:], start=2):
        if all(map(_is_blank, cells)) and index not in marks:
            continue
        row = Row(index, {}, places)
        for name, place in places.items():
            _read_into(row, sheet.by_name[name], cells[place - 1], cache[name], raw.name)
        row.faults.extend(Fault(raw.name, *fault) for fault in marks.get(index, ()))
        parsed.rows.append(row)
        _refuse_twice(row, parsed, seen)
    return parsed


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read_into(row: Row, column: Column, raw: Any, cache: dict[Any, Any], sheet: str) -> None:
    # Codes, periods and units of measure repeat thousands of times; the type belongs to the key,
    # since True == 1 == 1.0.
    key = (type(raw), raw)
    if key not in cache:
        try:
            cache[key] = read_cell(column, raw)
        except ValidationError as error:
            cache[key] = error
    outcome = cache[key]
    if isinstance(outcome, ValidationError):
        place = row.places[column.name]
        title = str(column.title)
        row.faults.extend(
            Fault(
                sheet,
                _("%(title)s: %(text)s") % {"title": title, "text": text},
                row.number,
                place,
            )
            for text in outcome.messages
        )
    else:
        row.values[column.name] = outcome


def _refuse_twice(row: Row, parsed: ParsedSheet, seen: dict[Key, int]) -> None:
    if any(name in row.places and name not in row.values for name in parsed.sheet.identity):
        return  # an unreadable key is a fault already
    first = seen.setdefault(parsed.sheet.key_of(row.values), row.number)
    if first != row.number:
        message = _("The same key stands in row %(row)s already.") % {"row": first}
        place = row.places.get(parsed.sheet.identity[0], 0)
        row.faults.append(Fault(parsed.name, message, row.number, place))


def _match_header(raw: RawSheet, parsed: ParsedSheet) -> dict[str, int]:
    header = [str(cell) for cell in (raw.cells[0] if raw.cells else [])]
    known = {
        _title_key(title): column.name for column in parsed.sheet.columns for title in column.title
    }
    places: dict[str, int] = {}
    for place, title in enumerate(header, start=1):
        key = _title_key(title)
        name = known.get(key)
        if name is None and key:
            parsed.remarks.append(Fault(raw.name, _unknown_title(title, known, parsed), 1, place))
        elif name in places:
            message = _("The column “%(title)s” stands twice.") % {"title": title}
            parsed.faults.append(Fault(raw.name, message, 1, place))
        elif name:
            places[name] = place
    missing = [column for column in parsed.sheet.columns if column.required]
    for column in missing:
        if column.name not in places:
            message = _("The column “%(title)s” is missing.") % {"title": column.title}
            parsed.faults.append(Fault(raw.name, message, 1))
    return places


def _unknown_title(title: str, known: dict[str, str], parsed: ParsedSheet) -> str:
    near = difflib.get_close_matches(_title_key(title), known, n=1, cutoff=0.5)
    message = _("The column “%(title)s” is not known and was left out.") % {"title": title}
    if near:
        column = parsed.sheet.by_name[known[near[0]]]
        message += " " + _("Did you mean “%(near)s”?") % {"near": column.title}
    return message


def _title_key(title: str) -> str:
    return normalised(title).strip("*:").casefold()


def _marks(raw: RawSheet) -> dict[int, list[tuple[str, int, int]]]:
    """Faults that the values no longer show, by row: merged cells, formulas, cell errors."""
    marks: dict[int, list[tuple[str, int, int]]] = {}

    def mark(message: str, places: Iterable[tuple[int, int]]) -> None:
        for row, column in places:
            if row > 1:
                marks.setdefault(row, []).append((message, row, column))

    mark(
        _(
            "The formula has no stored value. Open the file in Excel or WPS and save it, or paste "
            "the values."
        ),
        raw.structure.without_value,
    )
    mark(_("The cell shows an error such as #N/A."), raw.structure.errors)
    mark(
        _("Merged cells cannot be read row by row. Unmerge them and fill in every row."),
        _merged_corners(raw.merged),
    )
    return marks


def _merged_corners(
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> Iterator[tuple[int, int]]:
    for (top, left), (bottom, _right) in merged:
        if bottom > 0:  # a merged cell of the header alone hides a title, which is noticed there
            yield max(top, 1) + 1, left + 1


def match_sheets(
    raw_sheets: Sequence[RawSheet], sheets: Sequence[Sheet], ignored: Sequence[str]
) -> tuple[list[tuple[RawSheet, Sheet]], list[Fault]]:
    """Pair the sheets of a file with the declared ones, in declared order; remark on the rest.

    Raises:
        ValidationError: none of the sheets belongs to the workbook.
    """
    known = {_title_key(title): sheet for sheet in sheets for title in sheet.title}
    skipped = {_title_key(title) for title in ignored}
    pairs: list[tuple[RawSheet, Sheet]] = []
    remarks: list[Fault] = []
    for raw in raw_sheets:
        key = _title_key(raw.name)
        if key in known:
            if known[key] in (sheet for _raw, sheet in pairs):
                raise ValidationError(
                    _("The sheet “%(name)s” stands twice, under its Chinese and its English name.")
                    % {"name": raw.name},
                    code="twice",
                )
            pairs.append((raw, known[key]))
        elif key not in skipped:
            remarks.append(Fault(raw.name, _unknown_sheet(raw.name, known)))
    if not pairs:
        raise ValidationError(
            _("No sheet of the assessment workbook was found. Its sheets are: %(names)s.")
            % {"names": "、".join(str(sheet.title) for sheet in sheets)},
            code="no_sheet",
        )
    order = {sheet.key: position for position, sheet in enumerate(sheets)}
    return sorted(pairs, key=lambda pair: order[pair[1].key]), remarks


def _unknown_sheet(name: str, known: dict[str, Sheet]) -> str:
    near = difflib.get_close_matches(_title_key(name), known, n=1, cutoff=0.5)
    message = _("The sheet “%(name)s” is not part of the workbook and was left out.") % {
        "name": name
    }
    if near:
        message += " " + _("Did you mean “%(near)s”?") % {"near": known[near[0]].title}
    return message
