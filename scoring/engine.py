"""From a bundle to its outcome: the whole calculation of one comparison group, in order."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from scoring.bundle import Bundle
from scoring.quantise import (
    MICRO,
    NO_TOTAL,
    BoolArray,
    FloatArray,
    IntArray,
    parse_number,
    quantise,
    round_micro,
    to_micro,
)
from scoring.ranking import rank_totals
from scoring.raw import LinkedTotals, RawValues, raw_values
from scoring.rollup import full_marks, roll_up
from scoring.rules import Column, Marked, find_rule
from scoring.scheme import DECIDED_ELSEWHERE, FLOOR, HOLD, RENORMALISE
from scoring.tree import Node, Tree, build_tree


@dataclass(frozen=True, eq=False)
class Outcome:
    """The result of one comparison group. N assessees, L leaves, K nodes; points in micro-points.

    Attributes:
        assessees: the N natural keys, sorted; the row order of all arrays.
        nodes, leaves: the K and L codes, parents before children; the column orders.
        raw: (N, L) raw values, NaN where missing or not applying.
        applies: (N, L) whether the leaf concerns the assessee.
        points: (N, K) points of every node; those of a leaf are its contribution.
        full_marks: (N, K) what the node is worth for the assessee; 0 for bonus nodes.
        clamped: (N, K) what a node's own cap or floor changed, else 0.
        cycle_clamped: (N,) what the cycle's limits on all bonus together changed.
        neutral: (L,) leaves whose group could not be compared, so everyone got the neutral share.
        missing: table of assessee, node, reason and the law that applied. The reason is "value",
            "basis" (a value, but no target or last period to measure it against), or "nothing"
            (no node, because nothing with a weight is left for the assessee).
        total_micro: (N,) exact totals, `NO_TOTAL` while something missing holds them.
        total: (N,) totals rounded once, as integers of 10**-decimals points, or `NO_TOTAL`.
        rank: (N,) places from 1, 0 without a total.
        decimals: of the scheme.
    """

    assessees: tuple[str, ...]
    nodes: tuple[str, ...]
    leaves: tuple[str, ...]
    raw: FloatArray
    applies: BoolArray
    points: IntArray
    full_marks: IntArray
    clamped: IntArray
    cycle_clamped: IntArray
    neutral: BoolArray
    missing: pd.DataFrame
    total_micro: IntArray
    total: IntArray
    rank: IntArray
    decimals: int

    @property
    def decided(self) -> BoolArray:
        """(N,) who has a total."""
        decided: BoolArray = self.total_micro != NO_TOTAL
        return decided

    @property
    def leaf_points(self) -> IntArray:
        """(N, L) points of the leaves."""
        return self.points[:, [self.nodes.index(code) for code in self.leaves]]

    def totals(self) -> dict[str, Decimal | None]:
        """Published totals by assessee, None where there is none."""
        return {
            assessee: Decimal(int(total)).scaleb(-self.decimals) if total != NO_TOTAL else None
            for assessee, total in zip(self.assessees, self.total, strict=True)
        }

    def linked_totals(self) -> dict[str, int | None]:
        """Exact totals by assessee, for the groups that are linked to this one."""
        return {
            assessee: int(total) if total != NO_TOTAL else None
            for assessee, total in zip(self.assessees, self.total_micro, strict=True)
        }


def score(bundle: Bundle, linked_totals: LinkedTotals | None = None) -> Outcome:
    """Score one comparison group.

    Args:
        bundle: everything about the group.
        linked_totals: exact totals of assessees that the bundle's links name (`Outcome.
            linked_totals` of the groups computed before); None or absent while undecided.
    Raises:
        ScoringError: the bundle contradicts itself; the message names where.
    Source: docs/scoring-rules.md.
    """
    tree = build_tree(bundle.nodes, bundle.scheme["missing"])
    raw = raw_values(bundle, tree, linked_totals or {})
    marked = [mark_leaf(bundle, leaf, raw) for leaf in tree.leaves]
    points = np.array([mark.points for mark in marked]).T
    points[~raw.applies] = np.nan
    lacking = raw.applies & np.isnan(points)
    counts = raw.applies & ~(lacking & _laws(tree, RENORMALISE))
    full = full_marks(bundle, tree, counts)
    leaf_points = quantise(_points(tree, points, full, lacking))
    rolled = roll_up(tree, leaf_points, _limit(bundle, "bonus_floor"), _limit(bundle, "bonus_cap"))
    tops = tree.scored_children(None)
    # All weight had to go somewhere; where nothing could take it there is nothing to be judged by.
    empty = full[:, tops].sum(axis=1) != tree.total_weight
    held = (lacking & _laws(tree, HOLD)).any(axis=1) | empty
    total_micro = np.where(held, NO_TOTAL, rolled.total)
    decimals = bundle.scheme["decimals"]
    total = np.where(held, NO_TOTAL, round_micro(rolled.total, decimals))
    return Outcome(
        assessees=tuple(bundle.assessee_index.to_list()),
        nodes=tree.codes,
        leaves=tuple(leaf.code for leaf in tree.leaves),
        raw=raw.actual,
        applies=raw.applies,
        points=rolled.points,
        full_marks=full,
        clamped=rolled.clamped,
        cycle_clamped=rolled.cycle_clamped,
        neutral=np.array([mark.neutral for mark in marked]),
        missing=_missing(bundle, tree, raw, lacking, empty),
        total_micro=total_micro,
        total=total,
        rank=rank_totals(total, bundle.scheme["ties"]),
        decimals=decimals,
    )


def mark_leaf(bundle: Bundle, leaf: Node, raw: RawValues) -> Marked:
    """Apply a leaf's rule to the whole group; `explain` calls it again for the steps."""
    rule = find_rule(leaf.rule)
    column = Column(
        values=raw.actual[:, leaf.leaf],
        full=leaf.weight / MICRO,
        params=rule.complete(leaf.params),
        read=lambda series: raw.read(leaf.code, series),
        neutral_share=float(parse_number(bundle.scheme["neutral_share"])),
        smallest_group=bundle.scheme["smallest_group"],
    )
    return rule.mark(column)


def leaf_law(leaf: Node) -> tuple[str, float]:
    """Return the law for a missing value of a leaf, and the share that `floor` gives."""
    return (HOLD, 0.0) if leaf.source in DECIDED_ELSEWHERE else leaf.law


def _laws(tree: Tree, name: str) -> BoolArray:
    return np.array([leaf_law(leaf)[0] == name for leaf in tree.leaves])


def _points(tree: Tree, marked: FloatArray, full: IntArray, lacking: BoolArray) -> FloatArray:
    """Scale what the rules gave to each assessee's own full marks; missing gets its floor or 0."""
    points = np.nan_to_num(marked, nan=0.0)
    for leaf in tree.leaves:
        column = points[:, leaf.leaf]
        if not leaf.bonus:
            own = full[:, leaf.row]
            # Only where they differ, so that the usual case takes no detour through a quotient.
            other = own != leaf.weight
            if other.any():
                column[other] *= own[other] / max(leaf.weight, 1)
        law, share = leaf_law(leaf)
        if law == FLOOR:
            gap = lacking[:, leaf.leaf]
            column[gap] = share * full[gap, leaf.row] / MICRO
    return points


def _limit(bundle: Bundle, key: str) -> int | None:
    text = bundle.scheme[key]
    return to_micro(text) if text != "" else None


def _missing(
    bundle: Bundle, tree: Tree, raw: RawValues, lacking: BoolArray, empty: BoolArray
) -> pd.DataFrame:
    """List what is missing: a value, what a value is measured against, or all that has weight."""
    rows, columns = np.nonzero(lacking)
    codes = np.array([leaf.code for leaf in tree.leaves], dtype=object)
    laws = np.array([leaf_law(leaf)[0] for leaf in tree.leaves], dtype=object)
    valued = ~np.isnan(raw.actual[rows, columns])
    idle = np.flatnonzero(empty)
    return pd.DataFrame(
        {
            "assessee": bundle.assessee_index.to_numpy(dtype=object)[np.append(rows, idle)],
            "node": np.append(codes[columns], np.full(len(idle), "", dtype=object)),
            "reason": [*np.where(valued, "basis", "value"), *["nothing"] * len(idle)],
            "law": np.append(laws[columns], np.full(len(idle), HOLD, dtype=object)),
        }
    )
