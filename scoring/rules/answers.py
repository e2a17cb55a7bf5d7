"""Rules for what people answered: marks, options or votes, checklists, and other results."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.rules.base import (
    REQUIRED,
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

SCALE = Parameter("scale", "number", both("分制（满分刻度）", "Scale"), "100", 0.000001)
# It changes no points: it tells a score sheet to ask for the reason of every deduction.
DEDUCTS = Parameter("deducts", "flag", both("只扣分", "Only deducts"), False)


def mark_scale(column: Column) -> Marked:
    """Mark a value in proportion to its scale: 87.2 on a scale of 100 is 87.2 % of W.

    Source: rules F12, F13, F20, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> mark_values("marks", [87.2], full=50).tolist()
    [43.6]
    """
    share = np.clip(column.values / column.number("scale"), 0.0, 1.0)
    return Marked(column.full * share)


def _describe_marks(params: Params) -> Text:
    scale = show(params["scale"])
    only = ("，只扣分、逐项写明理由", ", every deduction with its reason")
    zh, en = only if params["deducts"] else ("", "")
    return both(
        f"直接评分，{scale}分制{zh}，按比例折算。",
        f"Marked directly out of {scale}{en}, in proportion.",
    )


def _tell_marks(params: Params, steps: Mapping[str, Any]) -> Text:
    value, scale = show(steps["value"]), show(params["scale"])
    return both(f"评分{value}（{scale}分制）", f"Marked {value} out of {scale}")


MARKS = Rule(
    kind="marks",
    name=both("直接评分", "Direct marks"),
    parameters=(SCALE, DEDUCTS),
    mark=mark_scale,
    describe=_describe_marks,
    tell=_tell_marks,
    optional_series=("class/*",),
)


def _describe_options(params: Params) -> Text:
    zh = "、".join(f"{row[0]}{show(row[1])}分" for row in params["options"])
    en = ", ".join(f"{row[0]} {show(row[1])}" for row in params["options"])
    scale = show(params["scale"])
    return both(
        f"按选项折分（{zh}），以有效票平均，{scale}分制折算。",
        f"Options are worth {en}; the mean of the valid votes, out of {scale}, in proportion.",
    )


def _tell_options(params: Params, steps: Mapping[str, Any]) -> Text:
    value = show(steps["value"])
    return both(f"有效票平均{value}分", f"The valid votes average {value}")


def _check_options(params: Params) -> list[RuleError]:
    names = [row[0] for row in params["options"]]
    errors = []
    if not names:
        errors.append(RuleError("options", both("须填写选项表", "Give the options")))
    if len(set(names)) != len(names) or any("/" in name for name in names):
        message = both("选项名不得重复或含“/”", "Option names must differ and hold no slash")
        errors.append(RuleError("options", message))
    scale = float(params["scale"])
    if any(not 0 <= float(row[1]) <= scale for row in params["options"]):
        message = both("选项分值须在0与分制之间", "Option values must lie between 0 and the scale")
        errors.append(RuleError("options", message))
    return errors


OPTIONS = Rule(
    kind="options",
    name=both("选项折分", "Options or votes"),
    parameters=(
        Parameter(
            "options",
            "table",
            both("选项分值", "Value of each option"),
            REQUIRED,
            columns=(both("选项", "Option"), both("分值", "Value")),
            named=True,
        ),
        SCALE,
    ),
    mark=mark_scale,
    describe=_describe_options,
    tell=_tell_options,
    series=(),
    optional_series=("votes/*", "actual"),
    check=_check_options,
)


def mark_checklist(column: Column) -> Marked:
    """Mark the number of good answers of a yes/no list.

    The raw value is that number: yes, or no where the item is reversed.

    Source: docs/scoring-rules.md, rule `checklist`.

    >>> from scoring.rules import mark_values
    >>> mark_values("checklist", [23], full=50, params={"items": "25"}).tolist()
    [46.0]
    """
    items = column.number("items")
    if column.params["points_each"] == "":
        points = column.full * column.values / items
    else:
        points = np.minimum(column.values * column.number("points_each"), column.full)
    points = np.where(column.values > items, np.nan, points)
    return Marked(points)


def _describe_checklist(params: Params) -> Text:
    items = show(params["items"])
    each = ("满分除以项数", "an equal part of full marks")
    if params["points_each"] != "":
        points = show(params["points_each"])
        each = (f"{points}分", f"{points} points")
    reverse = both("", "")
    if params["reversed"]:
        names = "、".join(params["reversed"])
        reverse = both(f"；{names}为反向题，答“否”得分", f"; {names} are reversed: no is good")
    return both(
        f"共{items}项“是否”，每项答“是”得{each[0]}{reverse['zh']}。",
        f"{items} yes/no points, {each[1]} for each yes{reverse['en']}.",
    )


def _tell_checklist(params: Params, steps: Mapping[str, Any]) -> Text:
    value, items = show(steps["value"]), show(params["items"])
    return both(f"{items}项中{value}项符合", f"{value} of {items} points met")


CHECKLIST = Rule(
    kind="checklist",
    name=both("是否清单", "Checklist"),
    parameters=(
        Parameter("items", "number", both("项数", "Number of points"), REQUIRED, 1),
        Parameter(
            "points_each",
            "number",
            both("每项分值（空则平均）", "Points each"),
            "",
            0,
            in_points=True,
        ),
        Parameter("reversed", "names", both("反向题", "Reversed points"), ()),
    ),
    mark=mark_checklist,
    describe=_describe_checklist,
    tell=_tell_checklist,
    series=(),
    optional_series=("item/*", "actual"),
)


def _describe_linked(params: Params) -> Text:
    scale = show(params["scale"])
    if params["form"] == "mean":
        return both(
            f"取关联对象得分的加权平均，{scale}分制折算。",
            f"The weighted mean of the linked totals, out of {scale}, in proportion.",
        )
    benchmark, each = show(params["benchmark"]), show(params["points_each"])
    return both(
        f"以{scale}分为基础，关联对象每有一个低于{benchmark}分扣{each}分，{scale}分制折算。",
        f"From {scale}, {each} off for each linked assessee below {benchmark}, in proportion.",
    )


def _tell_linked(params: Params, steps: Mapping[str, Any]) -> Text:
    value = show(steps["value"])
    if params["form"] == "mean":
        return both(f"关联对象加权平均{value}分", f"The linked totals average {value}")
    return both(f"连带计{value}分", f"{value} after joint liability")


def _check_linked(params: Params) -> list[RuleError]:
    if params["form"] == "shortfall" and params["benchmark"] == "":
        return [RuleError("benchmark", both("须填写基准分", "State the benchmark"))]
    return []


LINKED = Rule(
    kind="linked",
    name=both("关联结果", "Linked results"),
    parameters=(
        Parameter(
            "form",
            "choice",
            both("计分方式", "Form"),
            default="mean",
            choices={
                "mean": both("加权平均", "Weighted mean"),
                "shortfall": both("低于基准逐个扣分", "Off for each below the benchmark"),
            },
        ),
        SCALE,
        Parameter("benchmark", "number", both("基准分", "Benchmark"), forms=("shortfall",)),
        Parameter(
            "points_each",
            "number",
            both("每个扣分", "Points off each"),
            "2",
            0,
            forms=("shortfall",),
        ),
    ),
    mark=mark_scale,
    describe=_describe_linked,
    tell=_tell_linked,
    series=(),
    check=_check_linked,
)
