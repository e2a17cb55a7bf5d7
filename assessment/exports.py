"""What leaves the house as a workbook: results of a comparison group, progress of a marking."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import RunGroup
from assessment.selectors.marking import MarkingBoard
from assessment.selectors.quotas import QuotaLine, quota_lines
from assessment.selectors.results import ResultRow
from organization.exports import Cell, Rows, table_workbook


def result_workbook(group: RunGroup, rows: Sequence[ResultRow]) -> bytes:
    """One row an assessee, first-level nodes as columns; then the quotas, and which run it is."""
    return table_workbook(
        {
            _("Results"): _results(rows, group.run.cycle.scheme.decimals),
            _("Quotas"): _quotas(quota_lines(group)),
            _("About this file"): _about(group),
        }
    )


def marking_workbook(board: MarkingBoard) -> bytes:
    """Who owes which sheets and since when they are due; no mark stands in it."""
    due = board.cycle.sheets_due_at
    due_on = timezone.localtime(due).strftime("%Y-%m-%d %H:%M") if due else None
    head: list[Cell] = [
        _("Assessment group"),
        _("Evaluator"),
        _("Group role"),
        _("Sheets"),
        _("Handed in"),
        _("Begun"),
        _("Owed"),
        _("Due"),
        _("Owed for"),
    ]
    rows: list[list[Cell]] = [
        [
            group.group.name,
            member.name,
            member.post.seat.role.name,
            len(member.assessees),
            len(member.done),
            len(member.begun),
            len(member.owed),
            due_on if member.owed else None,
            "、".join(one.name for one in member.owed) or None,
        ]
        for group in board.groups
        for member in group.members
    ]
    return table_workbook({_("Marking"): [head, *rows]})


def _results(rows: Sequence[ResultRow], decimals: int) -> Rows:
    parts = [part.name for part in rows[0].parts] if rows else []
    head: list[Cell] = [
        _("Place"),
        _("Code"),
        _("Name"),
        _("Total"),
        _("Full marks"),
        *parts,
        _("Total last year"),
        _("Difference"),
        _("Proposed grade"),
        _("Decided grade"),
        _("What is missing"),
    ]
    return [head, *(_result(row, decimals) for row in rows)]


def _result(row: ResultRow, decimals: int) -> list[Cell]:
    return [
        row.rank,
        row.result.assessee.key,
        row.result.assessee.name,
        _shown(row.total, decimals),
        row.full,
        *(part.points for part in row.parts),
        _shown(row.earlier_total, decimals),
        _shown(row.total_change, decimals),
        row.proposed.name if row.proposed else None,
        row.decided_name or None,
        "、".join(row.missing) or None,
    ]


def _shown(total: Decimal | None, decimals: int) -> Decimal | None:
    """A total as it was published: its six stored decimals would look more exact than it is."""
    return None if total is None else round(total, decimals)


def _quotas(lines: Sequence[QuotaLine]) -> Rows:
    """The arithmetic as it is to be signed."""
    head: list[Cell] = [
        _("Grade"),
        _("Counted over"),
        _("n"),
        _("Largest share"),
        _("n × share"),
        _("Rounding"),
        _("Allowed"),
        _("Proposed"),
        _("Decided"),
        _("Clause"),
    ]
    return [head, *(_quota(line) for line in lines)]


def _quota(line: QuotaLine) -> list[Cell]:
    return [
        line.grade.name,
        line.place or line.quota.get_scope_display(),
        line.n,
        line.share,
        line.exact,
        line.rounding,
        line.allowed,
        line.proposed,
        line.decided,
        line.quota.clause or None,
    ]


def _about(group: RunGroup) -> Rows:
    run = group.run
    return [
        [_("What it says"), _("Value")],
        [_("Cycle"), run.cycle.name],
        [_("Period"), run.cycle.period],
        [_("Comparison group"), group.name],
        [_("Run"), run.number],
        [_("Engine"), run.engine],
        [_("Digest of the snapshot"), run.digest],
        [_("Digest of the outcome"), group.outcome_digest],
        [_("Computed on"), timezone.localtime(run.finished_at).date() if run.finished_at else None],
        [_("Exported on"), timezone.localdate()],
    ]
