"""How widely the marks of each reviewer and each level differ in a quarter, unit by unit."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import QuerySet

from assessment.models import ScoreSheet
from assessment.rules.marks import Field
from assessment.selectors.marked_leaves import marked_fields, marks_of
from dailyreview.models import REVIEWER_ROLES, Quarter, ReviewStep
from dailyreview.rules.marking import FEWEST_MARKED, Marking, marking_of
from indicators.models import IndicatorSystem
from organization.models import Role, Unit, User

# By unit and level, and there by reviewer, what was given in percent of full marks.
Given = Mapping[tuple[int, str], Mapping[User, Sequence[Fraction]]]


@dataclass(frozen=True)
class Marked:
    """The marks of one reviewer, or of all of a level where `reviewer` is None.

    Attributes:
        marking: None with too few people to say anything.
    """

    unit: Unit
    level: str
    reviewer: User | None
    people: int
    marking: Marking | None

    @property
    def common(self) -> Decimal | None:
        """The share of the commonest mark in percent, to one decimal."""
        if self.marking is None:
            return None
        share = self.marking.common
        return (Decimal(100 * share.numerator) / share.denominator).quantize(
            Decimal("0.1"), ROUND_HALF_UP
        )


def reviewed_units(quarter: Quarter, user: User) -> QuerySet[Unit]:
    """Units in which marks of the quarter stand, of those whose people the account sees."""
    marked = _steps(quarter).values("record__assessee__unit")
    units = Unit.objects.with_people_visible_to(user).filter(pk__in=marked)
    return units.order_by("code")


def markings_of(quarter: Quarter, units: Collection[Unit]) -> list[Marked]:
    """Level by level, the whole level before its reviewers where there are several."""
    given = _given(quarter, units)
    rows = []
    for unit in units:
        for role in REVIEWER_ROLES:
            of_level = given.get((unit.pk, role), {})
            label = str(Role(role).label)
            if len(of_level) > 1:
                together = [mark for marks in of_level.values() for mark in marks]
                rows.append(_marked(unit, label, None, together))
            for reviewer in sorted(of_level, key=str):
                rows.append(_marked(unit, label, reviewer, of_level[reviewer]))
    return rows


def _marked(unit: Unit, level: str, reviewer: User | None, marks: Sequence[Fraction]) -> Marked:
    marking = marking_of(marks) if len(marks) >= FEWEST_MARKED else None
    return Marked(unit, level, reviewer, len(marks), marking)


def _steps(quarter: Quarter) -> QuerySet[ReviewStep]:
    """Steps of the quarter whose sheets stand."""
    return ReviewStep.objects.filter(
        record__quarter=quarter, sheet__isnull=False, sheet__withdrawn_at__isnull=True
    )


def _given(quarter: Quarter, units: Collection[Unit]) -> Given:
    steps = (
        _steps(quarter)
        .filter(record__assessee__unit__in=units)
        .select_related("sheet", "reviewer", "record__assessee")
        # As the reviewer's batch lists them.
        .order_by("record__section__code", "record__assessee__key")
    )
    fields: dict[int, Mapping[str, Field]] = {}
    systems = IndicatorSystem.objects.in_bulk({one.record.assessee.system_id for one in steps})
    given: dict[tuple[int, str], dict[User, list[Fraction]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for step in steps:
        person = step.record.assessee
        if person.system_id not in fields:
            fields[person.system_id] = marked_fields(systems[person.system_id])
        assert step.sheet is not None
        share = _share(step.sheet, fields[person.system_id])
        if share is not None:
            given[person.unit_id, step.role][step.reviewer].append(share)
    return given


def _share(sheet: ScoreSheet, fields: Mapping[str, Field]) -> Fraction | None:
    """What was given of full marks, in percent by the weights of the leaves."""
    marks = {
        code: mark for code, mark in marks_of(sheet, fields).items() if not fields[code].is_bonus
    }
    full = sum((Fraction(fields[code].weight) for code in marks), Fraction(0))
    if not full:
        return None
    got = (fields[code].share(mark) * Fraction(fields[code].weight) for code, mark in marks.items())
    return 100 * sum(got, Fraction(0)) / full
