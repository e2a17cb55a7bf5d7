"""Why an assessee has the points it has: a line for every node, in words.

Nothing is recomputed in another way: points come from the outcome, and the steps in a sentence
from the same call of the rule that gave the points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from scoring.bundle import Bundle
from scoring.engine import Outcome, leaf_law, mark_leaf, score
from scoring.errors import ScoringError
from scoring.quantise import (
    MICRO,
    NO_TOTAL,
    BoolArray,
    FloatArray,
    IntArray,
    from_micro,
    normal_text,
    quantise,
)
from scoring.raw import LinkedTotals, RawValues, raw_values
from scoring.rules import Text, find_rule
from scoring.rules.base import both, percent
from scoring.scheme import FLOOR, HOLD
from scoring.tree import Node, Tree, build_tree


@dataclass(frozen=True)
class Line:
    """One node of the explanation; points in micro-points.

    Attributes:
        node, parent, depth, is_leaf, bonus: where it stands in the tree.
        raw: the raw value, None for an inner node or when missing.
        full_marks, points, lost: `lost` is what is short of full marks, 0 for bonus nodes.
        clamped: what the node's own cap or floor changed.
        place, of: the place in the group by the rate of points, 0 when it has none.
        median, best: of the group, at this assessee's full marks.
        sentence: what the rule did to the value; empty for an inner node.
        notes: what else bears on the points: own weight, clamp, neutral share, missing value.
    """

    node: str
    parent: str
    depth: int
    is_leaf: bool
    bonus: bool
    raw: float | None
    full_marks: int
    points: int
    lost: int
    clamped: int
    place: int
    of: int
    median: int
    best: int
    sentence: Text
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class Explanation:
    """All lines of one assessee; the points of the top lines and `cycle_clamped` are the total.

    Attributes:
        lines: parents before children.
        cycle_clamped: micro-points that the cycle's limits on all bonus changed.
        total_micro: the exact total, None while something missing holds it.
        total: the published one; `rounding` is the difference, the last line of the sum.
        rank, of: place in the group among those with a total.
    """

    assessee: str
    lines: tuple[Line, ...]
    cycle_clamped: int
    total_micro: int | None
    total: Decimal | None
    rounding: Decimal | None
    rank: int
    of: int


def explain(
    bundle: Bundle,
    assessee: str,
    linked_totals: LinkedTotals | None = None,
    outcome: Outcome | None = None,
) -> Explanation:
    """Explain the points of one assessee line by line.

    Args:
        outcome: of `score(bundle, linked_totals)`, when it is at hand.
    Raises:
        ScoringError: the assessee is not in the bundle.
    """
    if assessee not in bundle.assessee_index:
        raise ScoringError(f"Unknown assessee: {assessee}")
    outcome = outcome or score(bundle, linked_totals)
    tree = build_tree(bundle.nodes, bundle.scheme["missing"])
    raw = raw_values(bundle, tree, linked_totals or {})
    row = bundle.assessee_index.get_loc(assessee)
    lines = tuple(_lines(bundle, tree, raw, outcome, row))
    exact = int(outcome.total_micro[row])
    held = exact == NO_TOTAL
    total = None if held else from_micro(exact, outcome.decimals)
    return Explanation(
        assessee=assessee,
        lines=lines,
        cycle_clamped=int(outcome.cycle_clamped[row]),
        total_micro=None if held else exact,
        total=total,
        rounding=None if total is None else total - from_micro(exact),
        rank=int(outcome.rank[row]),
        of=int(outcome.decided.sum()),
    )


def _lines(
    bundle: Bundle, tree: Tree, raw: RawValues, outcome: Outcome, row: int
) -> Iterator[Line]:
    depth: dict[int, int] = {-1: -1}
    for node in tree.nodes:
        depth[node.row] = depth[node.parent] + 1
        full, points = int(outcome.full_marks[row, node.row]), int(outcome.points[row, node.row])
        value = float(raw.actual[row, node.leaf]) if node.is_leaf else float("nan")
        place, of, median, best = _standing(outcome, node, raw, row)
        yield Line(
            node=node.code,
            parent=tree.nodes[node.parent].code if node.parent >= 0 else "",
            depth=depth[node.row],
            is_leaf=node.is_leaf,
            bonus=node.bonus,
            raw=None if np.isnan(value) else value,
            full_marks=full,
            points=points,
            lost=0 if node.bonus else full - points,
            clamped=int(outcome.clamped[row, node.row]),
            place=place,
            of=of,
            median=median,
            best=best,
            sentence=_sentence(bundle, node, raw, outcome, row),
            notes=tuple(_notes(node, outcome, row)),
        )


def _standing(outcome: Outcome, node: Node, raw: RawValues, row: int) -> tuple[int, int, int, int]:
    """Place, number of members, median and best of a node, by the rate of points to full marks."""
    counted = _counted(outcome, node, raw)
    if not counted[row]:
        return 0, int(counted.sum()), 0, 0
    full: FloatArray = np.ones(len(counted)) * MICRO
    if not node.bonus:
        full = outcome.full_marks[:, node.row].astype(np.float64)
    rate = outcome.points[counted, node.row] / full[counted]
    # Six decimals of a rate, so that equal points at equal full marks cannot differ by a last bit.
    exact: IntArray = quantise(rate)
    mine = exact[int(counted[:row].sum())]
    worth = full[row] / MICRO
    median = int(quantise(np.array([np.median(rate) * worth]))[0])
    best = int(quantise(np.array([rate.max() * worth]))[0])
    return 1 + int((exact > mine).sum()), len(exact), median, best


def _counted(outcome: Outcome, node: Node, raw: RawValues) -> BoolArray:
    worth: BoolArray = outcome.full_marks[:, node.row] > 0
    if node.bonus:
        worth = np.ones(len(worth), dtype=bool)
    if not node.is_leaf:
        return worth
    lacking = outcome.missing.loc[outcome.missing["node"] == node.code, "assessee"]
    absent = np.isin(np.array(outcome.assessees, dtype=object), lacking.to_numpy(dtype=object))
    counted: BoolArray = worth & raw.applies[:, node.leaf] & ~absent
    return counted


def _sentence(bundle: Bundle, node: Node, raw: RawValues, outcome: Outcome, row: int) -> Text:
    if not node.is_leaf:
        return both("", "")
    if not raw.applies[row, node.leaf]:
        return both(
            "本项不适用，分值按比例分给同级其他指标。",
            "Does not apply; its weight went to its siblings in proportion.",
        )
    marked = mark_leaf(bundle, node, raw)
    if np.isnan(marked.points[row]):
        return _missing_sentence(node, raw, row)
    if marked.neutral:
        share = percent(bundle.scheme["neutral_share"])
        return both(
            f"组内可比对象不足或各值无差异，全组按满分的{share}计。",
            f"The group is too small or has no spread: everyone gets {share} of full marks.",
        )
    rule = find_rule(node.rule)
    steps = {name: _at(step, row) for name, step in marked.steps.items()}
    steps["value"] = raw.actual[row, node.leaf]
    told = rule.tell(rule.complete(node.params), steps)
    points = normal_text(from_micro(outcome.points[row, node.row]))
    if node.bonus:
        return both(f"{told['zh']}，计{points}分。", f"{told['en']}; {points} points.")
    full = normal_text(from_micro(outcome.full_marks[row, node.row]))
    return both(
        f"{told['zh']}，得{points}分（满分{full}分）。",
        f"{told['en']}; {points} of {full} points.",
    )


def _at(step: Any, row: int) -> Any:
    return step[row] if isinstance(step, np.ndarray) else step


def _missing_sentence(node: Node, raw: RawValues, row: int) -> Text:
    lack = both("尚无数据", "No value yet")
    if not np.isnan(raw.actual[row, node.leaf]):
        lack = both(
            "已有完成值，但目标值、上期值等计算依据缺失或不可用",
            "There is a value, but what it is measured against is missing or unusable",
        )
    law, share = leaf_law(node)
    if law == HOLD:
        return both(f"{lack['zh']}，总分暂缓。", f"{lack['en']}; the total is held.")
    if law == FLOOR:
        given = percent(share)
        return both(
            f"{lack['zh']}，按方案计满分的{given}。",
            f"{lack['en']}; the scheme gives {given} of full marks.",
        )
    return both(
        f"{lack['zh']}，分值按比例分给同级其他指标。",
        f"{lack['en']}; its weight went to its siblings in proportion.",
    )


def _notes(node: Node, outcome: Outcome, row: int) -> Iterator[Text]:
    full = int(outcome.full_marks[row, node.row])
    if not node.bonus and full not in (node.weight, 0):
        usual, own = (normal_text(from_micro(marks)) for marks in (node.weight, full))
        yield both(
            f"本对象满分为{own}分，通用满分为{usual}分。",
            f"Full marks are {own} here, {usual} in the system.",
        )
    clamped = int(outcome.clamped[row, node.row])
    if clamped:
        change = normal_text(from_micro(abs(clamped)))
        if clamped < 0:
            yield both(f"超出上限，减{change}分。", f"Above the cap: {change} points off.")
        else:
            yield both(f"低于下限，补{change}分。", f"Below the floor: {change} points added.")
