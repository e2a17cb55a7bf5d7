"""The table of a department as a workbook: made for exactly this table, read back cell by cell."""

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from collection.models import DepartmentReport, ReportEntry, ReportUpload
from collection.rules.cells import Checked, check_cell
from collection.selectors.due import due_lines
from collection.selectors.tables import TableRow, finding_words, table_rows
from collection.services.reports import LONGEST_REMARK, CellDraft, Pair
from organization.imports.book import Book, Planned, Stored
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, Row, open_workbook
from organization.imports.tables import Refusal, Table
from organization.imports.writing import BookWriter
from organization.models import User

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}
TYPED = ("text", "remark")
TABLE = Sheet(
    key="report",
    title=Words("报表", "Table"),
    note=Words(
        "只填“数值”和“说明”两列；数值可带计量单位，如“1234 万元”。",
        "Fill in the columns Figure and Note only; a figure may name its unit, as 1234 万元.",
    ),
    identity=("indicator", "unit"),
    columns=(
        Column("indicator", Words("数据项编码", "Indicator code"), "code", required=True),
        Column("indicator_name", Words("数据项", "Indicator")),
        Column("unit", Words("单位编码", "Unit code"), "code", required=True),
        Column("unit_name", Words("单位", "Unit")),
        Column("measure", Words("计量单位", "Unit of measure")),
        Column("last", Words("上期", "Last period"), "figure"),
        Column("previous", Words("上年同期", "Same period last year"), "figure"),
        Column("target", Words("目标值", "Target"), "figure"),
        Column(
            "text",
            Words("数值", "Figure"),
            "code",
            note=Words("缺的数空着，在“说明”里写原因。", "Leave a missing one empty, say why."),
            field=field_of(ReportEntry, "text"),
        ),
        Column("remark", Words("说明", "Note"), field=field_of(ReportEntry, "remark")),
    ),
)


def table_workbook(report: DepartmentReport, *, language: str) -> bytes:
    """The table with everything that is asked and what was typed so far."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        rows = table_rows(report, due_lines(report))
        BookWriter(book, language, {}).add_sheet(TABLE, map(_values, rows))
    return content.getvalue()


def marked_copy(upload: ReportUpload) -> bytes:
    """The uploaded workbook with every refused cell coloured and its reason as a comment."""
    marks: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in upload.preview["refused"]:
        for fault in row["faults"]:
            place = max(fault["row"], 1), fault["column"]
            marks[fault["place"]][place] = fault["text"]
    with upload.file.open("rb") as file:
        sheets = open_workbook(cast(BinaryIO, file), "table.xlsx")
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        writer = BookWriter(book, "zh-hans", {})
        for sheet in sheets:
            writer.add_copy(sheet.name, sheet.cells, marks[sheet.name])
    return content.getvalue()


def _values(row: TableRow) -> Values:
    indicator, unit = row.line.indicator, row.line.unit
    return {
        "indicator": indicator.code,
        "indicator_name": indicator.name,
        "unit": unit.code,
        "unit_name": unit.label,
        "measure": indicator.unit_of_measure,
        "last": row.last,
        "previous": row.previous,
        "target": row.target,
        "text": row.text,
        "remark": row.remark,
    }


class ReportTable(Table):
    """What a workbook changes in one table; cells nobody asked for are refused."""

    sheet = TABLE
    model = ReportEntry

    def __init__(self, report: DepartmentReport) -> None:
        self.report = report

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        lines = due_lines(self.report)
        known = {
            (row.line.indicator.code, row.line.unit.code): row
            for row in table_rows(self.report, lines)
        }
        return [self._planned(row, parsed.name, known) for row in parsed.rows]

    def label(self, values: Values) -> str:
        names = (values.get("indicator_name") or values.get("indicator"), values.get("unit_name"))
        return " · ".join(str(name) for name in names if name)

    def _planned(self, row: Row, place: str, known: dict[Any, TableRow]) -> Planned:
        planned = Planned(self.sheet, row, self.label(row.values), "refused", faults=row.faults)
        if row.faults:
            return planned
        found = known.get((row.values["indicator"], row.values["unit"]))
        if refusal := _refusal(row.values, found, self.report):
            name, message = refusal
            planned.faults = [Fault(place, message, row.number, row.places.get(name, 0))]
            return planned
        assert found is not None
        row.values["pair"] = found.line.pair
        stood = {"text": found.text, "remark": found.remark}
        planned.stored = Stored(found.entry.pk if found.entry else 0, {**row.values, **stood})
        planned.changes = self._changes(
            {name: row.values.get(name) or "" for name in TYPED}, planned.stored
        )
        planned.outcome = _outcome(found, planned)
        return planned


def _outcome(found: TableRow, planned: Planned) -> Any:
    if not planned.changes:
        return "unchanged"
    return "changed" if found.entry else "created"


def _refusal(values: Values, found: TableRow | None, report: DepartmentReport) -> Refusal | None:
    """Why a row is refused: nobody asked for it, or its figure must be put right."""
    if found is None:
        return "indicator", _("This table does not ask for this figure.")
    checked = _checked(values, found, report)
    return ("text", finding_words(checked)) if checked.blocks else None


def _checked(values: Values, found: TableRow, report: DepartmentReport) -> Checked:
    plan = report.round.plan
    return check_cell(
        str(values.get("text") or ""),
        measure=found.line.indicator.unit_of_measure,
        highest=plan.highest_score if plan.is_of_scores else None,
    )


def drafts_of(planned: Sequence[Planned]) -> list[CellDraft]:
    """The cells that a workbook changes, as they are saved."""
    return [
        CellDraft(
            pair=cast(Pair, row.row.values["pair"]),
            text=str(row.row.values.get("text") or ""),
            remark=str(row.row.values.get("remark") or "")[:LONGEST_REMARK],
        )
        for row in planned
        if row.outcome in ("created", "changed")
    ]


def table_of(report: DepartmentReport, by: User) -> tuple[ReportTable, Book]:
    """The table with the book that reads one workbook for an account."""
    table = ReportTable(report)
    return table, Book([table], by)
