"""Rules that compare places and proportions inside one group."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.quantise import BoolArray, FloatArray, IntArray
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


def places(values: FloatArray, members: BoolArray, *, lower_is_better: bool) -> IntArray:
    """Give each member its place; equal values share it and the next one is skipped.

    Args:
        values: (N,) values; members: (N,) whose values count.
    Returns:
        (N,) places from 1, and 0 for non-members.

    >>> places(np.array([7., 9., 9., 1.]), np.array([True] * 4), lower_is_better=False)
    array([3, 1, 1, 4])
    """
    present = values[members] if lower_is_better else -values[members]
    found = np.zeros(len(values), dtype=np.int64)
    found[members] = np.searchsorted(np.sort(present), present, side="left") + 1
    return found


def mark_rank(column: Column) -> Marked:
    """Mark by place in the group: a share less for each place, or points from a table.

    Source: rule F05, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> mark_values("rank", [9, 8, 7, 6], full=200).tolist()
    [200.0, 196.0, 192.0, 188.0]
    """
    if not column.comparable:
        return column.neutral()
    place = places(column.values, column.members, lower_is_better=column.lower_is_better)
    if column.params["form"] == "table":
        steps, points_of = column.table("table")
        row = np.clip(np.searchsorted(steps, place, side="right") - 1, 0, None)
        points = points_of[row]
    else:
        share = column.number("start") - column.number("step") * (place - 1)
        points = column.full * np.maximum(share, column.number("floor"))
    points = np.where(column.members, points, np.nan)
    return Marked(points, steps={"place": place, "of": int(column.members.sum())})


def _describe_rank(params: Params) -> Text:
    order = (
        ("由低到高", "lowest first")
        if params["direction"] == "lower"
        else ("由高到低", "highest first")
    )
    if params["form"] == "table":
        zh = "、".join(f"第{show(row[0])}名起{show(row[1])}分" for row in params["table"])
        en = ", ".join(f"{show(row[1])} from place {show(row[0])}" for row in params["table"])
        return both(f"组内{order[0]}排名，{zh}。", f"By place in the group, {order[1]}: {en}.")
    start, step, floor = (percent(params[name]) for name in ("start", "step", "floor"))
    return both(
        f"组内{order[0]}排名，第1名得满分的{start}，每后移一名减{step}，最低{floor}。",
        f"By place in the group, {order[1]}: {start} of full marks for the first, {step} less "
        f"for each further place, at least {floor}.",
    )


def _tell_rank(params: Params, steps: Mapping[str, Any]) -> Text:
    value, place, of = show(steps["value"]), show(steps["place"]), show(steps["of"])
    return both(f"{value}，在组内{of}个中排第{place}名", f"{value}: place {place} of {of}")


def _check_rank(params: Params) -> list[RuleError]:
    if params["form"] == "table" and not params["table"]:
        return [RuleError("table", both("须填写名次得分表", "Give the table of places"))]
    return []


RANK = Rule(
    kind="rank",
    name=both("组内排名", "Place in the group"),
    parameters=(
        Parameter(
            "form",
            "choice",
            both("计分方式", "Form"),
            default="linear",
            choices={
                "linear": both("逐名递减", "Less with each place"),
                "table": both("按名次表", "From a table"),
            },
        ),
        DIRECTION,
        Parameter(
            "start",
            "number",
            both("第1名得分（满分的比例）", "Share of W for the first"),
            "1",
            0,
            1,
            forms=("linear",),
        ),
        Parameter(
            "step",
            "number",
            both("每名递减（满分的比例）", "Share of W less a place"),
            "0.02",
            0,
            1,
            forms=("linear",),
        ),
        Parameter(
            "floor",
            "number",
            both("最低（满分的比例）", "Least, share of W"),
            "0",
            0,
            1,
            forms=("linear",),
        ),
        Parameter(
            "table",
            "table",
            both("名次得分表", "Table of places"),
            default=(),
            columns=(both("名次起", "From place"), both("得分", "Points")),
            forms=("table",),
            in_points=True,
        ),
    ),
    mark=mark_rank,
    describe=_describe_rank,
    tell=_tell_rank,
    relative=True,
    check=_check_rank,
)


def mark_ratio(column: Column) -> Marked:
    """Mark in proportion to the best value of the group.

    Source: rule F06, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> mark_values("ratio_to_best", [960, 930, 480], full=600).tolist()
    [600.0, 581.25, 300.0]
    """
    if not column.comparable:
        return column.neutral()
    values = column.values
    best = float(column.present.min() if column.lower_is_better else column.present.max())
    if best < 0 or (best == 0 and not column.lower_is_better):
        # No proportion to a best that is nothing or a loss.
        return column.neutral()
    if column.lower_is_better:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(values == best, 1.0, best / values)
    else:
        share = np.maximum(values / best, 0.0)
    share = np.where(column.members, share, np.nan)
    return Marked(column.full * share, steps={"best": best, "share": share})


def _describe_ratio(params: Params) -> Text:
    if params["direction"] == "lower":
        return both(
            "组内最低值得满分，其余按最低值÷本值的比例计分。",
            "Full marks for the group's lowest value, the others in proportion (lowest ÷ value).",
        )
    return both(
        "组内最高值得满分，其余按本值÷最高值的比例计分。",
        "Full marks for the group's highest value, the others in proportion (value ÷ highest).",
    )


def _tell_ratio(params: Params, steps: Mapping[str, Any]) -> Text:
    value, best, share = show(steps["value"]), show(steps["best"]), percent(steps["share"])
    return both(
        f"本值{value}，组内最好{best}，为其{share}",
        f"{value}, the group's best {best}: {share} of it",
    )


RATIO_TO_BEST = Rule(
    kind="ratio_to_best",
    name=both("与最好值之比", "Ratio to the best"),
    parameters=(DIRECTION,),
    mark=mark_ratio,
    describe=_describe_ratio,
    tell=_tell_ratio,
    relative=True,
)
