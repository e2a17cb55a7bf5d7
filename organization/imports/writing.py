"""Writing sheets in the shape in which they are read: drop-downs, text cells, notes, marks."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from organization.exports import harmless_text
from organization.imports.cells import normalised, show_cell
from organization.imports.columns import Column, Sheet, Values, Words

TEXT_KINDS = {"text", "code", "long_number", "month"}
NUMBER_KINDS = {"number", "figure", "whole"}
# Drop-downs reach this far down; further rows are checked by the import all the same.
LAST_LISTED_ROW = 5000
LISTS = Words("选项", "Lists")


@dataclass
class BookWriter:
    """An .xlsx under construction, in one language.

    Attributes:
        sheets: all sheets that will be in the file, so that drop-downs can point at their codes.
    """

    book: Workbook
    language: str
    sheets: Mapping[str, Sheet]
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    _list_sheet: Worksheet | None = None

    def __post_init__(self) -> None:
        add: Callable[[dict[str, Any]], Format] = self.book.add_format
        head = {"bold": True, "bg_color": "#e8edf4", "border": 1, "border_color": "#c8cfd9"}
        self.head = add({**head, "text_wrap": True, "valign": "top"})
        self.head_required = add(
            {**head, "font_color": "#a6261d", "text_wrap": True, "valign": "top"}
        )
        self.text = add({"num_format": "@"})
        self.date = add({"num_format": "yyyy-mm-dd"})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.title = add({"bold": True, "font_size": 14})
        self.refused = add({"bg_color": "#f9d9d6", "num_format": "@"})

    def add_sheet(self, sheet: Sheet, rows: Iterable[Values]) -> Worksheet:
        """Write one declared sheet with header, notes, drop-downs and rows."""
        page = self.book.add_worksheet(sheet.title.speak(self.language))
        page.freeze_panes(1, 1)
        for place, column in enumerate(sheet.columns):
            self._write_head(page, place, column)
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(sheet.columns):
                self.write_cell(page, number, place, column, row.get(column.name))
        return page

    def add_copy(
        self, name: str, cells: Sequence[Sequence[Any]], marks: Mapping[tuple[int, int], str]
    ) -> None:
        """Write a sheet as it was uploaded, the refused cells coloured and with the reason.

        Args:
            marks: reasons by row and column, counted from 1; column 0 is the row as a whole.
        """
        page = self.book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for number, row in enumerate(cells):
            for place, value in enumerate(row):
                is_marked = (number + 1, place + 1) in marks
                style = self.refused if is_marked else self.head if number == 0 else None
                _copy_cell(page, number, place, value, style, self.date)
        for (number, place), reason in marks.items():
            page.write_comment(
                max(number - 1, 0), max(place - 1, 0), reason, {"x_scale": 2, "visible": False}
            )

    def add_text(self, title: Words, heading: str, lines: Iterable[str]) -> None:
        """Write a sheet that is only read."""
        page = self.book.add_worksheet(title.speak(self.language))
        page.set_column(0, 0, 100, self.wrapped)
        page.write_string(0, 0, heading, self.title)
        for number, line in enumerate(lines, start=2):
            page.write_string(number, 0, line, self.wrapped)

    def add_examples(self, title: Words, heading: str) -> None:
        """Write the invented rows of every sheet below each other, with their titles."""
        page = self.book.add_worksheet(title.speak(self.language))
        page.set_column(0, 20, 18)
        page.write_string(0, 0, heading, self.title)
        number = 2
        for sheet in self.sheets.values():
            if not sheet.examples:
                continue
            page.write_string(number, 0, sheet.title.speak(self.language), self.title)
            for place, column in enumerate(sheet.columns):
                page.write_string(number + 1, place, column.title.speak(self.language), self.head)
            for row in sheet.examples:
                for place, column in enumerate(sheet.columns):
                    self.write_cell(page, number + 2, place, column, row.get(column.name))
                number += 1
            number += 3

    def write_cell(self, page: Worksheet, row: int, place: int, column: Column, value: Any) -> None:
        """Write one value as the reader expects to find it."""
        if value is None or value == "":
            return
        if column.kind == "date":
            page.write_datetime(row, place, _moment(value), self.date)
        elif column.kind in NUMBER_KINDS and (number := _exact_float(value)) is not None:
            page.write_number(row, place, number)
        elif column.kind in {"flag", "choice"}:
            known = isinstance(value, bool) or value in column.choices
            shown = show_cell(column, value, self.language) if known else value
            page.write_string(row, place, harmless_text(str(shown)))
        else:
            shown = show_cell(column, value, self.language) if not isinstance(value, str) else value
            page.write_string(row, place, harmless_text(shown), self.text)

    def _write_head(self, page: Worksheet, place: int, column: Column) -> None:
        title = column.title.speak(self.language)
        style = self.head_required if column.required else self.head
        page.write_string(0, place, title + ("*" if column.required else ""), style)
        column_format = self.text if column.kind in TEXT_KINDS else None
        if column.kind == "date":
            column_format = self.date
        page.set_column(place, place, max(12, 2 * len(title) + 2), column_format)
        note = column.note.speak(self.language)
        if note:
            page.write_comment(0, place, note, {"x_scale": 1.6})
        source = self._list_of(column)
        if source:
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(1, place, LAST_LISTED_ROW, place, rule)

    def _list_of(self, column: Column) -> str:
        """The range a drop-down takes its entries from; empty for a column without one."""
        if column.refers_to in self.sheets:
            name = self.sheets[column.refers_to].title.speak(self.language)
            return f"='{name}'!$A$2:$A${LAST_LISTED_ROW}"
        if column.kind == "flag":
            entries = [show_cell(column, value, self.language) for value in (True, False)]
        elif column.choices:
            entries = [title.speak(self.language) for title in column.choices.values()]
        elif column.options:
            entries = column.options(self.language)
        else:
            return ""
        return self._add_list(tuple(entries))

    def _add_list(self, entries: tuple[str, ...]) -> str:
        """Lists stand on a sheet of their own: in a validation itself only 255 characters fit."""
        if entries not in self._lists:
            if self._list_sheet is None:
                self._list_sheet = self.book.add_worksheet(LISTS.speak(self.language))
                self._list_sheet.hide()
            letter = _letters(len(self._lists))
            self._list_sheet.write_column(0, len(self._lists), entries)
            name = LISTS.speak(self.language)
            self._lists[entries] = f"='{name}'!${letter}$1:${letter}${len(entries)}"
        return self._lists[entries]


def _copy_cell(
    page: Worksheet, row: int, place: int, value: Any, style: Format | None, date: Format
) -> None:
    if value is None or value == "":
        page.write_blank(row, place, None, style)
    elif isinstance(value, bool):
        page.write_boolean(row, place, value, style)
    elif isinstance(value, int | float):
        page.write_number(row, place, value, style)
    elif isinstance(value, dt.date):
        page.write_datetime(row, place, value, style or date)
    else:
        page.write_string(row, place, harmless_text(str(value)), style)


def _letters(place: int) -> str:
    return _letters(place // 26 - 1) + chr(65 + place % 26) if place >= 26 else chr(65 + place)


def _moment(value: Any) -> dt.datetime:
    day = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return dt.datetime.combine(day, dt.time())


def _exact_float(value: Any) -> float | None:
    """The number as a cell can hold it; None when 15 digits are not enough, or it is no number."""
    try:
        number = Decimal(normalised(str(value)))
    except InvalidOperation:
        return None
    exact = number.is_finite() and Decimal(f"{float(number):.15g}") == number
    return float(number) if exact else None
