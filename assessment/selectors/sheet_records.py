"""The record of a sheet (全程纪实): all its versions, and what changed from one to the next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessment.models import ScoreSheet, WorkLogEntry
from assessment.selectors.marked_leaves import field_of, marks_of
from assessment.selectors.trees import judged_leaves, ordered_nodes_of
from indicators.models import SystemNode
from organization.models import DOMAIN_ROLES, User


@dataclass(frozen=True)
class MarkChange:
    """One mark that differs from the version before; empty text where none was given."""

    leaf: str
    before: str
    after: str
    remark: str


@dataclass(frozen=True)
class SheetVersion:
    """One sheet as it was handed in.

    Attributes:
        changes: against the version before; None while marks are blind to the account.
    """

    number: int
    sheet: ScoreSheet
    changes: list[MarkChange] | None = field(default=None)


def sheet_versions(sheet: ScoreSheet, *, user: User) -> list[SheetVersion]:
    """All versions of the sheet of one evaluator for one assessee, oldest first."""
    sheets = list(
        ScoreSheet.objects.filter(assessee=sheet.assessee_id, evaluator=sheet.evaluator_id)
        .select_related("evaluator", "withdrawn_by")
        .order_by("pk")
    )
    if user.pk != sheet.evaluator_id and not marks_are_open(sheet):
        return [SheetVersion(number, one) for number, one in enumerate(sheets, 1)]
    leaves = judged_leaves(sheet.assessee.system)
    versions, before = [], dict[str, str]()
    for number, one in enumerate(sheets, 1):
        marks = _written(one, leaves)
        versions.append(SheetVersion(number, one, _changes(before, marks, one.remarks, leaves)))
        before = marks
    return versions


@dataclass(frozen=True)
class LogLine:
    """A line of a group's work log as an account may read it.

    Attributes:
        changes: of a sheet handed in again, the marks that differ; None while they are blind.
        shows_marks: whether their values are shown, or only which leaves they are.
    """

    entry: WorkLogEntry
    changes: list[MarkChange] | None = None
    shows_marks: bool = False

    @property
    def is_blind(self) -> bool:
        """Whether a change of marks is on record that the account may not read yet."""
        return self.entry.kind == WorkLogEntry.Kind.SHEET_RESUBMITTED and self.changes is None


def log_lines(entries: Sequence[WorkLogEntry], *, user: User) -> list[LogLine]:
    """The lines with what differs in sheets handed in again; the same queries for any number.

    Before the marking is closed only the evaluator reads what differs. After it everybody on the
    log reads which leaves; the marks are for those who may read the sheet.
    """
    again = [one for one in entries if one.kind == WorkLogEntry.Kind.SHEET_RESUBMITTED]
    sheets = [one.sheet for one in again if one.sheet]
    versions, leaves = _versions_of(sheets), _leaves_of(sheets)
    reads_all = user.has_role(*DOMAIN_ROLES)
    lines = []
    for entry in entries:
        sheet = entry.sheet
        if sheet is None or entry not in again:
            lines.append(LogLine(entry))
            continue
        is_own = sheet.evaluator_id == user.pk
        if not is_own and not marks_are_open(sheet):
            lines.append(LogLine(entry))
            continue
        earlier = [one for one in versions[_pair(sheet)] if one.pk < sheet.pk]
        nodes = leaves[sheet.assessee.system_id]
        before = _written(earlier[-1], nodes) if earlier else {}
        changes = _changes(before, _written(sheet, nodes), sheet.remarks, nodes)
        lines.append(LogLine(entry, changes, is_own or reads_all))
    return lines


def _pair(sheet: ScoreSheet) -> tuple[int, int]:
    return sheet.assessee_id, sheet.evaluator_id


def _versions_of(sheets: Iterable[ScoreSheet]) -> Mapping[tuple[int, int], list[ScoreSheet]]:
    """All versions of some sheets by assessee and evaluator, oldest first; one query."""
    pairs = {_pair(sheet) for sheet in sheets}
    found = ScoreSheet.objects.filter(
        assessee__in={assessee for assessee, _evaluator in pairs},
        evaluator__in={evaluator for _assessee, evaluator in pairs},
    )
    versions: dict[tuple[int, int], list[ScoreSheet]] = defaultdict(list)
    for sheet in found.order_by("pk") if pairs else ():
        versions[_pair(sheet)].append(sheet)
    return versions


def _leaves_of(sheets: Iterable[ScoreSheet]) -> Mapping[int, list[SystemNode]]:
    """The judged leaves of the sheets' systems; one query."""
    systems = {sheet.assessee.system_id for sheet in sheets}
    return {
        system: [node for node in nodes if node.source == SystemNode.Source.JUDGED]
        for system, nodes in (ordered_nodes_of(systems) if systems else {}).items()
    }


def _written(sheet: ScoreSheet, leaves: Iterable[SystemNode]) -> dict[str, str]:
    marks = marks_of(sheet, {leaf.code: field_of(leaf) for leaf in leaves})
    return {code: f"{mark.normalize():f}" for code, mark in marks.items()}


def marks_are_open(sheet: ScoreSheet) -> bool:
    """Whether others may read its marks: not before the marking of the cycle is closed."""
    return not sheet.assessee.cycle.is_marking


def _changes(
    before: Mapping[str, str],
    after: Mapping[str, str],
    remarks: Mapping[str, str],
    leaves: Iterable[SystemNode],
) -> list[MarkChange]:
    return [
        MarkChange(
            leaf.name,
            before.get(leaf.code, ""),
            after.get(leaf.code, ""),
            remarks.get(leaf.code, ""),
        )
        for leaf in leaves
        if before.get(leaf.code) != after.get(leaf.code)
    ]
