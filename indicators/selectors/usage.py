"""How an indicator was used: its figures over the years."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.models import Indicator, ReportedValue
from indicators.rules.effectiveness import Spread, spread_of
from indicators.rules.measures import MeasureError, convert
from indicators.rules.periods import last_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from organization.models import User

Figures = dict[tuple[int, int], tuple[str, Decimal]]


def yearly_spreads(indicator: Indicator, user: "User") -> list[tuple[int, Spread]]:
    """The spread of the figures that the account sees, year by year."""
    values = ReportedValue.objects.visible_to(user).filter(indicator=indicator)
    by_year: dict[int, list[Decimal]] = defaultdict(list)
    for year, found in _by_year(values, {indicator.pk: indicator.unit_of_measure}).items():
        by_year[year] = [figure for _period, figure in found.values()]
    spreads = ((year, spread_of(figures)) for year, figures in sorted(by_year.items()))
    return [(year, spread) for year, spread in spreads if spread is not None]


def figures_of_year(
    indicators: Iterable[Indicator], year: int, user: "User"
) -> dict[int, dict[int, Decimal]]:
    """By indicator and unit, the last figure of a year; the yearly one before that of a part."""
    measures = {one.pk: one.unit_of_measure for one in indicators}
    values = ReportedValue.objects.visible_to(user).filter(
        indicator__in=measures, period__startswith=str(year)
    )
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for (indicator, unit), (_period, figure) in _by_year(values, measures).get(year, {}).items():
        found[indicator][unit] = figure
    return found


def _by_year(values: "QuerySet[ReportedValue]", measures: dict[int, str]) -> dict[int, Figures]:
    """By year, then by indicator and unit: the last period with its figure, in one measure."""
    actual = values.filter(series=ReportedValue.Series.ACTUAL, unit__isnull=False)
    by_year: dict[int, Figures] = defaultdict(dict)
    rows = actual.order_by().values_list("indicator", "unit", "period", "value", "unit_of_measure")
    for indicator, unit, period, value, measure in rows:
        try:
            figure = convert(value, measure, measures[indicator])
        except MeasureError:
            continue
        figures = by_year[int(period[:4])]
        before = figures.get((indicator, unit))
        if before is None or _later(period, before[0]):
            figures[indicator, unit] = period, figure
    return by_year


def _later(period: str, other: str) -> bool:
    """Whether a period ends later; of two with the same end the longer one counts."""
    return (last_day(period), -len(period)) > (last_day(other), -len(other))
