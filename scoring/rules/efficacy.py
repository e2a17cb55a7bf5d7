"""The rule of the efficacy coefficient (功效系数法)."""

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
    percent,
    show,
)


def mark_efficacy(column: Column) -> Marked:
    """Mark by the efficacy coefficient (功效系数法): two points, or a table of standards.

    Two points: base + (1 - base) x (value - bad) / (good - bad), which also holds when less is
    better and good < bad. Standards: straight lines between neighbouring standards; below the
    worst one the share is `below`.

    Source: rules F15 and F17, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> mark_values("efficacy", [7.2], full=100, params={"bad": "5", "good": "9"}).tolist()
    [82.0]
    """
    values = column.values
    if column.params["form"] == "standards":
        standards, shares = column.table("standards")
        # np.interp wants rising standards; a reverse indicator is mirrored.
        sign = -1.0 if standards[0] > standards[-1] else 1.0
        share = np.interp(sign * values, sign * standards, shares)
        share = np.where(sign * values < sign * standards[0], column.number("below"), share)
        share = np.where(np.isnan(values), np.nan, share)
        return Marked(column.full * share, steps={"share": share})
    bad, good = column.number_or_series("bad"), column.number_or_series("good")
    base = column.number("base_share")
    width = np.where(good == bad, np.nan, good - bad)
    share = base + (1.0 - base) * (values - bad) / width
    share = np.clip(share, column.number("floor"), column.number("cap"))
    return Marked(column.full * share, steps={"bad": bad, "good": good, "share": share})


def _describe_efficacy(params: Params) -> Text:
    if params["form"] == "standards":
        zh = "、".join(f"{show(row[0])}对应{percent(row[1])}" for row in params["standards"])
        en = ", ".join(f"{percent(row[1])} at {show(row[0])}" for row in params["standards"])
        below = percent(params["below"])
        return both(
            f"功效系数法，标准值{zh}，其间按比例插入，不及最低标准得{below}。",
            f"Efficacy coefficient: {en}, straight lines between, {below} below the worst.",
        )
    base = percent(params["base_share"])
    bad = show(params["bad"]) if params["bad"] != "" else ""
    good = show(params["good"]) if params["good"] != "" else ""
    return both(
        f"功效系数法，不允许值{bad or '各自设定'}得满分的{base}，"
        f"满意值{good or '各自设定'}得满分。",
        f"Efficacy coefficient: {base} of full marks at {bad or 'the unacceptable value'}, "
        f"full marks at {good or 'the satisfactory value'}.",
    )


def _tell_efficacy(params: Params, steps: Mapping[str, Any]) -> Text:
    value, share = show(steps["value"]), percent(steps["share"])
    if params["form"] == "standards":
        return both(f"本值{value}，功效系数{share}", f"{value}: coefficient {share}")
    bad, good = show(steps["bad"]), show(steps["good"])
    return both(
        f"本值{value}，不允许值{bad}，满意值{good}，功效系数{share}",
        f"{value} between {bad} (unacceptable) and {good} (satisfactory): {share}",
    )


def _check_efficacy(params: Params) -> list[RuleError]:
    if params["form"] == "standards":
        standards = [float(row[0]) for row in params["standards"]]
        steps = {low < high for low, high in pairwise(standards)}
        if len(standards) < 2 or len(steps) != 1 or len(set(standards)) != len(standards):
            message = both(
                "标准值至少两档，由差到好依次递增或递减",
                "Give at least two standards from worst to best, all rising or all falling",
            )
            return [RuleError("standards", message)]
        return []
    if (
        params["bad"] != ""
        and params["good"] != ""
        and float(params["bad"]) == float(params["good"])
    ):
        message = both(
            "满意值与不允许值不能相等", "The satisfactory and unacceptable values must differ"
        )
        return [RuleError("good", message)]
    return []


EFFICACY = Rule(
    kind="efficacy",
    name=both("功效系数", "Efficacy coefficient"),
    parameters=(
        Parameter(
            "form",
            "choice",
            both("计分方式", "Form"),
            default="points",
            choices={
                "points": both("满意值与不允许值", "Satisfactory and unacceptable"),
                "standards": both("多档标准值", "Table of standards"),
            },
        ),
        Parameter(
            "bad",
            "number",
            both("不允许值（空则各自设定）", "Unacceptable (empty: each own)"),
            forms=("points",),
        ),
        Parameter(
            "good",
            "number",
            both("满意值（空则各自设定）", "Satisfactory (empty: each own)"),
            forms=("points",),
        ),
        Parameter(
            "base_share",
            "number",
            both("不允许值得分（满分的比例）", "Share of W at the unacceptable value"),
            "0.6",
            0,
            1,
            forms=("points",),
        ),
        Parameter(
            "floor",
            "number",
            both("最低（满分的比例）", "Least, share of W"),
            "0",
            0,
            1,
            forms=("points",),
        ),
        Parameter(
            "cap",
            "number",
            both("最高（满分的比例）", "Most, share of W"),
            "1",
            0,
            2,
            forms=("points",),
        ),
        Parameter(
            "standards",
            "table",
            both("标准值表（由差到好）", "Standards, worst to best"),
            default=(),
            columns=(both("标准值", "Standard"), both("系数", "Coefficient")),
            forms=("standards",),
        ),
        Parameter(
            "below",
            "number",
            both("不及最低标准（满分的比例）", "Share of W below the worst"),
            "0",
            0,
            1,
            forms=("standards",),
        ),
    ),
    mark=mark_efficacy,
    describe=_describe_efficacy,
    tell=_tell_efficacy,
    optional_series=("bad", "good"),
    check=_check_efficacy,
)
