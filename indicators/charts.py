"""Charts of the pages of figures as ECharts options (`organization/charts.py`)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

from indicators.rules.effectiveness import Spread
from indicators.rules.yardsticks import place_between
from indicators.selectors.gaps import Gap
from organization.charts import (
    ACCENT,
    CATEGORY,
    INK,
    INK_2,
    LINE,
    PAPER,
    Chart,
    Option,
    base,
    legend,
    name_axis,
    period_axis,
    thin,
)

Dots: TypeAlias = list[list[float]]
ROW_HEIGHT = 34
OPEN_CIRCLE = {"color": "rgba(0,0,0,0)", "borderColor": INK, "borderWidth": 1.5, "opacity": 1}


def unit_gap_chart(gaps: Sequence[Gap]) -> Chart | None:
    """One unit over its indicators, each row from the worst figure to the best of the category.

    None where no row has any spread to show.
    """
    rows = [gap for gap in gaps if _place(gap, gap.best) is not None]
    if not rows:
        return None
    spread = [(gap, gap.field.spread) for gap in rows]
    dots = [
        [place, row]
        for row, (gap, values) in enumerate(spread)
        for place in sorted({_place(gap, value) or 0.0 for value in values})
    ]
    axis = {
        "type": "value",
        "min": 0,
        "max": 100,
        "interval": 50,
        "axisLabel": {"show": False},
        "splitLine": {"lineStyle": {"color": LINE}},
    }
    marks = [
        _dots(_("Units"), dots, "circle", 7, {"color": CATEGORY, "opacity": 0.55}),
        *_marks(
            [_place(gap, gap.average) for gap in rows],
            [_place(gap, gap.best) for gap in rows],
            [_place(gap, gap.value) for gap in rows],
        ),
    ]
    names = [gap.leaf.node.name for gap in rows]
    label = _("Own figures between the worst (left) and the best (right) of the units")
    return _chart(axis, names, marks, label)


def leaf_gap_chart(gaps: Sequence[Gap], chosen: int | None) -> Chart | None:
    """One indicator over the units, in its own measure; None where nobody has a figure.

    Args:
        chosen: key of the unit that is marked.
    """
    rows = [gap for gap in gaps if gap.value is not None]
    if not rows:
        return None
    others = _one_a_row(None if gap.unit.pk == chosen else gap.value for gap in rows)
    axis = {
        "type": "value",
        "scale": True,
        # Or the best would lie on the edge.
        "boundaryGap": ["4%", "4%"],
        "axisLabel": {"color": INK_2},
        "splitLine": {"lineStyle": {"color": LINE}},
    }
    marks = [
        _dots(_("Units"), others, "circle", 9, {"color": CATEGORY, "opacity": 1}),
        *_marks(
            [gap.average for gap in rows],
            [gap.best if gap.value == gap.best else None for gap in rows],
            [gap.value if gap.unit.pk == chosen else None for gap in rows],
        ),
    ]
    return _chart(axis, [gap.unit.label for gap in rows], marks, rows[0].leaf.node.name)


def _chart(axis: Option, names: list[str], marks: list[Option], label: str) -> Chart:
    shown = [_("Units"), thin(_("Average")), _("Best"), _("Chosen unit")]
    option = {
        **base(),
        "legend": legend() | {"data": shown},
        "grid": {"left": 8, "right": 26, "top": 34, "bottom": 24, "containLabel": True},
        "xAxis": axis,
        "yAxis": name_axis(names),
        "series": marks,
    }
    return Chart(option, 64 + ROW_HEIGHT * len(names), label)


def _marks(
    averages: Iterable[Decimal | float | None],
    bests: Iterable[Decimal | float | None],
    own: Iterable[Decimal | float | None],
) -> list[Option]:
    """The average as a thin line, the best as an open circle, the own figure in blue."""
    return [
        _dots(_("Average"), _one_a_row(averages), "rect", [2, 18], {"color": INK, "opacity": 1}),
        _dots(_("Best"), _one_a_row(bests), "circle", 13, OPEN_CIRCLE),
        _dots(_("Chosen unit"), _one_a_row(own), "circle", 9, {"color": ACCENT, "opacity": 1}),
    ]


def _place(gap: Gap, value: Decimal | None) -> float | None:
    values = gap.field.spread
    if value is None or not values:
        return None
    place = place_between(value, values, gap.field.direction)
    # A stated average or best may lie beyond the figures of the units.
    return None if place is None else round(min(max(float(place), 0.0), 100.0), 2)


def _one_a_row(values: Iterable[Decimal | float | None]) -> Dots:
    return [[float(value), row] for row, value in enumerate(values) if value is not None]


def _dots(name: str, data: Dots, symbol: str, size: int | list[int], style: Option) -> Option:
    return {
        "name": name,
        "type": "scatter",
        "symbol": symbol,
        "symbolSize": size,
        "data": data,
        "itemStyle": style,
        "cursor": "default",
    }


def spread_chart(spreads: Sequence[tuple[int, Spread]], measure: str) -> Chart | None:
    """The figures of each year as a box; None where no year has any spread to show."""
    if not any(spread.low < spread.high for _year, spread in spreads):
        return None
    option = {
        **base(),
        "grid": {"left": 8, "right": 8, "top": 28, "bottom": 8, "containLabel": True},
        "xAxis": period_axis([str(year) for year, _spread in spreads]),
        "yAxis": {
            "type": "value",
            "scale": True,
            "name": measure,
            "nameTextStyle": {"color": INK_2},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "boxplot",
                "boxWidth": [12, 36],
                "itemStyle": {"color": PAPER, "borderColor": ACCENT, "borderWidth": 1.5},
                "data": [
                    [float(end) for end in (one.low, one.lower, one.middle, one.upper, one.high)]
                    for _year, one in spreads
                ],
            }
        ],
    }
    return Chart(option, 240, _("Spread of the figures by year"))
