"""Rules that put values on a scale: min-max, and the standard score."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.rules.base import (
    DIRECTION,
    Column,
    Marked,
    Parameter,
    Params,
    Rule,
    RuleError,
    Text,
    both,
    percent,
    show,
)


def mark_linear(column: Column) -> Marked:
    """Mark by min-max normalisation, inside the group or between two given ends.

    Source: rule F14, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> params = {"low": "5", "high": "9", "floor": "0.1"}
    >>> mark_values("linear", [7.2], full=1, params=params).round(6).tolist()
    [0.595]
    """
    low, high = column.number("low"), column.number("high")
    if np.isnan(low) or np.isnan(high):
        if not column.comparable:
            return column.neutral()
        low = float(column.present.min()) if np.isnan(low) else low
        high = float(column.present.max()) if np.isnan(high) else high
        if not low < high:
            return column.neutral()
    distance = high - column.values if column.lower_is_better else column.values - low
    share = np.clip(distance / (high - low), 0.0, 1.0)
    floor = column.number("floor")
    points = column.full * (floor + (1.0 - floor) * share)
    return Marked(points, steps={"low": low, "high": high, "share": share})


def _describe_linear(params: Params) -> Text:
    low = show(params["low"]) if params["low"] != "" else ""
    high = show(params["high"]) if params["high"] != "" else ""
    ends = (
        f"{low or '组内最小值'}与{high or '组内最大值'}",
        f"{low or 'the lowest of the group'} and {high or 'the highest of the group'}",
    )
    better = (
        ("越低越好", "lower is better")
        if params["direction"] == "lower"
        else ("越高越好", "higher is better")
    )
    floor = percent(params["floor"])
    return both(
        f"在{ends[0]}之间按线性比例计分，{better[0]}，最低得满分的{floor}。",
        f"On a straight line between {ends[1]}, {better[1]}, from {floor} of full marks.",
    )


def _tell_linear(params: Params, steps: Mapping[str, Any]) -> Text:
    value, low, high = show(steps["value"]), show(steps["low"]), show(steps["high"])
    share = percent(steps["share"])
    return both(
        f"本值{value}，区间{low}至{high}，归一化值{share}",
        f"{value} between {low} and {high}: {share} of the way",
    )


def _check_linear(params: Params) -> list[RuleError]:
    low, high = params["low"], params["high"]
    if low != "" and high != "" and float(low) >= float(high):
        return [RuleError("high", both("上端须大于下端", "The high end must exceed the low end"))]
    return []


LINEAR = Rule(
    kind="linear",
    name=both("线性归一", "Min-max"),
    parameters=(
        DIRECTION,
        Parameter("low", "number", both("下端（空则取组内最小）", "Low end (empty: group's)")),
        Parameter("high", "number", both("上端（空则取组内最大）", "High end (empty: group's)")),
        Parameter("floor", "number", both("最低（满分的比例）", "Least, share of W"), "0", 0, 1),
    ),
    mark=mark_linear,
    describe=_describe_linear,
    tell=_tell_linear,
    relative=True,
    check=_check_linear,
)


def mark_standardised(column: Column) -> Marked:
    """Mark by z-score inside the group (population spread), clipped at both ends.

    Source: docs/scoring-rules.md, rule `standardised`.

    >>> from scoring.rules import mark_values
    >>> mark_values("standardised", [1, 2, 3], full=100).round(4).tolist()
    [67.7526, 80.0, 92.2474]
    """
    if not column.comparable:
        return column.neutral()
    mean = float(np.mean(column.present))
    deviation = float(np.std(column.present))
    clip = column.number("clip")
    score = np.clip((column.values - mean) / deviation, -clip, clip)
    signed = -score if column.lower_is_better else score
    share = np.clip(column.number("centre") + column.number("spread") * signed, 0.0, 1.0)
    steps = {"mean": mean, "deviation": deviation, "score": signed}
    return Marked(column.full * share, steps=steps)


def _describe_standardised(params: Params) -> Text:
    centre, spread, clip = percent(params["centre"]), percent(params["spread"]), params["clip"]
    return both(
        f"按组内标准分计分：平均水平得满分的{centre}，每高或低1个标准差加减{spread}，"
        f"标准分限于±{show(clip)}。",
        f"By z-score in the group: {centre} of full marks at the mean, {spread} up or down for "
        f"each standard deviation, the score limited to ±{show(clip)}.",
    )


def _tell_standardised(params: Params, steps: Mapping[str, Any]) -> Text:
    value, mean = show(steps["value"]), show(steps["mean"])
    deviation, score = show(steps["deviation"]), show(steps["score"])
    return both(
        f"本值{value}，组内平均{mean}，标准差{deviation}，标准分{score}",
        f"{value}, the group's mean {mean}, standard deviation {deviation}: z-score {score}",
    )


STANDARDISED = Rule(
    kind="standardised",
    name=both("标准分", "Standard score"),
    parameters=(
        DIRECTION,
        Parameter(
            "centre",
            "number",
            both("平均水平得分（满分的比例）", "Share of W at the mean"),
            "0.8",
            0,
            1,
        ),
        Parameter(
            "spread",
            "number",
            both("每个标准差加减（满分的比例）", "Share of W a deviation"),
            "0.1",
            0,
            1,
        ),
        Parameter("clip", "number", both("标准分上限", "Clip of the score"), "3", 0.000001),
    ),
    mark=mark_standardised,
    describe=_describe_standardised,
    tell=_tell_standardised,
    relative=True,
)
