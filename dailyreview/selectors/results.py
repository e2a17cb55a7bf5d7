"""Decided grades, counted: a quarter by class and unit, a unit over the quarters, a person's own.

Nothing here knows points or places: whoever sees these pages sees grades (G-26).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet

from assessment.models import Assessee, GradeDecision, Publication, SchemeGrade
from dailyreview.models import DailyPlan, Quarter, QuarterRecord
from dailyreview.rules.spreads import Spread, together
from organization.models import PEOPLE_ROLES, Cadre, Category, Unit, User

LAST_QUARTERS = 8
# With fewer the class would tell the grades of the one other unit.
FEWEST_UNITS = 3
# As many bars as stand legibly on one sheet of A4.
UNITS_A_CHART = 24
# By quarter, class and unit.
Key = tuple[int, int, int]


@dataclass(frozen=True)
class UnitSpread:
    """The grades of one unit's people in a quarter, and its class on the day it was opened."""

    unit: Unit
    category: Category
    spread: Spread


@dataclass(frozen=True)
class ClassPart:
    """Units of one class, as many as one chart shows, in the order of their codes.

    Attributes:
        units: those of this part, from the `first` one of `size` in the class.
        whole: the grades of all units of the class that the account sees.
    """

    category: Category
    units: Sequence[UnitSpread]
    first: int
    size: int
    whole: Spread

    @property
    def last(self) -> int:
        """The place of the last unit of this part."""
        return self.first + len(self.units) - 1

    @property
    def is_whole(self) -> bool:
        """Whether the class has no other part."""
        return len(self.units) == self.size


@dataclass(frozen=True)
class UnitQuarterSpread:
    """A quarter of one unit; `of_class` is None where too few units would be told by it."""

    quarter: Quarter
    spread: Spread
    of_class: Spread | None


@dataclass(frozen=True)
class PersonGrade:
    """The published grade of a person in a quarter, by its place among the grades, best first."""

    quarter: Quarter
    place: int
    names: tuple[str, ...]

    @property
    def grade(self) -> str:
        """The grade as it is called."""
        return self.names[self.place]


def quarter_rows(quarter: Quarter, user: User) -> list[UnitSpread]:
    """The units of a quarter by class and code, in a constant number of queries."""
    visible = Unit.objects.with_people_visible_to(user)
    found = _spreads([quarter], Assessee.objects.filter(unit__in=visible))
    categories = Category.objects.in_bulk({category for _quarter, category, _unit in found})
    units = Unit.objects.in_bulk({unit for _quarter, _category, unit in found})
    rows = [
        UnitSpread(units[unit], categories[category], spread)
        for (_quarter, category, unit), spread in found.items()
    ]
    return sorted(rows, key=_by_class)


def unit_spread(quarter: Quarter, unit: Unit) -> Spread | None:
    """The decided grades of one unit in a quarter; None where nobody of it takes part."""
    found = _spreads([quarter], Assessee.objects.filter(unit=unit))
    return together(found.values()) if found else None


def _by_class(row: UnitSpread) -> tuple[int, str, str]:
    return row.category.position, row.category.code, row.unit.code


def quarter_parts(quarter: Quarter, user: User) -> list[ClassPart]:
    """The same for charts: no two classes in one, and no more units than it shows legibly."""
    by_class = groupby(quarter_rows(quarter, user), key=lambda row: row.category)
    return [part for category, rows in by_class for part in _parts(category, list(rows))]


def _parts(category: Category, rows: Sequence[UnitSpread]) -> list[ClassPart]:
    whole = together(row.spread for row in rows)
    return [
        ClassPart(category, rows[at : at + UNITS_A_CHART], at + 1, len(rows), whole)
        for at in range(0, len(rows), UNITS_A_CHART)
    ]


def units_led_by(user: User) -> QuerySet[Unit]:
    """Units with a daily review whose people the account sees by its post in them."""
    took_part = Assessee.objects.filter(quarter_record__isnull=False)
    led = Unit.objects.filter(pk__in=user.unit_keys(PEOPLE_ROLES))
    return led.filter(pk__in=took_part.values("unit"))


def sees_unpublished(unit: Unit, user: User) -> bool:
    """Whether grades count for the account as soon as they are decided: for the office they do."""
    return DailyPlan.objects.visible_to(user).filter(domain=unit.domain_id).exists()


def unit_quarters(unit: Unit, *, published: bool) -> list[UnitQuarterSpread]:
    """The last quarters of a unit beside its class, oldest first; constant in queries.

    Args:
        published: whether only published grades count.
    """
    quarters = list(
        Quarter.objects.filter(pk__in=_records(unit).values("quarter"))
        .select_related("plan", "cycle")
        .order_by("-plan__year", "-number")[:LAST_QUARTERS]
    )[::-1]
    categories = Assessee.objects.filter(quarter_record__quarter__in=quarters, unit=unit)
    of_classes = Assessee.objects.filter(category__in=categories.values("category"))
    found = _spreads(quarters, of_classes, published=published)
    rows = []
    for quarter in quarters:
        own = next(key for key in found if key[0] == quarter.pk and key[2] == unit.pk)
        beside = [spread for key, spread in found.items() if key[:2] == own[:2] and spread.graded]
        of_class = together(beside) if len(beside) >= FEWEST_UNITS else None
        rows.append(UnitQuarterSpread(quarter, found[own], of_class))
    return rows


def _records(unit: Unit) -> QuerySet[QuarterRecord]:
    return QuarterRecord.objects.filter(assessee__unit=unit)


def by_grades(rows: Iterable[UnitQuarterSpread]) -> list[list[UnitQuarterSpread]]:
    """Rows in a run of quarters with the same grades: only these fit into one chart."""
    return [list(same) for _names, same in groupby(rows, key=lambda row: row.spread.names)]


def grades_of(cadre: Cadre, user: User) -> list[list[PersonGrade]]:
    """A person's published grades that the account sees, oldest first, by the grades there were."""
    records = (
        QuarterRecord.objects.visible_to(user)
        .filter(assessee__appointment__cadre=cadre)
        .graded()
        .with_decisions()
        .select_related("quarter__plan", "quarter__cycle")
        .order_by("-quarter__plan__year", "-quarter__number")[:LAST_QUARTERS]
    )
    newest_first = list(records)
    ladders = _ladders({record.quarter.plan.scheme_id for record in newest_first})
    grades = []
    for record in reversed(newest_first):
        ladder = ladders[record.quarter.plan.scheme_id]
        place = list(ladder).index(record.grade_code)  # type: ignore[attr-defined]
        grades.append(PersonGrade(record.quarter, place, tuple(ladder.values())))
    return [list(same) for _names, same in groupby(grades, key=lambda one: one.names)]


def _ladders(schemes: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """By scheme its grades, code to name, the best first."""
    ladders: dict[int, dict[str, str]] = defaultdict(dict)
    grades = SchemeGrade.objects.filter(scheme__in=schemes).order_by("position")
    for scheme, code, name in grades.values_list("scheme", "code", "name"):
        ladders[scheme][code] = name
    return ladders


def _spreads(
    quarters: Sequence[Quarter], people: QuerySet[Assessee], *, published: bool = False
) -> Mapping[Key, Spread]:
    """The grades of some people, counted by quarter, class and unit."""
    ladders = _ladders({quarter.plan.scheme_id for quarter in quarters})
    names = {quarter.pk: ladders[quarter.plan.scheme_id] for quarter in quarters}
    people = people.filter(quarter_record__quarter__in=quarters).order_by()
    decisions = GradeDecision.objects.in_force().filter(assessee__in=people).order_by()
    if published:
        open_to_units = Publication.objects.filter(group__results__assessee=OuterRef("assessee"))
        decisions = decisions.filter(Exists(open_to_units))
    counts: dict[Key, dict[str, int]] = defaultdict(dict)
    for *key, grade, count in decisions.values_list(
        "assessee__quarter_record__quarter", "assessee__category", "assessee__unit", "grade"
    ).annotate(Count("pk")):
        counts[tuple(key)][grade] = count
    found = {}
    for *key, size in people.values_list("quarter_record__quarter", "category", "unit").annotate(
        Count("pk")
    ):
        given = counts[tuple(key)]
        ladder = names[key[0]]
        found[tuple(key)] = Spread(
            tuple(ladder.values()),
            tuple(given.get(code, 0) for code in ladder),
            size - sum(given.values()),
        )
    return found
