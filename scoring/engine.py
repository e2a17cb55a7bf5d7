"""From a bundle to its outcome: the whole calculation of one comparison group, in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

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
    to_micro,
)
from scoring.ranking import rank_totals
from scoring.raw import LinkedTotals, RawValues, raw_values
from scoring.rollup import full_marks, roll_up
from scoring.rules import Column, Marked, find_rule
from scoring.scheme import DECIDED_ELSEWHERE, FLOOR, HOLD, RENORMALISE
from scoring.tree import Node, Tree, build_tree
from scoring.workings import OF_SCHEME, Scores, Workings, rounded_totals, steps_of


@dataclass(frozen=True, eq=False)
class Outcome(Scores):
    """The result of one comparison group: its scores, and how it came to them.

    Attributes:
        leaves: the L codes of the leaves; the column order of (N, L) arrays.
        missing: table of assessee, node, reason and the law that applied. The reason is "value",
            "basis" (a value, but no target or last period to measure it against), or "nothing"
            (no node, because nothing with a weight is left for the assessee).
        workings: raw values, steps, clamps and gaps, from which `explain` tells.
    """

    leaves: tuple[str, ...]
    missing: pd.DataFrame
    workings: Workings

    @property
    def raw(self) -> FloatArray:
        """(N, L) raw values, NaN where missing or not applying."""
        return self.workings.raw.actual

    @property
    def applies(self) -> BoolArray:
        """(N, L) whether the leaf concerns the assessee."""
        return self.workings.raw.applies

    @property
    def neutral(self) -> BoolArray:
        """(L,) leaves whose group could not be compared, so everyone got the neutral share."""
        return self.workings.neutral

    @property
    def leaf_points(self) -> IntArray:
        """(N, L) points of the leaves."""
        return self.points[:, [self.nodes.index(code) for code in self.leaves]]

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
    marked = [
        mark_leaf(bundle.scheme, leaf, raw.actual[:, leaf.leaf], partial(raw.read, leaf.code))
        for leaf in tree.leaves
    ]
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
    assessees = tuple(bundle.assessee_index.to_list())
    return Outcome(
        assessees=assessees,
        nodes=tree.codes,
        leaves=tuple(leaf.code for leaf in tree.leaves),
        points=rolled.points,
        full_marks=full,
        missing=_missing(bundle, tree, raw, lacking, empty),
        total_micro=total_micro,
        rank=rank_totals(rounded_totals(total_micro, decimals), bundle.scheme["ties"]),
        decimals=decimals,
        workings=Workings(
            assessees=assessees,
            tree=tree,
            scheme={key: bundle.scheme[key] for key in OF_SCHEME},
            raw=raw,
            lacking=lacking,
            neutral=np.array([mark.neutral for mark in marked]),
            clamped=rolled.clamped,
            cycle_clamped=rolled.cycle_clamped,
            steps=tuple(steps_of(mark) for mark in marked),
        ),
    )


def mark_leaf(
    scheme: Mapping[str, Any], leaf: Node, values: FloatArray, read: Callable[[str], FloatArray]
) -> Marked:
    """Apply a leaf's rule to raw values of a group; `read` gives the leaf's other series."""
    rule = find_rule(leaf.rule)
    column = Column(
        values=values,
        full=leaf.weight / MICRO,
        params=rule.complete(leaf.params),
        read=read,
        neutral_share=float(parse_number(scheme["neutral_share"])),
        smallest_group=scheme["smallest_group"],
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
