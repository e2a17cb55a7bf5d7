"""Patterns in the grades of units that are worth a look: turns, and grades that all look alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from assessment.models import GradeDecision, SchemeGrade
from dailyreview.models import DailyPlan, Quarter
from dailyreview.rules.turns import FEWEST_GRADED, FEWEST_QUARTERS, Turns, difference, turns
from organization.models import Unit, User

# Nearly everybody has the same grade: two people differ less than a quarter as often as they could.
FLAT = Fraction(1, 4)
# By quarter the place of each person's grade.
Series = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True)
class UnitPattern:
    """What the grades of a unit's people look like.

    Attributes:
        people: with a grade in the newest quarter.
        turns: over the last quarters, of those graded in each; None where there is too little.
        differ, relative: how probable two people differ in the newest quarter, and that as a share
            of the most; None with too few people.
    """

    unit: Unit
    people: int
    turns: Turns | None
    differ: Fraction | None
    relative: Fraction | None

    @property
    def expected(self) -> Decimal:
        """Repeats by chance, to one decimal."""
        assert self.turns is not None
        return (Decimal(self.turns.expected.numerator) / self.turns.expected.denominator).quantize(
            Decimal("0.1")
        )

    @property
    def chance(self) -> str:
        """How probable so few repeats are, as it is read."""
        assert self.turns is not None
        rounded = round(self.turns.p * 100, 1)
        return f"{float(rounded):.1f}%" if self.turns.p * 1000 >= 1 else "<0.1%"

    @property
    def differ_percent(self) -> int:
        """How often two people differ, in whole percent."""
        return round((self.differ or Fraction(0)) * 100)

    @property
    def is_flat(self) -> bool:
        """Whether nearly everybody has the same grade."""
        return self.relative is not None and self.relative < FLAT

    @property
    def is_worth_a_look(self) -> bool:
        """Whether anything here should be asked about."""
        return self.is_flat or bool(self.turns and self.turns.is_worth_a_look)


def last_quarters(plan: DailyPlan) -> QuerySet[Quarter]:
    """The quarters that turns are looked for in, newest first: of this year and the one before."""
    quarters = Quarter.objects.filter(plan__domain=plan.domain_id).filter(
        Q(plan=plan) | Q(plan__year=plan.year - 1)
    )
    decided = quarters.filter(cycle__assessees__decisions__superseded_by=None)
    decided = decided.filter(cycle__assessees__decisions__isnull=False).distinct()
    return decided.order_by("-plan__year", "-number")[:FEWEST_QUARTERS]


def patterns_of(plan: DailyPlan, user: User) -> list[UnitPattern]:
    """A row for each unit the account sees the people of, what is worth a look first."""
    quarters = list(last_quarters(plan).select_related("plan"))
    if not quarters:
        return []
    kinds = SchemeGrade.objects.filter(scheme=quarters[0].plan.scheme_id).count()
    visible = Unit.objects.with_people_visible_to(user)
    series = _series(quarters, visible)
    units = Unit.objects.in_bulk(series)
    rows = [
        _pattern(units[unit], [found.get(quarter.pk, {}) for quarter in quarters], kinds)
        for unit, found in series.items()
    ]
    return sorted(rows, key=lambda row: (not row.is_worth_a_look, row.unit.code))


def _series(quarters: Sequence[Quarter], units: QuerySet[Unit]) -> Mapping[int, Series]:
    places = {
        (scheme, code): position
        for scheme, code, position in SchemeGrade.objects.filter(
            scheme__in={quarter.plan.scheme_id for quarter in quarters}
        ).values_list("scheme", "code", "position")
    }
    schemes = {quarter.pk: quarter.plan.scheme_id for quarter in quarters}
    decisions = GradeDecision.objects.in_force().filter(
        assessee__quarter_record__quarter__in=quarters,
        assessee__unit__in=units,
        assessee__appointment__isnull=False,
    )
    found: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for unit, quarter, cadre, grade in decisions.values_list(
        "assessee__unit",
        "assessee__quarter_record__quarter",
        "assessee__appointment__cadre",
        "grade",
    ):
        found[unit][quarter][cadre] = places[schemes[quarter], grade]
    return found


def _pattern(unit: Unit, newest_first: Sequence[Mapping[int, int]], kinds: int) -> UnitPattern:
    now = list(newest_first[0].values())
    differ = relative = None
    if len(now) >= FEWEST_GRADED:
        differ, relative = difference(now, kinds)
    # Who came or left meanwhile could not have held it in every quarter.
    stayed = set(newest_first[0]).intersection(*newest_first[1:])
    holders = [{one for one in stayed if found[one] == 1} for found in reversed(newest_first)]
    pattern = turns(len(stayed), holders) if any(holders) else None
    return UnitPattern(
        unit=unit,
        people=len(now),
        turns=pattern if pattern and pattern.is_shown else None,
        differ=differ,
        relative=relative,
    )
