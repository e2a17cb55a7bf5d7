"""Charts of the daily review as ECharts options: grades, never points."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from dailyreview.rules.spreads import Cell, Spread
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
)

BAR_ROW = 26
# Narrower than this a part has no room for its figure; the table has it.
LEAST_LABELLED = 5
# The grades below the best, from the lightest to the darkest grey.
LIGHT, DARK = (0xD5, 0xDA, 0xE1), (0x67, 0x70, 0x7D)


def spread_chart(rows: Sequence[tuple[str, Spread]], *, whole: int = 0) -> Chart:
    """A bar for each unit or quarter, parted by the shares of the grades; the figures are counts.

    Args:
        whole: how many of the first rows sum up the others and are written bold.
    """
    names = rows[0][1].names
    axis = name_axis([name for name, _spread in rows], width=132)
    axis["data"] = [
        {"value": name, "textStyle": {"fontWeight": 600}} if place < whole else name
        for place, (name, _spread) in enumerate(rows)
    ]
    # A hairline behind a bar would stand out where nobody has a grade yet.
    axis["splitLine"] = {"show": False}
    option = {
        **base(),
        "legend": legend(),
        "grid": {"left": 8, "right": 20, "top": 32, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": 100,
            "axisLabel": {"color": INK_2, "formatter": "{value} %"},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "yAxis": axis,
        "series": [
            _part(name, place, len(names), [spread.cells[place] for _name, spread in rows])
            for place, name in enumerate(names)
        ],
    }
    return Chart(option, 70 + BAR_ROW * len(rows), _("Shares of the grades"))


def best_chart(
    periods: Sequence[str], own: Sequence[Decimal | None], of_class: Sequence[Decimal | None]
) -> Chart:
    """The share of the best grade over the quarters: the unit in accent, its class as grey."""
    option = {
        **base(),
        "legend": legend(),
        "grid": {"left": 8, "right": 26, "top": 40, "bottom": 8, "containLabel": True},
        "xAxis": period_axis(list(periods)),
        "yAxis": {
            "type": "value",
            "min": 0,
            "minInterval": 10,
            "axisLabel": {"color": INK_2, "formatter": "{value} %"},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            _line(_("Class of units"), of_class, CATEGORY),
            _line(_("This unit"), own, ACCENT, labelled=True),
        ],
    }
    return Chart(option, 240, _("Share of the best grade by quarter"))


def steps_chart(names: Sequence[str], periods: Sequence[str], places: Sequence[int]) -> Chart:
    """A person's grades over the quarters, each on its step, the best on top."""
    steps = name_axis(list(names), width=80)
    option = {
        **base(),
        "grid": {"left": 8, "right": 26, "top": 12, "bottom": 8, "containLabel": True},
        # The first line lies below the names of the quarters otherwise.
        "xAxis": period_axis(list(periods)) | {"position": "bottom"},
        "yAxis": steps,
        "series": [
            {
                "name": _("grade"),
                "type": "line",
                "data": list(places),
                "symbol": "circle",
                "symbolSize": 11,
                "itemStyle": {"color": ACCENT},
                "lineStyle": {"color": CATEGORY, "width": 1},
            }
        ],
    }
    return Chart(option, 60 + 34 * len(names), _("Grades over the quarters"))


def _part(name: str, place: int, kinds: int, cells: Sequence[Cell]) -> Option:
    is_dark = place in {0, kinds - 1}
    return {
        "name": name,
        "type": "bar",
        "stack": "all",
        "barWidth": 16,
        "data": [_figure(cell.people, cell.share) for cell in cells],
        "itemStyle": {"color": _shade(place, kinds), "borderColor": PAPER, "borderWidth": 1},
        "label": {"color": PAPER if is_dark else INK, "fontSize": 11},
    }


def _figure(count: int, share: Decimal | None) -> Option:
    width = float(share or 0)
    return {
        "value": width,
        "label": {"show": width >= LEAST_LABELLED, "formatter": str(count)},
    }


def _shade(place: int, kinds: int) -> str:
    if place == 0:
        return ACCENT
    way = (place - 1) / max(1, kinds - 2)
    mixed = (round(light + (dark - light) * way) for light, dark in zip(LIGHT, DARK, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _line(
    name: str, shares: Sequence[Decimal | None], colour: str, *, labelled: bool = False
) -> Option:
    return {
        "name": name,
        "type": "line",
        "data": [None if share is None else _labelled(share) for share in shares],
        "symbol": "circle",
        "symbolSize": 9 if labelled else 6,
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": 2},
        "label": {"show": labelled, "color": INK},
    }


def _labelled(share: Decimal) -> Option:
    return {"value": float(share), "label": {"formatter": str(share)}}
