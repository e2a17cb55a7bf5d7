"""The rule that reads points from a table of intervals."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from scoring.rules.base import (
    Column,
    Marked,
    Parameter,
    Params,
    Rule,
    RuleError,
    Text,
    both,
    show,
)


def mark_bands(column: Column) -> Marked:
    """Mark from an interval table: by steps, or along straight lines between the break points.

    A second series may guard the table: when it reaches `guard_from`, `guard_points` are given
    whatever the band.

    Source: rule F04, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> bands = [["60", "170"], ["70", "180"], ["80", "190"], ["90", "200"]]
    >>> params = {"bands": bands, "below": "160"}
    >>> mark_values("bands", [86, 90, 12], full=200, params=params).tolist()
    [190.0, 200.0, 160.0]
    """
    values = column.values
    starts, points_of = column.table("bands")
    if column.params["form"] == "lines":
        points = np.interp(values, starts, points_of)
    else:
        side = "right" if column.params["edge"] == "from" else "left"
        row = np.searchsorted(starts, values, side=side)  # type: ignore[call-overload]
        points = np.concatenate([[column.number("below")], points_of])[row]
    points = np.where(np.isnan(values), np.nan, points)
    if column.params["guard_from"] == "":
        return Marked(points)
    guard = column.read("guard")
    caught = guard >= column.number("guard_from")
    points = np.where(np.isnan(guard), np.nan, points)
    points = np.where(caught & ~np.isnan(values), column.number("guard_points"), points)
    return Marked(points, steps={"guard": guard, "caught": caught})


def _describe_bands(params: Params) -> Text:
    if params["form"] == "lines":
        zh = "、".join(f"{show(row[0])}得{show(row[1])}分" for row in params["bands"])
        en = ", ".join(f"{show(row[1])} points at {show(row[0])}" for row in params["bands"])
        return both(f"{zh}，中间按直线插值。", f"{en}; on straight lines in between.")
    from_edge = params["edge"] == "from"
    zh_over, en_over = ("不低于", "from") if from_edge else ("高于", "above")
    rows = list(reversed(params["bands"]))
    zh = "、".join(f"{zh_over}{show(row[0])}得{show(row[1])}分" for row in rows)
    en = ", ".join(f"{show(row[1])} points {en_over} {show(row[0])}" for row in rows)
    below = show(params["below"])
    guard = both("", "")
    if params["guard_from"] != "":
        start, points = show(params["guard_from"]), show(params["guard_points"])
        guard = both(
            f"；警戒值达到{start}时得{points}分",
            f"; {points} points when the guard value reaches {start}",
        )
    return both(f"{zh}，其余{below}分{guard['zh']}。", f"{en}, otherwise {below}{guard['en']}.")


def _tell_bands(params: Params, steps: Mapping[str, Any]) -> Text:
    value = show(steps["value"])
    if steps.get("caught"):
        guard = show(steps["guard"])
        return both(
            f"本值{value}，但警戒值{guard}已到线",
            f"{value}, but the guard value {guard} is reached",
        )
    if params["form"] == "lines":
        return both(f"本值{value}，按折线取分", f"{value}, read off the lines")
    return both(f"本值{value}，按所在区间取分", f"{value}, by its band")


def _check_bands(params: Params) -> list[RuleError]:
    starts = [float(row[0]) for row in params["bands"]]
    errors = []
    if not starts:
        errors.append(RuleError("bands", both("须填写区间表", "Give the table of bands")))
    if any(low >= high for low, high in pairwise(starts)):
        message = both("区间起点须由小到大、互不相同", "The starts must rise, each only once")
        errors.append(RuleError("bands", message))
    if params["form"] == "steps" and params["below"] == "":
        message = both("须填写低于第一档的得分", "State the points below the first band")
        errors.append(RuleError("below", message))
    if (params["guard_from"] == "") != (params["guard_points"] == ""):
        message = both("警戒线与警戒得分须一并填写", "Give the guard's line and points together")
        errors.append(RuleError("guard_points", message))
    return errors


BANDS = Rule(
    kind="bands",
    name=both("区间计分", "Interval table"),
    parameters=(
        Parameter(
            "form",
            "choice",
            both("计分方式", "Form"),
            default="steps",
            choices={
                "steps": both("分档", "Steps"),
                "lines": both("分段直线", "Straight lines"),
            },
        ),
        Parameter(
            "bands",
            "table",
            both("区间表", "Bands"),
            default=(),
            columns=(both("起点", "From"), both("得分", "Points")),
            in_points=True,
        ),
        Parameter(
            "below",
            "number",
            both("低于第一档得分", "Points below"),
            forms=("steps",),
            in_points=True,
        ),
        Parameter(
            "edge",
            "choice",
            both("边界归属", "The edge belongs to"),
            default="from",
            choices={
                "from": both("含起点", "the band that starts there"),
                "to": both("含终点", "the band that ends there"),
            },
            forms=("steps",),
        ),
        Parameter("guard_from", "number", both("警戒线", "Guard line")),
        Parameter(
            "guard_points",
            "number",
            both("到警戒线得分", "Points at the guard line"),
            in_points=True,
        ),
    ),
    mark=mark_bands,
    describe=_describe_bands,
    tell=_tell_bands,
    optional_series=("guard",),
    check=_check_bands,
)
