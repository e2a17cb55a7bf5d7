"""Reported values: what source departments say was achieved, in each leaf's own unit of measure."""

from collections.abc import Iterable

import pandas as pd
from django.db.models import Q

from assessment.sources.base import Evidence, Scope
from indicators.models import ReportedValue, SystemNode
from indicators.models.reviews import counting
from indicators.rules.measures import convert
from indicators.rules.periods import previous_year
from indicators.selectors.values import stated_series
from scoring import RULES

ACTUAL, TARGET, BENCHMARK, AVERAGE, BEST = (series.value for series in ReportedValue.Series)
PREVIOUS = "previous"
# Beside the actual value; a rule that reads a series may carry a fixed number instead.
OPTIONAL_SERIES = (TARGET, PREVIOUS, BENCHMARK)
COLUMNS = ["indicator", "unit", "series", "value", "measure"]


class ReportedSource:
    """The indicator's figures for the period of the cycle, and what its rule compares them with."""

    def collect(self, scope: Scope) -> Evidence:
        """Read actual values and only those further series that some leaf's rule needs."""
        wanted = pd.DataFrame(
            [
                (leaf.pk, series, leaf.indicator.unit_of_measure if leaf.indicator else "")
                for leaf in scope.leaves
                for series in series_of(leaf)
            ],
            columns=["leaf", "series", "own_measure"],
        )
        figures = _figures(scope, set(wanted["series"]))
        cells = scope.concerned().merge(wanted, on="leaf")
        own = cells.merge(figures.dropna(subset="unit"), on=["indicator", "unit", "series"])
        common = cells.merge(
            figures[figures["unit"].isna()].drop(columns="unit"), on=["indicator", "series"]
        )
        # A benchmark of the unit itself comes before the one that holds for everybody.
        found = pd.concat([own, common]).drop_duplicates(["key", "node", "series"])
        columns = (
            found[name].to_numpy(dtype=object) for name in ("value", "measure", "own_measure")
        )
        values = [
            str(convert(value, measure, own_measure) if own_measure else value)
            for value, measure, own_measure in zip(*columns, strict=True)
        ]
        table = found[["key", "node", "series"]].rename(columns={"key": "assessee"})
        table["value"] = pd.Series(values, index=table.index, dtype=object)
        return Evidence(values=table)


def series_of(leaf: SystemNode) -> list[str]:
    """Series that the leaf's rule reads; a fixed number among its parameters replaces a series."""
    rule = RULES[leaf.rule]
    stated = stated_series(leaf)
    if stated in {AVERAGE, BEST}:
        return [ACTUAL, stated]
    read = {*rule.series, *rule.optional_series}
    return [ACTUAL] + [
        name for name in OPTIONAL_SERIES if name in read and leaf.params.get(name, "") == ""
    ]


def _figures(scope: Scope, series: Iterable[str]) -> pd.DataFrame:
    """Figures of the cycle's period; last year's actual values stand as the series `previous`.

    A figure under review is left out, of either year: it is missing until it is cleared (IND-05).
    """
    period = scope.cycle.period
    wanted = Q(period=period, series__in=set(series) - {PREVIOUS})
    if PREVIOUS in series:
        wanted |= Q(period=previous_year(period), series=ACTUAL)
    concerned = Q(unit__in=scope.members().values("unit")) | Q(unit__isnull=True)
    rows = ReportedValue.objects.filter(
        wanted,
        concerned,
        counting(),
        indicator__in={leaf.indicator_id for leaf in scope.leaves},
    ).values_list("indicator_id", "unit_id", "series", "value", "unit_of_measure", "period")
    figures = pd.DataFrame(list(rows), columns=[*COLUMNS, "period"])
    figures.loc[figures["period"] != period, "series"] = PREVIOUS
    return figures.drop(columns="period").astype({"unit": "Int64"})
