"""Charts of surveys as ECharts options (`organization/charts.py`)."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from collection.selectors.surveys import SheetLine, ThemeFigures
from organization.charts import (
    ACCENT,
    CATEGORY,
    INK,
    INK_2,
    LINE,
    Chart,
    Option,
    base,
    legend,
    name_axis,
    period_axis,
    thin,
)

ROW_HEIGHT = 34
# With fewer surveys there is nothing to draw a line through.
FEWEST_PERIODS = 2


def theme_chart(figures: Sequence[ThemeFigures]) -> Chart:
    """One row a theme: every unit a dot, the median a thin line."""
    # Dots that would lie on each other are drawn once.
    dots = [[float(score), row] for row, one in enumerate(figures) for score in set(one.scores)]
    middle = [[float(one.median), row] for row, one in enumerate(figures)]
    option = _positions([one.theme.name for one in figures], dots) | {
        "legend": legend() | {"data": [_("Units"), thin(_("Median"))]},
        "series": [_units(dots), _median(middle)],
    }
    return Chart(option, 64 + ROW_HEIGHT * len(figures), _("Satisfaction of the units by theme"))


def own_chart(lines: Sequence[SheetLine]) -> Chart:
    """One row a theme: the unit itself with its interval, and the median of its category."""
    own = [[float(line.result.score), row] for row, line in enumerate(lines)]
    middle = [[float(line.median), row] for row, line in enumerate(lines) if line.median]
    reach = [
        {
            "type": "line",
            "data": [[interval.low, row], [interval.high, row]],
            "symbol": "none",
            "silent": True,
            "lineStyle": {"color": CATEGORY, "width": 3},
        }
        for row, interval in enumerate(line.result.interval for line in lines)
    ]
    bounds = [point for series in reach for point in series["data"]]  # type: ignore[attr-defined]
    option = _positions([line.result.theme.name for line in lines], bounds) | {
        "legend": legend() | {"data": [thin(_("Category median")), _("Own unit")]},
        "series": [
            *reach,
            _median(middle, _("Category median")),
            {
                "name": _("Own unit"),
                "type": "scatter",
                "symbolSize": 11,
                "data": own,
                "itemStyle": {"color": ACCENT},
            },
        ],
    }
    return Chart(option, 64 + ROW_HEIGHT * len(lines), _("Satisfaction with the unit by theme"))


def median_chart(medians: Mapping[str, Decimal]) -> Chart | None:
    """The median of a theme over the surveys; None where there is only one."""
    if len(medians) < FEWEST_PERIODS:
        return None
    scores = [float(score) for score in medians.values()]
    low, high = _tens(scores)
    option = {
        **base(),
        "grid": {"left": 8, "right": 26, "top": 26, "bottom": 8, "containLabel": True},
        "xAxis": period_axis(list(medians)),
        "yAxis": {
            "type": "value",
            "min": low,
            "max": high,
            "interval": 10,
            "axisLabel": {"color": INK_2},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "name": _("Median"),
                "type": "line",
                "data": scores,
                "symbol": "circle",
                "symbolSize": 9,
                "itemStyle": {"color": ACCENT},
                "lineStyle": {"color": ACCENT, "width": 2},
                "label": {"show": True, "color": INK},
            }
        ],
    }
    return Chart(option, 200, _("Median over the surveys"))


def _positions(names: list[str], dots: Sequence[Sequence[float]]) -> Option:
    low, high = _tens([dot[0] for dot in dots])
    return {
        **base(),
        "grid": {"left": 8, "right": 26, "top": 34, "bottom": 24, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": low,
            "max": high,
            "axisLabel": {"color": INK_2},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "yAxis": name_axis(names),
    }


def _tens(scores: Sequence[float]) -> tuple[int, int]:
    """Tens around the scores, within the scale."""
    low = math.floor(min(scores, default=0) / 10) * 10
    high = math.ceil(max(scores, default=100) / 10) * 10
    return low, min(100, max(high, low + 10))


def _units(dots: Sequence[Sequence[float]]) -> Option:
    return {
        "name": _("Units"),
        "type": "scatter",
        "symbolSize": 8,
        "data": dots,
        "itemStyle": {"color": CATEGORY, "opacity": 0.65},
    }


def _median(dots: Sequence[Sequence[float]], name: str = "") -> Option:
    return {
        "name": name or _("Median"),
        "type": "scatter",
        "symbol": "rect",
        "symbolSize": [2, 18],
        "data": dots,
        "itemStyle": {"color": INK, "opacity": 1},
    }
