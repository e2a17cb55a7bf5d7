"""Charts of the health check report as ECharts options (`organization/charts.py`)."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

from feedback.rules.health_check import HealthCheck, Line, TrendPoint
from organization.charts import (
    ACCENT,
    CATEGORY,
    INK,
    INK_2,
    LINE,
    LOST,
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
MOST_AXES = 8
MOST_BARS = 10


def report_charts(check: HealthCheck) -> dict[str, Chart]:
    """The charts a report has something to show in, by name."""
    charts = {"positions": position_chart(check.sections)}
    if check.losses:
        charts["losses"] = loss_chart(check)
    if len(check.trend) > 1:
        charts["trend"] = trend_chart(check.trend)
    overview = overview_chart(check)
    return charts | ({"overview": overview} if overview else {})


def position_chart(lines: Sequence[Line]) -> Chart:
    """Where the assessee stands in its category: one row a node, all on one scale in percent.

    The category is grey dots without names, the assessee a blue dot, the median a thin line and
    the best an open circle.
    """
    rows = [line for line in lines if line.share is not None]
    # Dots that would lie on each other are drawn once: 3,300 units need no 3,300 circles a row.
    dots: Dots = [[share, row] for row, line in enumerate(rows) for share in _distinct(line.spread)]
    own = _one_a_row(line.share for line in rows)
    median = _one_a_row(line.median for line in rows)
    best = _one_a_row(line.best for line in rows)
    option = {
        **base(),
        "legend": legend()
        | {"data": [_("Category"), thin(_("Category median")), _("Category best"), _("Own unit")]},
        "grid": {"left": 8, "right": 26, "top": 34, "bottom": 24, "containLabel": True},
        "xAxis": _share_axis(dots + own),
        "yAxis": name_axis([line.name for line in rows]),
        "series": [
            _dots(_("Category"), dots, "circle", 7, {"color": CATEGORY, "opacity": 0.55}),
            _dots(_("Category median"), median, "rect", [2, 18], {"color": INK, "opacity": 1}),
            _dots(
                _("Category best"),
                best,
                "circle",
                11,
                {"color": "rgba(0,0,0,0)", "borderColor": INK, "borderWidth": 1.5, "opacity": 1},
            ),
            _dots(_("Own unit"), own, "circle", 11, {"color": ACCENT, "opacity": 1}),
        ],
    }
    return Chart(option, 64 + ROW_HEIGHT * len(rows), _("Position in the category by indicator"))


def loss_chart(check: HealthCheck) -> Chart:
    """The biggest losses as bars, in points."""
    losses = check.losses[:MOST_BARS]
    option = {
        **base(),
        "grid": {"left": 8, "right": 52, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "show": False},
        "yAxis": name_axis([line.name for line in losses]),
        "series": [
            {
                "name": _("Points lost"),
                "type": "bar",
                "barWidth": 14,
                "data": [_labelled(check.shown(line.lost)) for line in losses],
                "itemStyle": {"color": LOST},
                "label": {"show": True, "position": "right", "color": INK, "fontSize": 12},
            }
        ],
    }
    return Chart(option, 24 + ROW_HEIGHT * len(losses), _("Points lost by indicator"))


def trend_chart(trend: Sequence[TrendPoint]) -> Chart:
    """The total over the years as percent of full marks, which may differ between years."""
    shares = [point.share for point in trend if point.share is not None]
    option = {
        **base(),
        "grid": {"left": 8, "right": 26, "top": 26, "bottom": 8, "containLabel": True},
        "xAxis": period_axis([point.period for point in trend]),
        "yAxis": {
            "type": "value",
            # Tens around the shares: a scale fitted to them would make a cliff of a tenth.
            "min": math.floor(min(shares, default=0) / 10) * 10,
            "max": math.floor(max(shares, default=0) / 10) * 10 + 10,
            "interval": 10,
            "axisLabel": {"color": INK_2, "formatter": "{value} %"},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "name": _("Share of full marks"),
                "type": "line",
                "data": [_labelled(point.share) for point in trend if point.share is not None],
                "symbol": "circle",
                "symbolSize": 9,
                "itemStyle": {"color": ACCENT},
                "lineStyle": {"color": ACCENT, "width": 2},
                "label": {"show": True, "color": INK},
            }
        ],
    }
    return Chart(option, 200, _("Total over the years"))


def overview_chart(check: HealthCheck) -> Chart | None:
    """A small radar of the first-level nodes; None with fewer than three or more than eight."""
    axes = [line for line in check.sections if line.share is not None and line.median is not None]
    if not 3 <= len(axes) <= MOST_AXES:
        return None
    option = {
        **base(),
        "legend": legend(),
        "radar": {
            "radius": "62%",
            "center": ["50%", "55%"],
            "splitNumber": 4,
            "indicator": [{"name": line.name, "min": 0, "max": 100} for line in axes],
            "axisName": {"color": INK_2},
            "axisLine": {"lineStyle": {"color": LINE}},
            "splitLine": {"lineStyle": {"color": LINE}},
            "splitArea": {"show": False},
        },
        "series": [
            {
                "type": "radar",
                "symbol": "none",
                "data": [
                    {
                        "name": _("Category median"),
                        "value": [_number(line.median) for line in axes],
                        "lineStyle": {"color": INK, "width": 1},
                        "itemStyle": {"color": INK},
                    },
                    {
                        "name": _("Own unit"),
                        "value": [_number(line.share) for line in axes],
                        "lineStyle": {"color": ACCENT, "width": 2},
                        "itemStyle": {"color": ACCENT},
                        "areaStyle": {"color": ACCENT, "opacity": 0.08},
                    },
                ],
            }
        ],
    }
    return Chart(option, 280, _("First-level indicators at a glance"))


def _labelled(points: Decimal) -> Option:
    """A bar with its figure as printed elsewhere: 0.90, not 0.9."""
    return {"value": float(points), "label": {"formatter": str(points)}}


def _share_axis(points: Dots) -> Option:
    lowest = min((share for share, _row in points), default=0.0)
    return {
        "type": "value",
        # Begin at a round figure below the weakest, so that small differences stay visible.
        "min": max(0, int(lowest // 20) * 20) if lowest >= 0 else int(lowest // 20) * 20,
        "max": 100,
        "axisLabel": {"color": INK_2, "formatter": "{value} %"},
        "axisLine": {"show": False},
        "splitLine": {"lineStyle": {"color": LINE}},
    }


def _dots(
    name: str,
    data: Dots,
    symbol: str,
    size: int | list[int],
    style: Option,
) -> Option:
    return {
        "name": name,
        "type": "scatter",
        "symbol": symbol,
        "symbolSize": size,
        "data": data,
        "itemStyle": style,
        "cursor": "default",
    }


def _one_a_row(shares: Iterable[Decimal | None]) -> Dots:
    return [[float(share), row] for row, share in enumerate(shares) if share is not None]


def _distinct(shares: Sequence[float]) -> list[float]:
    return sorted({round(share * 2) / 2 for share in shares})


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
