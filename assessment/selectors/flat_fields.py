"""Flat marking (ORG-07): whose standing sheets of a comparison group do not tell it apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import (
    Assessee,
    AssessmentCycle,
    FlatAcceptance,
    Scheme,
    ScoreSheet,
    SheetDraft,
)
from assessment.rules.drafts import deadline
from assessment.rules.marks import Weighing
from assessment.selectors.marked_leaves import marked_fields
from evaluators.rules.spread import Spread, SpreadRule, judge_spread
from indicators.models import IndicatorSystem
from organization.models import User


@dataclass(frozen=True)
class FlatField:
    """Standing sheets of one evaluator in one comparison group that come out flat.

    Attributes:
        sheets: the sheets, of which neither marks nor totals are told.
        spread: what was found.
    """

    sheets: Sequence[ScoreSheet]
    spread: Spread

    @property
    def first(self) -> ScoreSheet:
        """The sheet that stands for all of them in an address."""
        return self.sheets[0]

    @property
    def evaluator(self) -> User:
        """Whose they are."""
        return self.first.evaluator

    @property
    def group_name(self) -> str:
        """The comparison group."""
        return self.first.assessee.group_name

    @property
    def reason(self) -> str:
        """What was found, in words."""
        return flat_words(self.spread)


def flat_words(spread: Spread) -> str:
    """Why marks are returned; it names no mark."""
    if spread.commonest_count == 1:
        return _(
            "No differentiation: the totals of all %(count)s sheets lie close together. "
            "Compare the units once more."
        ) % {"count": spread.count}
    return _(
        "No differentiation: %(times)s of %(count)s sheets come to the same total, "
        "or all totals lie close together. Compare the units once more."
    ) % {"times": spread.commonest_count, "count": spread.count}


def asks_for_spread(scheme: Scheme) -> bool:
    """Whether the scheme judges flat marking at all."""
    return scheme.flat_different_min is not None or scheme.flat_width_min is not None


def spread_of(totals: Sequence[Decimal], scheme: Scheme) -> Spread:
    """Judge the totals of one evaluator in one comparison group by the rows of the scheme."""
    rule = SpreadRule(
        different_min=scheme.flat_different_min or Decimal(0),
        width_min=scheme.flat_width_min or Decimal(0),
        smallest_field=scheme.flat_field_min,
    )
    return judge_spread(totals, rule)


def flat_fields(cycle: AssessmentCycle, sheet: ScoreSheet | None = None) -> list[FlatField]:
    """Fields of the cycle that come out flat and that nobody has accepted as they stand.

    Every sheet that stands is judged, also where the evaluator never handed in the others.

    Args:
        sheet: only the field that this sheet belongs to.
    """
    if not asks_for_spread(cycle.scheme):
        return []
    sheets = ScoreSheet.objects.standing().filter(assessee__cycle=cycle)
    if sheet is not None:
        place = sheet.assessee
        sheets = sheets.filter(
            evaluator=sheet.evaluator_id,
            assessee__group_key=place.group_key,
            assessee__system=place.system_id,
        )
    fields: dict[tuple[int, str, int], list[ScoreSheet]] = defaultdict(list)
    for one in sheets.defer("remarks", "advice").select_related("assessee", "evaluator"):
        key = (one.evaluator_id, one.assessee.group_key, one.assessee.system_id)
        fields[key].append(one)
    totals = _Totals({system for _evaluator, _group, system in fields})
    accepted = _accepted(cycle)
    found = []
    for of_field in fields.values():
        if frozenset(one.pk for one in of_field) in accepted:
            continue
        spread = spread_of([totals.of(one) for one in of_field], cycle.scheme)
        if spread.faults:
            found.append(FlatField(of_field, spread))
    return found


@dataclass(frozen=True)
class OverdueReturn:
    """Sheets that one evaluator got back and did not hand in again in time: they do not count."""

    evaluator: User
    assessees: Sequence[Assessee]


def overdue_returns(cycle: AssessmentCycle) -> list[OverdueReturn]:
    """Who let returned sheets lie until their deadline was over."""
    now = timezone.now()
    standing = ScoreSheet.objects.standing().filter(assessee__cycle=cycle)
    handed_in = set(standing.order_by().values_list("assessee", "evaluator"))
    drafts = SheetDraft.objects.filter(assessee__cycle=cycle, returned_at__isnull=False)
    by_evaluator: dict[User, list[Assessee]] = defaultdict(list)
    for draft in drafts.select_related("assessee", "evaluator"):
        due = deadline(cycle.sheets_due_at, draft.due_at)
        waits = (draft.assessee_id, draft.evaluator_id) not in handed_in
        if waits and due is not None and due < now:
            by_evaluator[draft.evaluator].append(draft.assessee)
    return [OverdueReturn(evaluator, lying) for evaluator, lying in by_evaluator.items()]


class _Totals:
    """The totals of sheets over the leaves of some systems."""

    def __init__(self, systems: Iterable[int]) -> None:
        of = IndicatorSystem.objects.filter(pk__in=set(systems))
        self._fields = {system.pk: list(marked_fields(system).values()) for system in of}
        self._whole = {key: Weighing(fields) for key, fields in self._fields.items()}

    def of(self, sheet: ScoreSheet) -> Decimal:
        marks, system = sheet.marks.tolist(), sheet.assessee.system_id
        if ScoreSheet.NOT_GIVEN not in marks:
            return self._whole[system].total(marks)
        given = [
            (field, mark)
            for field, mark in zip(self._fields[system], marks, strict=True)
            if mark != ScoreSheet.NOT_GIVEN
        ]
        return Weighing([field for field, _mark in given]).total(mark for _field, mark in given)


def _accepted(cycle: AssessmentCycle) -> set[frozenset[int]]:
    """The sets of sheets that the office lets stand."""
    rows = FlatAcceptance.objects.filter(cycle=cycle).values_list("pk", "sheets")
    sets: dict[int, set[int]] = defaultdict(set)
    for acceptance, sheet in rows:
        sets[acceptance].add(sheet)
    return {frozenset(sheets) for sheets in sets.values()}
