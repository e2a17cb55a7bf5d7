"""Patterns in the grades of units that are worth a look: turns, and grades that all look alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from assessment.models import GradeDecision, Result, SchemeGrade
from dailyreview.models import DailyPlan, Quarter
from dailyreview.rules.close_calls import CloseCalls, close_calls
from dailyreview.rules.many import FALSE_SHARE, adjusted
from dailyreview.rules.turns import FEWEST_GRADED, FEWEST_QUARTERS, Turns, difference, turns
from organization.models import Unit, User

# Nearly everybody has the same grade: two people differ less than a quarter as often as they could.
FLAT = Fraction(1, 4)


class Graded(NamedTuple):
    """The place of a person's grade, 1 for the best, with what it was decided on."""

    place: int
    total: Decimal | None
    identity_class: str


# By quarter the grade of each person.
Series = Mapping[int, Mapping[int, Graded]]


@dataclass(frozen=True)
class Found:
    """What the grades of one unit's people look like, before it stands among the others.

    Attributes:
        people: with a grade in the newest quarter.
        turns: over the last quarters, of those graded in each; None where there is too little.
        close: the close calls in the same quarters; None where there are too few.
        differ, relative: how probable two people differ in the newest quarter, and that as a share
            of the most; None with too few people.
    """

    unit: Unit
    people: int
    turns: Turns | None
    close: CloseCalls | None
    differ: Fraction | None
    relative: Fraction | None


@dataclass(frozen=True)
class UnitPattern(Found):
    """The same among all units that were tested.

    Attributes:
        goes_round, skips: whether turns, and close calls, are still rare among so many units.
    """

    goes_round: bool
    skips: bool

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
        return _read(self.turns.p)

    @property
    def close_chance(self) -> str:
        """How probable it is that so few at the line got it again, as it is read."""
        assert self.close is not None
        return _read(self.close.p)

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
        return self.is_flat or self.goes_round or self.skips


@dataclass(frozen=True)
class Patterns:
    """The units, what is worth a look first, and how many of them were tested for what."""

    units: Sequence[UnitPattern]
    turns_tested: int
    close_tested: int


def last_quarters(plan: DailyPlan) -> QuerySet[Quarter]:
    """The quarters that turns are looked for in, newest first: of this year and the one before."""
    quarters = Quarter.objects.filter(plan__domain=plan.domain_id).filter(
        Q(plan=plan) | Q(plan__year=plan.year - 1)
    )
    decisions = GradeDecision.objects.in_force().filter(assessee__cycle=OuterRef("cycle"))
    decided = quarters.filter(Exists(decisions))
    return decided.order_by("-plan__year", "-number")[:FEWEST_QUARTERS]


def patterns_of(plan: DailyPlan, user: User) -> Patterns:
    """The units the account sees the people of, each judged as one of all that were tested."""
    quarters = list(last_quarters(plan).select_related("plan"))
    if not quarters:
        return Patterns([], 0, 0)
    kinds = SchemeGrade.objects.filter(scheme=quarters[0].plan.scheme_id).count()
    visible = Unit.objects.with_people_visible_to(user)
    series = _series(quarters, visible)
    units = Unit.objects.in_bulk(series)
    found = [
        _found(units[unit], [of_unit.get(quarter.pk, {}) for quarter in quarters], kinds)
        for unit, of_unit in series.items()
    ]
    rare_turns = _rare({one.unit.pk: one.turns.p for one in found if one.turns})
    rare_close = _rare({one.unit.pk: one.close.p for one in found if one.close})
    patterns = [
        UnitPattern(
            **vars(one),
            goes_round=rare_turns.get(one.unit.pk, False),
            skips=rare_close.get(one.unit.pk, False),
        )
        for one in found
    ]
    patterns.sort(key=lambda one: (not one.is_worth_a_look, one.unit.code))
    return Patterns(patterns, len(rare_turns), len(rare_close))


def _rare(chances: Mapping[int, Fraction]) -> dict[int, bool]:
    """By unit whether its chance is still small among those of all."""
    among_all = adjusted(list(chances.values()))
    return {unit: p <= FALSE_SHARE for unit, p in zip(chances, among_all, strict=True)}


def _series(quarters: Sequence[Quarter], units: QuerySet[Unit]) -> Mapping[int, Series]:
    places = {
        (scheme, code): position
        for scheme, code, position in SchemeGrade.objects.filter(
            scheme__in={quarter.plan.scheme_id for quarter in quarters}
        ).values_list("scheme", "code", "position")
    }
    schemes = {quarter.pk: quarter.plan.scheme_id for quarter in quarters}
    decided_on = Result.objects.filter(group__run=OuterRef("run"), assessee=OuterRef("assessee"))
    decisions = GradeDecision.objects.in_force().filter(
        assessee__quarter_record__quarter__in=quarters,
        assessee__unit__in=units,
        assessee__appointment__isnull=False,
    )
    found: dict[int, dict[int, dict[int, Graded]]] = defaultdict(lambda: defaultdict(dict))
    for unit, quarter, cadre, grade, total, identity_class in decisions.values_list(
        "assessee__unit",
        "assessee__quarter_record__quarter",
        "assessee__appointment__cadre",
        "grade",
        Subquery(decided_on.values("total")[:1]),
        "assessee__identity_class",
    ):
        graded = Graded(places[schemes[quarter], grade], total, identity_class)
        found[unit][quarter][cadre] = graded
    return found


def _found(unit: Unit, newest_first: Sequence[Mapping[int, Graded]], kinds: int) -> Found:
    now = [one.place for one in newest_first[0].values()]
    differ = relative = None
    if len(now) >= FEWEST_GRADED:
        differ, relative = difference(now, kinds)
    # Who came or left meanwhile could not have held it in every quarter.
    stayed = set(newest_first[0]).intersection(*newest_first[1:])
    oldest_first = newest_first[::-1]
    holders = [{one for one in stayed if found[one].place == 1} for found in oldest_first]
    pattern = turns(len(stayed), holders) if any(holders) else None
    is_enough = len(newest_first) == FEWEST_QUARTERS and all(newest_first)
    close = _close_calls(oldest_first) if is_enough else None
    return Found(
        unit=unit,
        people=len(now),
        turns=pattern if pattern and pattern.is_shown else None,
        close=close if close and close.is_shown else None,
        differ=differ,
        relative=relative,
    )


def _close_calls(oldest_first: Sequence[Mapping[int, Graded]]) -> CloseCalls:
    """Of each identity class by itself: a quota for each of them draws a line for each of them."""
    classes = {one.identity_class for found in oldest_first for one in found.values()}
    return close_calls(
        [
            {
                person: (one.place == 1, one.total)
                for person, one in found.items()
                if one.identity_class == name and one.total is not None
            }
            for found in oldest_first
        ]
        for name in sorted(classes)
    )


def _read(chance: Fraction) -> str:
    rounded = round(chance * 100, 1)
    return f"{float(rounded):.1f}%" if chance * 1000 >= 1 else "<0.1%"
