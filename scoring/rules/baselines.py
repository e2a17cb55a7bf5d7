"""Rules that measure against a base line: the last period, or a benchmark."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.quantise import whole_steps
from scoring.rules.base import (
    DIRECTION,
    REQUIRED,
    Column,
    Marked,
    Parameter,
    Params,
    Rule,
    Text,
    both,
    percent,
    show,
    turn,
)


def mark_growth(column: Column) -> Marked:
    """Mark growth on the same assessee's last period: a base share when flat, plus or minus.

    Source: rule F08, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> mark_values("growth", [112, 140], full=10, previous=[100, 100]).tolist()
    [10.0, 13.0]
    """
    previous = column.read("previous")
    change = column.values - previous
    if column.lower_is_better:
        change = -change
    growth = 100 * change / np.where(previous == 0, np.nan, np.abs(previous))
    amount = growth / column.number("step")
    if column.params["whole_steps"]:
        amount = whole_steps(amount)
    extra = np.minimum(
        amount * column.number("points_per_step"), column.number("bonus_share") * column.full
    )
    points = np.maximum(column.number("base_share") * column.full + extra, 0.0)
    return Marked(points, steps={"previous": previous, "growth": growth, "extra": extra})


def _describe_growth(params: Params) -> Text:
    base, bonus = percent(params["base_share"]), percent(params["bonus_share"])
    step, each = show(params["step"]), show(params["points_per_step"])
    full = ("满", "full ") if params["whole_steps"] else ("", "")
    return both(
        f"与上期持平得满分的{base}，每进步{full[0]}{step}%加{each}分、退步同样减分，"
        f"加分不超过满分的{bonus}。",
        f"{base} of full marks when level with the last period; {each} points for every "
        f"{full[1]}{step}% better or worse, at most {bonus} of full marks on top.",
    )


def _tell_growth(params: Params, steps: Mapping[str, Any]) -> Text:
    value, previous = show(steps["value"]), show(steps["previous"])
    move = turn(steps["growth"], ("进步", "退步"))
    extra = turn(steps["extra"], ("加", "减"))
    return both(
        f"本期{value}，上期{previous}，比上期{move['zh']}%，在基础分上{extra['zh']}分",
        f"{value} now, {previous} before: {move['en']} (percent); "
        f"{show(steps['extra'])} points on the base",
    )


GROWTH = Rule(
    kind="growth",
    name=both("同比增长", "Year on year"),
    parameters=(
        DIRECTION,
        Parameter(
            "base_share",
            "number",
            both("持平得分（满分的比例）", "Share of W when flat"),
            "0.8",
            0,
            1,
        ),
        Parameter("step", "number", both("每档增幅（%）", "Percent a step"), "5", 0.000001),
        Parameter(
            "points_per_step",
            "number",
            both("每档加减分", "Points a step"),
            "1",
            0,
            in_points=True,
        ),
        Parameter("whole_steps", "flag", both("只计满档", "Full steps only"), True),
        Parameter(
            "bonus_share",
            "number",
            both("加分上限（满分的比例）", "Most on top, share of W"),
            "0.5",
            0,
            1,
        ),
    ),
    mark=mark_growth,
    describe=_describe_growth,
    tell=_tell_growth,
    series=("actual", "previous"),
)


# Yardsticks that are stated from outside the group, and the series that each is read from.
STATED = {"series": "benchmark", "stated_average": "average", "stated_best": "best"}


def mark_benchmark(column: Column) -> Marked:
    """Mark the distance to a stated benchmark, average or best, or to the group's own.

    Source: rule F07, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> params = {"base_share": "0", "unit": "0.1", "points_per_unit": "0.1",
    ...           "cap_up": "1", "cap_down": "1"}
    >>> mark_values("benchmark", [7.2], full=5, params=params, benchmark=[6.5]).round(6).tolist()
    [0.7]
    """
    against = column.params["against"]
    if against in STATED:
        yardstick = column.read(STATED[against])
    elif not column.comparable:
        return column.neutral()
    else:
        if against == "mean":
            level = float(np.mean(column.present))
        elif against == "median":
            level = float(np.median(column.present))
        else:
            level = float(column.present.min() if column.lower_is_better else column.present.max())
        yardstick = np.full(len(column.values), level)
    ahead = yardstick - column.values if column.lower_is_better else column.values - yardstick
    amount = ahead / column.number("unit")
    if column.params["whole_steps"]:
        amount = whole_steps(amount)
    extra = np.clip(
        amount * column.number("points_per_unit"),
        -column.number("cap_down"),
        column.number("cap_up"),
    )
    points = column.number("base_share") * column.full + extra
    return Marked(points, steps={"benchmark": yardstick, "ahead": ahead, "extra": extra})


_AGAINST = {
    "series": both("给定的基准值", "the given benchmark"),
    "stated_average": both("给定的平均值", "the given average"),
    "stated_best": both("给定的最好值", "the given best"),
    "mean": both("组内平均值", "the group's mean"),
    "median": both("组内中位数", "the group's median"),
    "best": both("组内最好值", "the group's best"),
}


def _describe_benchmark(params: Params) -> Text:
    against = _AGAINST[params["against"]]
    base, unit, each = (
        percent(params["base_share"]),
        show(params["unit"]),
        show(params["points_per_unit"]),
    )
    full = ("满", "full ") if params["whole_steps"] else ("", "")
    up, down = show(params["cap_up"]), show(params["cap_down"])
    return both(
        f"以{against['zh']}为准得满分的{base}，每好于或差于基准{full[0]}{unit}加减{each}分，"
        f"最多加{up}分、减{down}分。",
        f"{base} of full marks at {against['en']}; {each} points up or down for every "
        f"{full[1]}{unit} better or worse, at most {up} up and {down} down.",
    )


def _tell_benchmark(params: Params, steps: Mapping[str, Any]) -> Text:
    value, yardstick = show(steps["value"]), show(steps["benchmark"])
    ahead = turn(steps["ahead"], ("好于基准", "差于基准"))
    extra = turn(steps["extra"], ("加", "减"))
    return both(
        f"完成{value}，基准{yardstick}，{ahead['zh']}，{extra['zh']}分",
        f"{value} against a benchmark of {yardstick}: {ahead['en']}, {show(steps['extra'])} points",
    )


BENCHMARK = Rule(
    kind="benchmark",
    name=both("对标基准", "Against a benchmark"),
    parameters=(
        Parameter(
            "against", "choice", both("基准", "Benchmark"), default="series", choices=_AGAINST
        ),
        DIRECTION,
        Parameter(
            "base_share",
            "number",
            both("持平得分（满分的比例）", "Share of W when level"),
            "0.8",
            0,
            1,
        ),
        Parameter("unit", "number", both("每档差距", "Size of a step"), "1", 0.000001),
        Parameter(
            "points_per_unit",
            "number",
            both("每档加减分", "Points a step"),
            "1",
            0,
            in_points=True,
        ),
        Parameter("whole_steps", "flag", both("只计满档", "Full steps only"), False),
        Parameter(
            "cap_up", "number", both("最多加分", "Most points up"), REQUIRED, 0, in_points=True
        ),
        Parameter(
            "cap_down", "number", both("最多减分", "Most points down"), REQUIRED, 0, in_points=True
        ),
    ),
    mark=mark_benchmark,
    describe=_describe_benchmark,
    tell=_tell_benchmark,
    optional_series=("benchmark", "average", "best"),
)
