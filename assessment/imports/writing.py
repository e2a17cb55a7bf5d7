"""The assessment workbook as a file: written from plain rows, as template."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from assessment.imports.preview import EXAMPLE, INSTRUCTIONS
from assessment.imports.sheets import BY_KEY, SHEETS
from indicators.imports import StatedParams, format_params
from organization.imports import Sheet, Values
from organization.imports.writing import BookWriter

Target = Path | str | IO[bytes]
OPTIONS = {"in_memory": True, "strings_to_urls": False}


def write_workbook(
    target: Target, rows: Mapping[str, Iterable[Values]], *, language: str = "zh-hans"
) -> None:
    """Write a workbook that the import reads back.

    Args:
        target: a path, or a file open for binary writing.
        rows: rows of plain values by sheet key and column name, as `assessment.imports.sheets`
            declares them; only the sheets named are written, in the declared order.
        language: of titles and labels.

    Raises:
        KeyError: an unknown sheet or column: a slip of the caller would otherwise lose figures.
    """
    chosen = _chosen(rows)
    with Workbook(target, OPTIONS) as book:
        _add_sheets(BookWriter(book, language, chosen), rows)


def write_template(target: Target, rows: Mapping[str, Iterable[Values]], *, language: str) -> None:
    """Write a workbook to fill in: instructions first, then the sheets, then invented examples."""
    chosen = _chosen(rows)
    with Workbook(target, OPTIONS) as book:
        writer = BookWriter(book, language, chosen)
        writer.add_text(INSTRUCTIONS, _("The assessment workbook"), _instructions(chosen, language))
        _add_sheets(writer, rows)
        writer.add_examples(EXAMPLE, _("Invented rows, left out when the workbook is read"))


def _chosen(rows: Mapping[str, Any]) -> dict[str, Sheet]:
    unknown = set(rows) - set(BY_KEY)
    if unknown:
        raise KeyError(f"unknown sheets: {sorted(unknown)}")
    return {sheet.key: sheet for sheet in SHEETS if sheet.key in rows}


def _add_sheets(writer: BookWriter, rows: Mapping[str, Iterable[Values]]) -> None:
    for sheet in writer.sheets.values():
        names = set(sheet.by_name)
        writer.add_sheet(
            sheet, (_checked(row, names, sheet.key, writer.language) for row in rows[sheet.key])
        )


def _checked(row: Values, names: set[str], sheet: str, language: str) -> Values:
    unknown = set(row) - names
    if unknown:
        raise KeyError(f"unknown columns of {sheet}: {sorted(unknown)}")
    params: Any = row.get("params")
    if isinstance(params, StatedParams):
        params = params.params
    if isinstance(params, Mapping):
        return {**row, "params": format_params(row["rule"], params, language)}
    return row


def _instructions(sheets: Mapping[str, Sheet], language: str) -> list[str]:
    return [
        _("Only figures and texts that are not secret belong into this workbook."),
        _("Fill in the sheets that you need and leave the others empty or delete them."),
        _("Keep the first row of a sheet as it is; red titles with * must be filled in."),
        _("Codes and ID numbers are text. The columns are formatted for it: do not change that."),
        _("The import creates and changes. It never deletes; what is not in the file stays."),
        _("After the upload you see every row first; nothing is stored until you confirm."),
        "",
        *(
            _("%(title)s: %(text)s")
            % {"title": sheet.title.speak(language), "text": sheet.note.speak(language)}
            for sheet in sheets.values()
        ),
    ]
