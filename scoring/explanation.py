"""Why an assessee has the points it has: a line for every node, in words.

Nothing is computed again: points are those that are stored, and the steps in a sentence those of
the call of the rule that gave the points. Places, medians and bests are read off the points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from scoring.engine import leaf_law
from scoring.errors import ScoringError
from scoring.quantise import (
    MICRO,
    NO_TOTAL,
    BoolArray,
    FloatArray,
    IntArray,
    from_micro,
    plain,
    quantise,
)
from scoring.ranking import rank_totals
from scoring.rules import Text, find_rule
from scoring.rules.base import both, minus, percent
from scoring.scheme import FLOOR, HOLD
from scoring.tree import Node
from scoring.workings import Scores, Workings


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
        rank, of: place in the group by the totals, 0 without one, and how many have one.
    """

    assessee: str
    lines: tuple[Line, ...]
    cycle_clamped: int
    total_micro: int | None
    total: Decimal | None
    rounding: Decimal | None
    rank: int
    of: int

    @property
    def adds_up(self) -> bool:
        """Whether the points of every node and the total are the sum of the lines below them."""
        below: dict[str, int] = {}
        for line in self.lines:
            below[line.parent] = below.get(line.parent, 0) + line.points
        sums = all(
            below[line.node] + line.clamped == line.points
            for line in self.lines
            if not line.is_leaf
        )
        held = self.total_micro is None
        return sums and (held or below[""] + self.cycle_clamped == self.total_micro)


def explain(workings: Workings, scores: Scores, assessee: str) -> Explanation:
    """Explain the points of one assessee line by line, without scoring.

    Args:
        workings: kept when the group was scored (`Outcome.workings`).
        scores: the group's points as stored, in the same order; an `Outcome` is one.
    Raises:
        ScoringError: the assessee is not in the group, or the two are not of one group.
    """
    if assessee not in scores.assessees:
        raise ScoringError(f"Unknown assessee: {assessee}")
    if (workings.assessees, workings.tree.codes) != (scores.assessees, scores.nodes):
        raise ScoringError("The workings belong to other results")
    row = scores.assessees.index(assessee)
    exact = int(scores.total_micro[row])
    held = exact == NO_TOTAL
    total = None if held else from_micro(exact, scores.decimals)
    places = rank_totals(scores.total, workings.scheme["ties"])
    return Explanation(
        assessee=assessee,
        lines=tuple(_lines(workings, scores, row)),
        cycle_clamped=int(workings.cycle_clamped[row]),
        total_micro=None if held else exact,
        total=total,
        rounding=None if total is None else total - from_micro(exact),
        rank=int(places[row]),
        of=int(scores.decided.sum()),
    )


def _lines(workings: Workings, scores: Scores, row: int) -> Iterator[Line]:
    tree, raw = workings.tree, workings.raw
    depth: dict[int, int] = {-1: -1}
    for node in tree.nodes:
        depth[node.row] = depth[node.parent] + 1
        full, points = int(scores.full_marks[row, node.row]), int(scores.points[row, node.row])
        value = float(raw.actual[row, node.leaf]) if node.is_leaf else float("nan")
        place, of, median, best = _standing(workings, scores, node, row)
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
            clamped=int(workings.clamped[row, node.row]),
            place=place,
            of=of,
            median=median,
            best=best,
            sentence=_sentence(workings, node, row, points, full),
            notes=tuple(_notes(workings, node, row, full)),
        )


def _standing(
    workings: Workings, scores: Scores, node: Node, row: int
) -> tuple[int, int, int, int]:
    """Place, number of members, median and best of a node, by the rate of points to full marks."""
    counted = _counted(workings, scores, node)
    if not counted[row]:
        return 0, int(counted.sum()), 0, 0
    full: FloatArray = np.ones(len(counted)) * MICRO
    if not node.bonus:
        full = scores.full_marks[:, node.row].astype(np.float64)
    rate = scores.points[counted, node.row] / full[counted]
    # Six decimals of a rate, so that equal points at equal full marks cannot differ by a last bit.
    exact: IntArray = quantise(rate)
    mine = exact[int(counted[:row].sum())]
    worth = full[row] / MICRO
    median = int(quantise(np.array([np.median(rate) * worth]))[0])
    best = int(quantise(np.array([rate.max() * worth]))[0])
    return 1 + int((exact > mine).sum()), len(exact), median, best


def _counted(workings: Workings, scores: Scores, node: Node) -> BoolArray:
    worth: BoolArray = scores.full_marks[:, node.row] > 0
    if node.bonus:
        worth = np.ones(len(worth), dtype=bool)
    if not node.is_leaf:
        return worth
    counted: BoolArray = (
        worth & workings.raw.applies[:, node.leaf] & ~workings.lacking[:, node.leaf]
    )
    return counted


def _sentence(workings: Workings, node: Node, row: int, points: int, full: int) -> Text:
    if not node.is_leaf:
        return both("", "")
    if not workings.raw.applies[row, node.leaf]:
        return both(
            "本项不适用，分值按比例分给同级其他指标。",
            "Does not apply; its weight went to its siblings in proportion.",
        )
    if workings.lacking[row, node.leaf]:
        return _missing_sentence(workings, node, row)
    if workings.neutral[node.leaf]:
        share = percent(workings.scheme["neutral_share"])
        return both(
            f"组内可比对象不足或各值无差异，全组按满分的{share}计。",
            f"The group is too small or has no spread: everyone gets {share} of full marks.",
        )
    rule = find_rule(node.rule)
    steps = {name: step[row] for name, step in workings.steps[node.leaf].items()}
    steps["value"] = workings.raw.actual[row, node.leaf]
    told = rule.tell(rule.complete(node.params), steps)
    given = _shown(workings, points)
    if node.bonus:
        return both(f"{told['zh']}，计{given}分。", f"{told['en']}; {given} points.")
    whole = _shown(workings, full)
    return both(
        f"{told['zh']}，得{given}分（满分{whole}分）。",
        f"{told['en']}; {given} of {whole} points.",
    )


def _shown(workings: Workings, micro: int) -> str:
    """Points in a sentence: as many decimals as totals have, at least two; exact in the line."""
    return minus(plain(from_micro(micro), max(2, workings.scheme["decimals"])))


def _missing_sentence(workings: Workings, node: Node, row: int) -> Text:
    lack = both("尚无数据", "No value yet")
    if not np.isnan(workings.raw.actual[row, node.leaf]):
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


def _notes(workings: Workings, node: Node, row: int, full: int) -> Iterator[Text]:
    if not node.bonus and full not in (node.weight, 0):
        usual, own = _shown(workings, node.weight), _shown(workings, full)
        yield both(
            f"本对象满分为{own}分，通用满分为{usual}分。",
            f"Full marks are {own} here, {usual} in the system.",
        )
    clamped = int(workings.clamped[row, node.row])
    if clamped:
        change = _shown(workings, abs(clamped))
        if clamped < 0:
            yield both(f"超出上限，减{change}分。", f"Above the cap: {change} points off.")
        else:
            yield both(f"低于下限，补{change}分。", f"Below the floor: {change} points added.")
