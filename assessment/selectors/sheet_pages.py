"""What the pages of score sheets show, also as data for the script on the phone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle, ScoreSheet
from assessment.rules.marks import Entry, Field
from assessment.selectors.assignments import Assignment, SheetState
from assessment.selectors.marked_leaves import field_of, marks_of, reason_lacks
from assessment.selectors.trees import judged_leaves
from evaluators.selectors.access import FieldSeat
from indicators.models import ReportedValue, SystemNode
from indicators.rules.standards import Band, read_bands
from indicators.selectors.trees import engine_language
from scoring import rule_sentence

# Marks are typed with two decimals at most; keys and buttons step by half a mark.
STEP = "0.5"


@dataclass(frozen=True)
class LeafLine:
    """One judged leaf for one assessee.

    Attributes:
        figures: what was reported for the leaf's indicator: label and value in words.
        mark, remark: as typed so far, or as handed in.
        is_due: whether the mark lacks its reason.
    """

    node: SystemNode
    assessee: Assessee
    figures: list[tuple[str, str]]
    mark: str = ""
    remark: str = ""
    is_due: bool = False

    @cached_property
    def leaf(self) -> Field:
        """What its marks obey."""
        return field_of(self.node)

    @property
    def scale(self) -> str:
        """The highest that can be typed."""
        return _plain(self.leaf.scale)

    @property
    def entry(self) -> str:
        """What is typed: an `Entry`."""
        return self.leaf.entry.value

    @property
    def entry_label(self) -> str:
        """What is typed, in words; empty for an ordinary mark."""
        if self.leaf.entry == Entry.MARK_LESS:
            return _("Full marks unless something is deducted")
        if self.leaf.entry == Entry.DEDUCTION:
            return _("Points off") if self.leaf.each == 1 else _("Cases to deduct for")
        return ""

    @property
    def rule(self) -> str:
        """The rule of a leaf that only deducts, in one sentence."""
        if self.leaf.entry == Entry.MARK:
            return ""
        return rule_sentence(self.node.rule, self.node.params, engine_language())

    @property
    def bands(self) -> list[Band]:
        """Bands of the standard to choose from; where only deducted, that nothing is."""
        if self.leaf.entry == Entry.MARK:
            return read_bands(self.node.standard, self.leaf.scale)
        nothing = Decimal(0) if self.leaf.entry == Entry.DEDUCTION else self.leaf.scale
        return [Band(nothing, nothing, _("Nothing to deduct"))]

    def data(self) -> dict[str, Any]:
        """The line for the script."""
        leaf = self.leaf
        return {
            "code": self.node.code,
            "name": self.node.name,
            "standard": self.node.standard,
            "full": _plain(leaf.weight),
            "step": STEP,
            "scale": self.scale,
            "is_bonus": leaf.is_bonus,
            "entry": self.entry,
            "entry_label": self.entry_label,
            "rule": self.rule,
            "start": _plain(leaf.start),
            "each": _plain(leaf.each),
            "bands": [
                {
                    "from": _plain(band.low),
                    "to": _plain(band.high),
                    "limit": "" if band.limit is None else _plain(band.limit),
                    "word": band.word,
                }
                for band in self.bands
            ],
            "figures": [{"label": label, "value": value} for label, value in self.figures],
            "mark": self.mark,
            "remark": self.remark,
            "is_due": self.is_due,
        }


@dataclass(frozen=True)
class SheetPage:
    """One sheet with its neighbours in the evaluator's list."""

    assignment: Assignment
    lines: list[LeafLine]
    advice: str
    previous: Assessee | None
    next: Assessee | None

    @property
    def revision(self) -> int:
        """Of the draft that is shown."""
        draft = self.assignment.draft
        return draft.revision if draft else 0

    def data(self) -> dict[str, Any]:
        """The page for the script."""
        assessee, scheme = self.assignment.assessee, self.assignment.cycle.scheme
        shares = (scheme.remark_below_share, scheme.remark_above_share)
        below, above = (None if share is None else _plain(share) for share in shares)
        return {
            "assessee": {"pk": assessee.pk, "name": assessee.name},
            "state": self.assignment.state.value,
            "revision": self.revision,
            "leaves": [line.data() for line in self.lines],
            "advice": self.advice,
            "remark_below": below,
            "remark_above": above,
            "urls": {
                "draft": reverse("assessment:draft_save", args=[assessee.pk]),
                "submit": reverse("assessment:sheet_submit", args=[assessee.pk]),
                "next": _url_of(self.next),
                "previous": _url_of(self.previous),
                "list": reverse("assessment:sheet_list"),
            },
        }


@dataclass(frozen=True)
class LeafPage:
    """One indicator across all assessees of an evaluator under its system."""

    node: SystemNode
    rows: list[tuple[Assignment, LeafLine]]
    previous: SystemNode | None
    next: SystemNode | None

    def data(self) -> dict[str, Any]:
        """The page for the script: a sheet page each, with one leaf."""
        return {
            "leaf": {"code": self.node.code, "name": self.node.name},
            "rows": [
                {
                    **SheetPage(assignment, [line], "", None, None).data(),
                    "unit": assignment.assessee.unit.name,
                }
                for assignment, line in self.rows
            ],
        }


@dataclass(frozen=True)
class GroupTasks:
    """The sheets of one cycle for one seat, and how far they are."""

    cycle: AssessmentCycle
    post: FieldSeat
    assignments: list[Assignment] = field(default_factory=list)
    leaves: list[SystemNode] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Sheets handed in."""
        return sum(one.sheet is not None for one in self.assignments)

    @property
    def reads_only(self) -> bool:
        """Whether the seat marks nothing."""
        return all(one.rater_class is None for one in self.assignments)

    @property
    def first_open(self) -> Assignment | None:
        """The sheet to go on with."""
        return next((one for one in self.assignments if one.is_editable), None)


def tasks_of(assignments: Iterable[Assignment]) -> list[GroupTasks]:
    """Assignments by cycle and seat; one query for the leaves."""
    tasks: dict[tuple[int, int], GroupTasks] = {}
    for one in assignments:
        key = (one.cycle.pk, one.post.seat.pk)
        tasks.setdefault(key, GroupTasks(one.cycle, one.post)).assignments.append(one)
    systems = {one.assessee.system_id for task in tasks.values() for one in task.assignments}
    judged = SystemNode.objects.filter(system__in=systems, source=SystemNode.Source.JUDGED)
    for node in judged.select_related("system").order_by("system", "position", "code"):
        for task in tasks.values():
            if any(one.assessee.system_id == node.system_id for one in task.assignments):
                task.leaves.append(node)
    return list(tasks.values())


def sheet_page(assignment: Assignment, mine: Sequence[Assignment]) -> SheetPage:
    """The page of one sheet, as typed so far or as handed in."""
    assessee = assignment.assessee
    leaves = judged_leaves(assessee.system)
    figures = _figures([assessee], leaves)
    marks, remarks, advice = _content(assignment, leaves, _handed_in([assignment]))
    due = _due(assignment, marks, remarks, leaves)
    lines = [
        LeafLine(
            leaf,
            assessee,
            figures.get((assessee.unit_id, leaf.indicator_id), []),
            marks.get(leaf.code, ""),
            remarks.get(leaf.code, ""),
            leaf.code in due,
        )
        for leaf in leaves
    ]
    keys = [one.assessee.pk for one in mine]
    place = keys.index(assessee.pk)
    return SheetPage(
        assignment,
        lines,
        advice,
        mine[place - 1].assessee if place else None,
        mine[place + 1].assessee if place + 1 < len(mine) else None,
    )


def leaf_page(node: SystemNode, mine: Sequence[Assignment]) -> LeafPage:
    """The page of one indicator across the evaluator's assessees."""
    leaves = judged_leaves(node.system)
    assessees = [one.assessee for one in mine]
    figures = _figures(assessees, [node])
    handed_in, rows = _handed_in(mine), []
    for one in mine:
        marks, remarks, _advice = _content(one, leaves, handed_in)
        line = LeafLine(
            node,
            one.assessee,
            figures.get((one.assessee.unit_id, node.indicator_id), []),
            marks.get(node.code, ""),
            remarks.get(node.code, ""),
        )
        rows.append((one, line))
    place = [leaf.pk for leaf in leaves].index(node.pk)
    return LeafPage(
        node,
        rows,
        leaves[place - 1] if place else None,
        leaves[place + 1] if place + 1 < len(leaves) else None,
    )


def _handed_in(assignments: Iterable[Assignment]) -> Mapping[int, ScoreSheet]:
    """The standing sheets with their marks, which lists leave out; one query."""
    return ScoreSheet.objects.in_bulk([one.sheet.pk for one in assignments if one.sheet])


def _content(
    assignment: Assignment, leaves: Sequence[SystemNode], handed_in: Mapping[int, ScoreSheet]
) -> tuple[Mapping[str, str], Mapping[str, str], str]:
    """Marks, remarks and advice: of the standing sheet, else of the draft; nothing before both."""
    if assignment.state in {SheetState.LETTERS, SheetState.BARRED, SheetState.READ_ONLY}:
        return {}, {}, ""
    if assignment.sheet:
        sheet = handed_in[assignment.sheet.pk]
        marks = marks_of(sheet, {leaf.code: field_of(leaf) for leaf in leaves})
        return {code: _plain(mark) for code, mark in marks.items()}, sheet.remarks, sheet.advice
    draft = assignment.draft
    return (draft.marks, draft.remarks, draft.advice) if draft else ({}, {}, "")


def _due(
    assignment: Assignment,
    marks: Mapping[str, str],
    remarks: Mapping[str, str],
    leaves: Iterable[SystemNode],
) -> list[str]:
    """Codes of the marks that lack their reason; of what is handed in nothing is asked."""
    if not assignment.is_editable:
        return []
    given = {code: Decimal(mark) for code, mark in marks.items()}
    fields = {leaf.code: field_of(leaf) for leaf in leaves}
    return reason_lacks(given, remarks, fields, assignment.cycle.scheme)


def _figures(
    assessees: Iterable[Assessee], leaves: Iterable[SystemNode]
) -> dict[tuple[int | None, int | None], list[tuple[str, str]]]:
    """What was reported for the indicators of judged leaves, by unit and indicator."""
    found: dict[tuple[int | None, int | None], list[tuple[str, str]]] = {}
    chosen = list(assessees)
    values = ReportedValue.objects.filter(
        unit__in={one.unit_id for one in chosen},
        period__in={one.cycle.period for one in chosen},
        indicator__in={leaf.indicator_id for leaf in leaves if leaf.indicator_id},
    ).order_by("series")
    for value in values:
        shown = f"{_plain(value.value)} {value.unit_of_measure}".strip()
        entry = found.setdefault((value.unit_id, value.indicator_id), [])
        entry.append((value.get_series_display(), shown))
    return found


def _url_of(assessee: Assessee | None) -> str | None:
    return reverse("assessment:sheet_edit", args=[assessee.pk]) if assessee else None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
