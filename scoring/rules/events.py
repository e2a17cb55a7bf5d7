"""The rule for events that add or take points."""

from collections.abc import Mapping
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


def mark_count(column: Column) -> Marked:
    """Mark by counting events: base plus so much each, minus so much each, each side capped.

    Under the effects `add` and `deduct` the events are the series "actual"; under `both` the
    good ones are "actual" and the bad ones "minus", and one of the two suffices.

    Source: rules F09 and F10, docs/scoring-rules.md.

    >>> from scoring.rules import mark_values
    >>> params = {"base": "1.5", "effect": "add", "add_each": "0.05", "add_cap": "0.5"}
    >>> mark_values("count", [14, 2], full=2, params=params).tolist()
    [2.0, 1.6]
    """
    effect = column.params["effect"]
    good, bad = column.values, column.read("minus")
    if effect == "add":
        bad = np.zeros_like(good)
    elif effect == "deduct":
        good, bad = np.zeros_like(good), column.values
    else:
        # One kind of event recorded means that the other was looked for and there was none.
        known = ~(np.isnan(good) & np.isnan(bad))
        good = np.where(np.isnan(good) & known, 0.0, good)
        bad = np.where(np.isnan(bad) & known, 0.0, bad)
    added = np.minimum(good * column.number("add_each"), _cap(column, "add_cap"))
    taken = np.minimum(bad * column.number("deduct_each"), _cap(column, "deduct_cap"))
    points = column.number("base") + added - taken
    points = np.clip(points, _end(column, "floor", -np.inf), _end(column, "ceiling", np.inf))
    return Marked(points, steps={"good": good, "bad": bad, "added": added, "taken": taken})


def _cap(column: Column, name: str) -> float:
    return _end(column, name, np.inf)


def _end(column: Column, name: str, otherwise: float) -> float:
    stated = column.number(name)
    return otherwise if np.isnan(stated) else stated


def _describe_count(params: Params) -> Text:
    zh, en = [], []
    if params["effect"] != "deduct":
        each, cap = show(params["add_each"]), params["add_cap"]
        zh.append(f"每件加{each}分" + (f"、最多{show(cap)}分" if cap != "" else ""))
        en.append(f"{each} points up for each" + (f", at most {show(cap)}" if cap != "" else ""))
    if params["effect"] != "add":
        each, cap = show(params["deduct_each"]), params["deduct_cap"]
        zh.append(f"每件减{each}分" + (f"、最多{show(cap)}分" if cap != "" else ""))
        en.append(f"{each} points off for each" + (f", at most {show(cap)}" if cap != "" else ""))
    ends = both("", "")
    if params["floor"] != "":
        ends["zh"] += f"，不低于{show(params['floor'])}分"
        ends["en"] += f", never below {show(params['floor'])}"
    if params["ceiling"] != "":
        ends["zh"] += f"，不高于{show(params['ceiling'])}分"
        ends["en"] += f", never above {show(params['ceiling'])}"
    base = show(params["base"])
    return both(
        f"基础{base}分，{'；'.join(zh)}{ends['zh']}。",
        f"From {base}: {'; '.join(en)}{ends['en']}.",
    )


def _tell_count(params: Params, steps: Mapping[str, Any]) -> Text:
    zh, en = [], []
    if params["effect"] != "deduct":
        good, added = show(steps["good"]), show(steps["added"])
        zh.append(f"加分{good}件、加{added}分")
        en.append(f"{good} good events, {added} points up")
    if params["effect"] != "add":
        bad, taken = show(steps["bad"]), show(steps["taken"])
        zh.append(f"减分{bad}件、减{taken}分")
        en.append(f"{bad} bad events, {taken} points off")
    return both("，".join(zh), ", ".join(en))


def _check_count(params: Params) -> list[RuleError]:
    if params["effect"] != "add" and params["floor"] == "":
        message = both(
            "有减分时须设下限，否则本项可能扣成负分",
            "State a floor: deductions could bring this item below zero",
        )
        return [RuleError("floor", message)]
    stated = params["floor"] != "" and params["ceiling"] != ""
    if stated and float(params["floor"]) > float(params["ceiling"]):
        message = both("上限不得低于下限", "The ceiling must not lie below the floor")
        return [RuleError("ceiling", message)]
    return []


COUNT = Rule(
    kind="count",
    name=both("计件加减分", "Events up or down"),
    parameters=(
        Parameter(
            "effect",
            "choice",
            both("事件的作用", "What events do"),
            default="add",
            choices={
                "add": both("加分", "Add"),
                "deduct": both("减分", "Deduct"),
                "both": both("有加有减", "Both"),
            },
        ),
        Parameter("base", "number", both("基础分", "Base"), "0", in_points=True),
        Parameter(
            "add_each",
            "number",
            both("每件加分", "Points up each"),
            "1",
            0,
            forms=("add", "both"),
            in_points=True,
        ),
        Parameter(
            "add_cap",
            "number",
            both("加分上限", "Most up"),
            "",
            0,
            forms=("add", "both"),
            in_points=True,
        ),
        Parameter(
            "deduct_each",
            "number",
            both("每件减分", "Points off each"),
            "1",
            0,
            forms=("deduct", "both"),
            in_points=True,
        ),
        Parameter(
            "deduct_cap",
            "number",
            both("减分上限", "Most off"),
            "",
            0,
            forms=("deduct", "both"),
            in_points=True,
        ),
        Parameter("floor", "number", both("本项下限", "Floor of the item"), in_points=True),
        Parameter("ceiling", "number", both("本项上限", "Ceiling of the item"), in_points=True),
    ),
    mark=mark_count,
    describe=_describe_count,
    tell=_tell_count,
    optional_series=("minus",),
    check=_check_count,
)
