"""Figures, events and points laid side by side: across units, over time, and against each other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from collection.models import UnitEvent
from dailyreview.models import MeritLine
from dailyreview.rules.relations import Relation, adjusted, spearman
from indicators.models import Indicator, ReportedValue
from indicators.rules.measures import MeasureError
from indicators.rules.periods import first_day, last_day
from organization.models import DOMAIN_ROLES, Cadre, CategoryMembership, Unit, User

YEARS = 5
Cells = dict[tuple[int, str], Decimal]


@dataclass(frozen=True)
class PivotRow:
    """A unit or a category with its figure of each period, None where there is none."""

    name: str
    cells: Sequence[Decimal | None]


@dataclass(frozen=True)
class RelationRow:
    """An indicator beside the points of the units' people: how closely they go together."""

    indicator: Indicator
    relation: Relation
    adjusted: float | None


@dataclass(frozen=True)
class PersonTrend:
    """The points of a person by year, beside the figures of the unit."""

    unit: Unit | None
    years: Sequence[int]
    points: Sequence[Decimal | None]
    figures: Sequence[tuple[Indicator, Sequence[Decimal | None]]]


def periods_of(year: int | None, today: dt.date) -> list[str]:
    """The quarters of a year, or the last years."""
    if year:
        return [f"{year}Q{number}" for number in range(1, 5)]
    return [str(one) for one in range(today.year - YEARS + 1, today.year + 1)]


def units_answered_for(user: User) -> list[Unit]:
    """Units of the domains that the account answers for as office or committee."""
    units = Unit.objects.filter(is_active=True)
    if not user.answers_for_all_domains(DOMAIN_ROLES):
        units = units.filter(domain__in=user.domain_keys(DOMAIN_ROLES))
    return list(units.order_by("domain__position", "code"))


def pivot(
    measure: str, indicator: Indicator | None, periods: Sequence[str], by: str, user: User
) -> list[PivotRow]:
    """Rows by periods: the figure of an indicator, confirmed events, or points of people.

    Args:
        measure: of MEASURES.
        by: "unit", or "category" for the mean of its units that have a figure.
    """
    units = units_answered_for(user)
    cells = MEASURES[measure](indicator, periods, units, user)
    if by == "category":
        return _by_category(cells, periods, units)
    told = {unit for unit, _period in cells}
    return [
        PivotRow(unit.label, [cells.get((unit.pk, period)) for period in periods])
        for unit in units
        if unit.pk in told
    ]


def relation_rows(year: int, user: User) -> list[RelationRow]:
    """The points of the units' people in a year against each figure of the year."""
    units = units_answered_for(user)
    points = _points(None, [str(year)], units, user)
    values = ReportedValue.objects.visible_to(user).filter(
        period=str(year), series=ReportedValue.Series.ACTUAL, unit__in=units
    )
    pairs: dict[Indicator, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for value in values.select_related("indicator"):
        of_people, of_unit = points.get((value.unit_id or 0, str(year))), _own(value)
        if of_people is not None and of_unit is not None:
            pairs[value.indicator].append((of_people, of_unit))
    found = [
        (indicator, spearman([float(x) for x, _y in both], [float(y) for _x, y in both]))
        for indicator, both in pairs.items()
    ]
    chances = iter(adjusted([one.p for _indicator, one in found if one.p is not None]))
    rows = [
        RelationRow(indicator, one, None if one.p is None else next(chances))
        for indicator, one in found
    ]
    return sorted(rows, key=lambda row: -abs(row.relation.rho or 0))


def person_trend(cadre: Cadre, user: User) -> PersonTrend:
    """One person's points by year beside the figures of the unit of the newest fact."""
    lines = MeritLine.objects.visible_to(user).filter(entry__cadre=cadre)
    sums = dict(
        lines.order_by()
        .values_list("entry__year")
        .annotate(total=Sum("points"))
        .values_list("entry__year", "total")
    )
    newest = lines.select_related("entry__unit").order_by("-entry__happened_on").first()
    unit = newest.entry.unit if newest else None
    years = sorted(sums)
    values = ReportedValue.objects.visible_to(user).filter(
        unit=unit,
        unit__isnull=False,
        series=ReportedValue.Series.ACTUAL,
        period__in=map(str, years),
    )
    figures: dict[Indicator, dict[str, Decimal]] = defaultdict(dict)
    for value in values.select_related("indicator").order_by("indicator__code"):
        if (figure := _own(value)) is not None:
            figures[value.indicator][value.period] = figure
    return PersonTrend(
        unit,
        years,
        [sums[year] for year in years],
        [(one, [of.get(str(year)) for year in years]) for one, of in figures.items()],
    )


def _figures(
    indicator: Indicator | None, periods: Sequence[str], units: Sequence[Unit], user: User
) -> Cells:
    values = ReportedValue.objects.visible_to(user).filter(
        indicator=indicator,
        period__in=periods,
        series=ReportedValue.Series.ACTUAL,
        unit__in=units,
    )
    found = {
        (value.unit_id, value.period): _own(value)
        for value in values.select_related("indicator")
        if value.unit_id
    }
    return {key: value for key, value in found.items() if value is not None}


def _own(value: ReportedValue) -> Decimal | None:
    """A figure in the indicator's own unit of measure; none where it was kept in another kind."""
    measure = value.indicator.unit_of_measure
    try:
        return value.in_measure(measure) if measure else value.value
    except MeasureError:
        return None


def _events(
    _indicator: Indicator | None, periods: Sequence[str], units: Sequence[Unit], user: User
) -> Cells:
    """Events for the unit less those against it."""
    events = UnitEvent.objects.visible_to(user).confirmed().filter(unit__in=units)
    rows = events.filter(happened_on__range=_span(periods)).select_related("kind")
    amounts = (
        (one.unit_id, one.happened_on, one.counts_as if one.kind.adds else -one.counts_as)
        for one in rows
    )
    return _summed(amounts, periods)


def _points(
    _indicator: Indicator | None, periods: Sequence[str], units: Sequence[Unit], user: User
) -> Cells:
    """The achievement points of the people who served at the unit."""
    lines = MeritLine.objects.visible_to(user).filter(entry__unit__in=units)
    rows = lines.filter(entry__happened_on__range=_span(periods)).order_by()
    return _summed(rows.values_list("entry__unit", "entry__happened_on", "points"), periods)


def _summed(rows: Iterable[tuple[int, dt.date, Decimal]], periods: Sequence[str]) -> Cells:
    spans = [(period, first_day(period), last_day(period)) for period in periods]
    found: Cells = defaultdict(Decimal)
    for unit, day, amount in rows:
        for period, first, last in spans:
            if first <= day <= last:
                found[unit, period] += amount
    return dict(found)


def _span(periods: Sequence[str]) -> tuple[dt.date, dt.date]:
    return first_day(periods[0]), last_day(periods[-1])


def _by_category(cells: Cells, periods: Sequence[str], units: Sequence[Unit]) -> list[PivotRow]:
    today = last_day(periods[-1])
    kept = CategoryMembership.objects.on(today).filter(unit__in=units)
    names = dict(kept.values_list("unit", "category__name"))
    groups: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for (unit, period), value in cells.items():
        groups[names.get(unit) or "—", period].append(value)
    return [
        PivotRow(name, [_mean(groups.get((name, period), [])) for period in periods])
        for name in sorted({name for name, _period in groups})
    ]


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.01")) if values else None


MEASURES: Mapping[str, Callable[[Indicator | None, Sequence[str], Sequence[Unit], User], Cells]] = {
    "figure": _figures,
    "events": _events,
    "points": _points,
}
