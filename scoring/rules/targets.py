"""The rule that measures completion against a target."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.quantise import FloatArray, whole_steps
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
    turn,
)


def mark_target(column: Column) -> Marked:
    """Mark completion against a target: in proportion, base share plus excess, or by steps.

    Source: rules F01, F02, F03, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> mark_values("target", [108, 150], full=15, params={"target": "120"}).tolist()
    [13.5, 15.0]
    """
    target = column.number_or_series("target")
    form = column.params["form"]
    if form == "proportion":
        return _target_proportion(column, target)
    excess = target - column.values if column.lower_is_better else column.values - target
    if column.params["gap"] == "percent":
        excess = 100 * excess / np.where(target == 0, np.nan, np.abs(target))
    low, high = column.number("floor") * column.full, column.number("cap") * column.full
    if form == "base":
        base = column.number("base_share") * column.full
        points = base + column.number("points_per_unit") * excess
        return Marked(np.clip(points, low, high), steps={"target": target, "excess": excess})
    short = np.maximum(-excess, 0.0)
    count = whole_steps(short / column.number("step"))
    points = column.full - column.number("points_per_step") * count
    steps = {"target": target, "short": short, "count": count}
    return Marked(np.clip(points, low, high), steps=steps)


def _target_proportion(column: Column, target: FloatArray) -> Marked:
    values = column.values
    # A target of zero or less has no proportion: the basis is missing, which the engine reports.
    usable = np.where(target > 0, target, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if column.lower_is_better:
            share = np.where(values > 0, usable / values, np.where(usable > 0, np.inf, np.nan))
        else:
            share = values / usable
    share = np.where(np.isnan(values), np.nan, share)
    points = column.full * np.clip(share, column.number("floor"), column.number("cap"))
    return Marked(points, steps={"target": target, "share": share})


def _describe_target(params: Params) -> Text:
    goal = params["target"]
    zh_goal = f"目标值{show(goal)}" if goal != "" else "各自目标值"
    en_goal = f"the target of {show(goal)}" if goal != "" else "one's own target"
    cap = percent(params["cap"])
    if params["form"] == "proportion":
        ratio = ("目标值÷完成值", "target ÷ result")
        if params["direction"] == "higher":
            ratio = ("完成值÷目标值", "result ÷ target")
        return both(
            f"对照{zh_goal}，按{ratio[0]}的比例计分，最高得满分的{cap}。",
            f"Against {en_goal}, in proportion ({ratio[1]}), at most {cap} of full marks.",
        )
    unit = ("个百分点", "percent") if params["gap"] == "percent" else ("个单位", "unit")
    if params["form"] == "base":
        base, each = percent(params["base_share"]), show(params["points_per_unit"])
        return both(
            f"达到{zh_goal}得满分的{base}，每好于或差于目标1{unit[0]}加减{each}分，最高{cap}。",
            f"{base} of full marks at {en_goal}, {each} points up or down for each {unit[1]} "
            f"better or worse, at most {cap}.",
        )
    step, each = show(params["step"]), show(params["points_per_step"])
    return both(
        f"达到{zh_goal}得满分，每差满{step}{unit[0]}扣{each}分，扣完为止。",
        f"Full marks at {en_goal}; {each} points less for every full {step} {unit[1]} short.",
    )


def _tell_target(params: Params, steps: Mapping[str, Any]) -> Text:
    value, target = show(steps["value"]), show(steps["target"])
    if params["form"] == "proportion":
        share = percent(steps["share"]) if np.isfinite(steps["share"]) else "100%+"
        return both(
            f"完成{value}，目标{target}，完成率{share}",
            f"{value} against a target of {target}: {share}",
        )
    if params["form"] == "base":
        excess = turn(steps["excess"], ("好于目标", "差于目标"))
        unit = "%" if params["gap"] == "percent" else ""
        return both(
            f"完成{value}，目标{target}，{excess['zh']}{unit}",
            f"{value} against a target of {target}: {excess['en']}{unit and ' (percent)'}",
        )
    short, count = show(steps["short"]), show(steps["count"])
    return both(
        f"完成{value}，目标{target}，差{short}，满{count}档",
        f"{value} against a target of {target}: {short} short, {count} full steps",
    )


def _check_target(params: Params) -> list[RuleError]:
    if params["form"] == "step" and params["step"] in ("", "0", 0):
        return [RuleError("step", both("须填写每档的幅度", "State the size of a step"))]
    return []


TARGET = Rule(
    kind="target",
    name=both("目标完成", "Target completion"),
    parameters=(
        Parameter(
            "form",
            "choice",
            both("计分方式", "Form"),
            default="proportion",
            choices={
                "proportion": both("按完成比例", "In proportion"),
                "base": both("基础分加超额分", "Base share plus excess"),
                "step": both("未达标按档扣分", "Steps off when short"),
            },
        ),
        Parameter("target", "number", both("目标值（空则各自设定）", "Target (empty: each own)")),
        DIRECTION,
        Parameter("cap", "number", both("得分上限（满分的倍数）", "Most, share of W"), "1", 0, 2),
        Parameter(
            "floor", "number", both("得分下限（满分的倍数）", "Least, share of W"), "0", 0, 1
        ),
        Parameter(
            "gap",
            "choice",
            both("差距的算法", "How the gap is measured"),
            default="percent",
            choices={
                "percent": both("占目标值的百分比", "Percent of the target"),
                "difference": both("与目标值之差", "Difference from the target"),
            },
            forms=("base", "step"),
        ),
        Parameter(
            "base_share",
            "number",
            both("达标得分（满分的比例）", "Share of W at the target"),
            "0.8",
            0,
            1,
            forms=("base",),
        ),
        Parameter(
            "points_per_unit",
            "number",
            both("每超1个单位加分", "Points per unit of excess"),
            "0.5",
            0,
            forms=("base",),
            in_points=True,
        ),
        Parameter("step", "number", both("每档幅度", "Size of a step"), "1", 0, forms=("step",)),
        Parameter(
            "points_per_step",
            "number",
            both("每档扣分", "Points a step"),
            "1",
            0,
            forms=("step",),
            in_points=True,
        ),
    ),
    mark=mark_target,
    describe=_describe_target,
    tell=_tell_target,
    optional_series=("target",),
    check=_check_target,
)
