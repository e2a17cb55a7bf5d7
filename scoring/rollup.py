"""Full marks and points up the tree, in whole micro-points.

Nothing here rounds: where a weight must be shared out, the shares are integers that add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.bundle import WEIGHTS, Bundle
from scoring.errors import BundleError
from scoring.quantise import BoolArray, IntArray, to_micro
from scoring.tree import Node, Tree


@dataclass(frozen=True, eq=False)
class RolledUp:
    """Points of every node.

    Attributes:
        points: (N, K) micro-points of each node after its own clamp.
        clamped: (N, K) what cap and floor of a node changed; 0 where they did not act.
        cycle_clamped: (N,) what the cycle's limits on all bonus together changed.
        total: (N,) micro-points: all tops and `cycle_clamped`.
    """

    points: IntArray
    clamped: IntArray
    cycle_clamped: IntArray
    total: IntArray


def share_out(amount: IntArray, weights: IntArray) -> IntArray:
    """Share integers in proportion to weights, so that the shares add up exactly.

    Each gets its share rounded down; what is left goes one by one to the largest remainders, the
    earlier sibling first (largest remainder method).

    Args:
        amount: (M,) what each row shares out.
        weights: (M, C) of at least 0; a row of zeros gets nothing.
    Returns:
        (M, C) shares; each row adds up to its amount.

    >>> share_out(np.array([100]), np.array([[1, 1, 1]]))
    array([[34, 33, 33]])
    """
    whole = weights.sum(axis=1, keepdims=True)
    product = amount[:, None] * weights
    safe = np.maximum(whole, 1)
    shares = product // safe
    left = np.where(whole[:, 0] > 0, amount - shares.sum(axis=1), 0)
    by_remainder = np.argsort(-(product % safe), axis=1, kind="stable")
    place = np.empty_like(by_remainder)
    np.put_along_axis(place, by_remainder, np.arange(weights.shape[1])[None, :], axis=1)
    result: IntArray = shares + (place < left[:, None])
    return result


def full_marks(bundle: Bundle, tree: Tree, applies: BoolArray) -> IntArray:
    """Work out what each node is worth for each assessee.

    A leaf that does not apply passes its weight to its siblings in proportion; when a whole node
    has nothing left, its weight goes to the node's siblings. Overrides replace weights first.

    Args:
        applies: (N, L) leaves that count, missing ones that renormalise left out.
    Returns:
        (N, K) micro-points; each scored node is exactly the sum of its scored children.
    Raises:
        BundleError: overrides that change an assessee's full marks.
    """
    size = len(applies)
    overridden = _overrides(bundle, tree)
    own_rows = np.zeros(size, dtype=bool)
    own_rows[overridden["row"]] = True
    special = np.flatnonzero(own_rows | ~applies.all(axis=1))
    full = np.broadcast_to(np.where(_bonus(tree), 0, tree.weights), (size, len(tree.nodes)))
    if not special.size:
        return full
    full = full.copy()
    weights = _own_weights(tree, overridden, special, size)
    full[special] = _share_down(tree, weights, applies[special])
    return full


def roll_up(
    tree: Tree, leaf_points: IntArray, bonus_low: int | None, bonus_high: int | None
) -> RolledUp:
    """Add leaves up to nodes and the total, clamping where a cap or floor is declared.

    Args:
        leaf_points: (N, L) micro-points given by the rules.
        bonus_low, bonus_high: the cycle's limits on all bonus and deduction together.
    """
    # Column by column, as all work here goes.
    points = np.zeros((len(leaf_points), len(tree.nodes)), dtype=np.int64, order="F")
    clamped = np.zeros_like(points)
    for node in reversed(tree.nodes):
        sums = leaf_points[:, node.leaf] if node.is_leaf else _sum_columns(points, node.children)
        points[:, node.row] = sums
        if node.low is not None or node.high is not None:
            points[:, node.row] = np.clip(sums, node.low, node.high)
            clamped[:, node.row] = points[:, node.row] - sums
    cycle = np.zeros(len(points), dtype=np.int64)
    if bonus_low is not None or bonus_high is not None:
        highest = [
            node.row
            for node in tree.nodes
            if node.bonus and (node.parent < 0 or not tree.nodes[node.parent].bonus)
        ]
        bonus = _sum_columns(points, highest)
        cycle = np.clip(bonus, bonus_low, bonus_high) - bonus
    return RolledUp(points, clamped, cycle, _sum_columns(points, tree.tops) + cycle)


def _sum_columns(points: IntArray, rows: Sequence[int]) -> IntArray:
    total = np.zeros(len(points), dtype=np.int64)
    for row in rows:
        total += points[:, row]
    return total


def _bonus(tree: Tree) -> BoolArray:
    return np.array([node.bonus for node in tree.nodes])


def _overrides(bundle: Bundle, tree: Tree) -> pd.DataFrame:
    """Read the `weights` table as rows of (row, node row, micro weight)."""
    table = bundle.table(WEIGHTS)
    number = {node.code: node.row for node in tree.nodes}
    for code in table["node"]:
        if tree.nodes[number[code]].bonus:
            raise BundleError(f"Bonus node {code} has no weight to override")
    weights = [to_micro(text) for text in table["weight"]]
    if any(weight < 0 for weight in weights):
        raise BundleError("An overriding weight lies below 0")
    return pd.DataFrame(
        {
            "row": bundle.rows_of(table["assessee"], WEIGHTS),
            "node": np.array([number[code] for code in table["node"]], dtype=np.intp),
            "weight": np.array(weights, dtype=np.int64),
        }
    )


def _own_weights(
    tree: Tree, overridden: pd.DataFrame, special: NDArray[np.intp], size: int
) -> IntArray:
    """Weights of the special rows before sharing; an inner node adds up unless overridden."""
    at = np.full(size, -1)
    at[special] = np.arange(len(special))
    stated = np.full((len(special), len(tree.nodes)), -1, dtype=np.int64)
    stated[at[overridden["row"]], overridden["node"]] = overridden["weight"]
    weights = np.zeros_like(stated)
    for node in reversed(tree.nodes):
        if node.bonus:
            continue
        children = tree.scored_children(node)
        usual = (
            np.full(len(special), node.weight) if node.is_leaf else _sum_columns(weights, children)
        )
        own = stated[:, node.row]
        weights[:, node.row] = np.where(own >= 0, own, usual)
    total = _sum_columns(weights, tree.scored_children(None))
    if (total != tree.total_weight).any():
        raise BundleError("Weights of an assessee do not add up to the system's full marks")
    return weights


def _share_down(tree: Tree, weights: IntArray, applies: BoolArray) -> IntArray:
    active = np.zeros(weights.shape, dtype=bool)
    for node in reversed(tree.nodes):
        if node.is_leaf:
            active[:, node.row] = applies[:, node.leaf]
        else:
            active[:, node.row] = active[:, tree.scored_children(node)].any(axis=1)
    weights = np.where(active, weights, 0)
    full = np.zeros_like(weights)
    whole = np.full(len(full), tree.total_weight, dtype=np.int64)
    parents: list[Node | None] = [None, *(node for node in tree.nodes if node.children)]
    for parent in parents:
        children = tree.scored_children(parent)
        if children:
            amount = whole if parent is None else full[:, parent.row]
            full[:, children] = share_out(amount, weights[:, children])
    return full
