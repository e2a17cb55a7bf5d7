"""The way of a person as a chart: posts above, the decided grades below, on one line of years."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from feedback.selectors.files.growth import Held
from feedback.selectors.files.years import Graded
from organization.charts import ACCENT, CATEGORY, INK, INK_2, LINE, Chart, Option, base

ROW, GAP, HEAD, FOOT = 30, 26, 26, 30
NAMES = 116


def growth_chart(posts: Sequence[Held], today: dt.date) -> Chart | None:
    """Posts as bars from year to year, grades as dots under them; None without any post.

    Annual grades and those of quarters have bands of their own: their words differ.
    """
    if not posts:
        return None
    grades = [one for held in posts for one in held.grades]
    annual = [one for one in grades if one.quarter is None]
    quarters = [one for one in grades if one.quarter is not None]
    bands = [band for band in (annual, quarters) if band]
    heights = [ROW * len(posts), *(ROW * len(_names(band)) for band in bands)]
    tops = [HEAD + sum(heights[:place]) + GAP * place for place in range(len(heights))]
    axes = range(len(heights))
    first = min(held.post.starts_on.year for held in posts)
    option: Option = {
        **base(),
        "title": [
            _title(text, top) for text, top in zip(_titles(annual, quarters), tops, strict=True)
        ],
        "grid": [
            {"left": NAMES + 12, "right": 26, "top": top, "height": height}
            for top, height in zip(tops, heights, strict=True)
        ],
        "xAxis": [
            *(_years(axis, first, today.year + 1) for axis in axes),
            _names_of_years(axes[-1], first, today.year),
        ],
        "yAxis": [
            _rows(names, axis) for axis, names in enumerate([_posts(posts), *map(_names, bands)])
        ],
        "series": [
            *_bars(posts, today),
            *(_dots(band, axis) for axis, band in enumerate(bands, 1)),
        ],
    }
    return Chart(option, tops[-1] + heights[-1] + FOOT, _("Posts and grades over the years"))


def _titles(annual: Sequence[Graded], quarters: Sequence[Graded]) -> list[str]:
    told = [_("Posts")]
    if annual:
        told.append(_("Annual grades"))
    if quarters:
        told.append(_("Grades of quarters"))
    return told


def _title(text: str, top: int) -> Option:
    style = {"fontSize": 12, "fontWeight": 600, "color": INK_2}
    return {"text": text, "left": 0, "top": top - 22, "textStyle": style}


def _years(axis: int, first: int, last: int) -> Option:
    return {
        "type": "value",
        "gridIndex": axis,
        "min": first,
        "max": last,
        "interval": 1,
        "axisLabel": {"show": False},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": LINE}},
    }


def _names_of_years(axis: int, first: int, last: int) -> Option:
    """The years below the last band, each in the middle of its own time.

    An axis of numbers would write 2,026.
    """
    return {
        "type": "category",
        "gridIndex": axis,
        "position": "bottom",
        "data": [str(year) for year in range(first, last + 1)],
        "axisLabel": {"color": INK_2},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
    }


def _rows(names: Sequence[str], axis: int) -> Option:
    return {
        "type": "category",
        "gridIndex": axis,
        "data": list(names),
        "inverse": True,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": INK, "width": NAMES, "overflow": "break", "interval": 0},
        "splitLine": {"show": True, "lineStyle": {"color": LINE}},
    }


def _posts(posts: Sequence[Held]) -> list[str]:
    return [f"{held.post.unit.label} {held.post.post}" for held in posts]


def _names(grades: Sequence[Graded]) -> list[str]:
    """The grades that were given, the best first."""
    places = {one.grade: one.place for one in grades}
    return sorted(places, key=lambda name: (places[name], name))


def _bars(posts: Sequence[Held], today: dt.date) -> list[Option]:
    """A bar that is not seen up to the first day, and from there one to the last."""
    starts = [_moment(held.post.starts_on) for held in posts]
    ends = [_moment(held.post.ends_on or today) for held in posts]
    common = {"type": "bar", "stack": "posts", "barWidth": 12, "silent": True}
    return [
        {**common, "data": starts, "itemStyle": {"color": "rgba(0,0,0,0)"}},
        {
            **common,
            "name": _("Posts"),
            "data": [
                # A post of a few days is still seen.
                round(max(end - start, 0.05), 3)
                for start, end in zip(starts, ends, strict=True)
            ],
            "itemStyle": {"color": CATEGORY},
        },
    ]


def _dots(grades: Sequence[Graded], axis: int) -> Option:
    names = _names(grades)
    is_annual = grades[0].quarter is None
    return {
        "type": "line",
        "name": _("Annual grades") if is_annual else _("Grades of quarters"),
        "xAxisIndex": axis,
        "yAxisIndex": axis,
        "data": [[_when(one), names.index(one.grade)] for one in grades],
        "symbol": "circle",
        "symbolSize": 11 if is_annual else 8,
        "itemStyle": {"color": ACCENT},
        "lineStyle": {"color": CATEGORY, "width": 1},
    }


def _when(one: Graded) -> float:
    """The middle of the time that a grade is about."""
    return one.year + (0.5 if one.quarter is None else (one.quarter - 0.5) / 4)


def _moment(day: dt.date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 366, 3)
