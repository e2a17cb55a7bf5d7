"""The indicator tree as arrays: parents before children, weights in micro-points."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.bundle import BONUS, SCORED
from scoring.errors import BundleError, ScoringError
from scoring.quantise import MICRO, MOST_POINTS, IntArray, to_micro
from scoring.scheme import missing_law


@dataclass(frozen=True, eq=False)
class Node:
    """One node of the tree.

    Attributes:
        code, row: its key, and its row in every (N, K) array.
        parent: row of its parent, -1 for a child of the root.
        children: rows of its children, in their order; empty for a leaf.
        leaf: column of a leaf in every (N, L) array, -1 for an inner node.
        weight: points out of the whole total, in micro-points; a bonus node's weight stays
            outside the full marks.
        bonus: it adds or deducts on top.
        low, high: the clamp of its points, or None.
        source, rule, params: where its raw value comes from and how it becomes points.
        law: what happens when its value is missing, and the share that `floor` gives.
    """

    code: str
    row: int
    parent: int
    children: tuple[int, ...]
    leaf: int
    weight: int
    bonus: bool
    low: int | None
    high: int | None
    source: str
    rule: str
    params: dict[str, Any]
    law: tuple[str, float]

    @property
    def is_leaf(self) -> bool:
        """Whether the node scores itself instead of adding up its children."""
        return self.leaf >= 0


@dataclass(frozen=True, eq=False)
class Tree:
    """K nodes, parents before children, siblings in their declared order.

    Attributes:
        nodes: all nodes; `nodes[k].row == k`.
        leaves: the L leaves among them; `leaves[j].leaf == j`.
        tops: rows of the root's children.
    """

    nodes: tuple[Node, ...]
    leaves: tuple[Node, ...]
    tops: tuple[int, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The K codes in row order."""
        return tuple(node.code for node in self.nodes)

    @property
    def weights(self) -> IntArray:
        """(K,) micro-points of each node."""
        return np.array([node.weight for node in self.nodes], dtype=np.int64)

    @property
    def total_weight(self) -> int:
        """Full marks of an assessee to whom everything applies, bonus left out."""
        return sum(self.nodes[top].weight for top in self.tops if not self.nodes[top].bonus)

    def scored_children(self, node: Node | None) -> list[int]:
        """Rows of the children that share their parent's full marks (None means the root's)."""
        rows = self.tops if node is None else node.children
        return [row for row in rows if not self.nodes[row].bonus]


def build_tree(table: pd.DataFrame, default_law: str) -> Tree:
    """Check the `nodes` table of a bundle and put it into depth-first order.

    Args:
        table: the columns of `bundle.COLUMNS["nodes"]`.
        default_law: the scheme's law for missing values, for leaves that name none.
    Raises:
        BundleError: an unknown parent, a circle, a leaf with children, an inner node without,
            or a weight that is not the sum of its children's.
    """
    rows = table.set_index("node").to_dict("index")
    children: dict[str, list[str]] = {code: [] for code in ("", *rows)}
    for code, row in sorted(rows.items(), key=lambda item: (item[1]["position"], item[0])):
        if row["parent"] not in children:
            raise BundleError(f"Node {code} has an unknown parent: {row['parent']}")
        children[row["parent"]].append(code)
    order = _depth_first(children)
    if len(order) != len(rows):
        raise BundleError(f"Node {min(set(rows) - set(order))} hangs in a circle")
    number = {code: row for row, code in enumerate(order)}
    leaf_codes = [code for code in order if rows[code]["is_leaf"]]
    column = {code: leaf for leaf, code in enumerate(leaf_codes)}
    nodes = tuple(
        Node(
            code=code,
            row=number[code],
            parent=number.get(rows[code]["parent"], -1),
            children=tuple(number[child] for child in children[code]),
            leaf=column.get(code, -1),
            **_read(code, rows[code], default_law),
        )
        for code in order
    )
    tops = tuple(number[code] for code in children[""])
    tree = Tree(nodes, tuple(node for node in nodes if node.is_leaf), tops)
    _check(tree)
    return tree


def _depth_first(children: dict[str, list[str]]) -> list[str]:
    order: list[str] = []
    waiting = children[""][::-1]
    while waiting:
        code = waiting.pop()
        order.append(code)
        waiting.extend(reversed(children[code]))
    return order


def _read(code: str, row: dict[str, Any], default_law: str) -> dict[str, Any]:
    if row["kind"] not in (SCORED, BONUS):
        raise BundleError(f"Node {code} is neither scored nor bonus: {row['kind']!r}")
    try:
        weight, low, high = (_micro(row[name]) for name in ("weight", "floor", "cap"))
    except ScoringError as error:
        raise BundleError(f"Node {code}: {error}") from None
    return {
        "weight": weight or 0,
        "bonus": row["kind"] == BONUS,
        "low": low,
        "high": high,
        "source": row["source"],
        "rule": row["rule"],
        "params": json.loads(row["params"] or "{}"),
        "law": missing_law(row["missing"] or default_law),
    }


def _micro(text: str) -> int | None:
    return to_micro(text) if text != "" else None


def _check(tree: Tree) -> None:
    if not tree.leaves:
        raise BundleError("The system has no leaf")
    if tree.total_weight > MOST_POINTS * MICRO:
        raise BundleError(f"Full marks above {MOST_POINTS} points cannot be scored exactly")
    for node in tree.nodes:
        if node.weight < 0:
            raise BundleError(f"Node {node.code} has a weight below 0")
        if node.is_leaf and node.children:
            raise BundleError(f"Leaf {node.code} has children")
        if not node.is_leaf:
            _check_inner(tree, node)


def _check_inner(tree: Tree, node: Node) -> None:
    if not node.children:
        raise BundleError(f"Node {node.code} has no children and is no leaf")
    shared = tree.scored_children(node)
    if node.bonus and shared:
        raise BundleError(f"Bonus node {node.code} has a scored child")
    if not node.bonus and sum(tree.nodes[child].weight for child in shared) != node.weight:
        raise BundleError(f"The weight of {node.code} is not the sum of its children's")
