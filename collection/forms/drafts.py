"""Cells as the page and the API send them, and what they are told."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collection.models import DepartmentReport, ReportEntry
from collection.selectors.due import Line, due_lines
from collection.selectors.tables import TableRow, table_rows
from collection.serializers.reports import CellSerializer
from collection.services.reports import CellDraft, Pair, SavedCells, save_cells
from organization.models import User

MOST_ROWS = 1000
Answer = tuple[dict[str, Any], int]


def answer_cells(report: DepartmentReport, sent: Any, user: User) -> Answer:
    """Save what was sent; a cell that somebody else changed meanwhile comes back with both texts.

    Raises:
        PermissionDenied: the account does not fill in this table.
    """
    rows = sent.get("rows") if isinstance(sent, dict) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        words = _("Send a list of 1 to %(most)d rows.") % {"most": MOST_ROWS}
        return {"detail": words}, HTTPStatus.BAD_REQUEST
    form = CellSerializer(data=rows, many=True)
    if not form.is_valid():
        return {"errors": form.errors}, HTTPStatus.BAD_REQUEST
    lines = {(line.indicator.code, line.unit.code): line for line in due_lines(report)}
    try:
        cells = [_draft(row, lines) for row in form.validated_data]
        done = save_cells(report, cells, by=user)
    except ValidationError as error:
        return {"detail": " ".join(error.messages)}, HTTPStatus.CONFLICT
    touched = {cell.pair for cell in cells}
    seen = table_rows(report, [line for line in lines.values() if line.pair in touched])
    return _told(seen, done), HTTPStatus.OK


def _draft(row: Mapping[str, Any], lines: Mapping[tuple[str, str], Line]) -> CellDraft:
    line = lines.get((row["indicator"], row["unit"]))
    if line is None:
        raise ValidationError(_("The table does not ask for this figure."), code="not_asked")
    return CellDraft(line.pair, row["text"], row["note"], row["revision"])


def _told(rows: Sequence[TableRow], done: SavedCells) -> dict[str, Any]:
    return {
        "saved_at": date_format(timezone.localtime(), "H:i"),
        "rows": [_row(row, done.conflicts) for row in rows],
    }


def _row(row: TableRow, conflicts: Mapping[Pair, ReportEntry]) -> dict[str, Any]:
    theirs = conflicts.get(row.line.pair)
    return {
        "indicator": row.line.indicator.code,
        "unit": row.line.unit.code,
        "text": row.text,
        "note": row.remark,
        "revision": row.entry.revision if row.entry else 0,
        "finding": row.words if row.entry else "",
        "blocks": row.checked.blocks,
        "passes": not row.checked.wants_remark and not row.checked.blocks,
        "conflict": _conflict(theirs) if theirs else "",
    }


def _conflict(theirs: ReportEntry) -> str:
    return _("%(who)s put “%(text)s” here at %(time)s.") % {
        "who": theirs.saved_by,
        "text": theirs.text or "—",
        "time": date_format(timezone.localtime(theirs.saved_at), "H:i"),
    }
