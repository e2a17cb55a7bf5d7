"""How a comparison group was scored, kept beside its results: enough to explain, without scoring.

The container is a ZIP of JSON and of plain columns of numbers; nothing in it is ever executed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.bundle import ACTUAL
from scoring.canonical import canonical_json, pack_parts, unpack_parts
from scoring.quantise import NO_TOTAL, BoolArray, FloatArray, IntArray, round_micro
from scoring.raw import RawValues
from scoring.rules import Marked, find_rule
from scoring.tree import Node, Tree

Column: TypeAlias = NDArray[Any]
Key: TypeAlias = tuple[str, ...]

HEAD, NUMBERS = "workings.json", "columns.bin"
# What explaining asks of the scheme.
OF_SCHEME = ("decimals", "ties", "neutral_share", "smallest_group")
# How the columns of each kind are kept: bits of a float, whole numbers, yes or no.
TYPES = {"f": "<f8", "i": "<i8", "u": "<i8", "b": "|b1"}


@dataclass(frozen=True, eq=False)
class Scores:
    """The points of one comparison group, as they are stored. N assessees, K nodes; micro-points.

    Attributes:
        assessees: the N natural keys, sorted; the row order of all arrays.
        nodes: the K codes, parents before children; the column order.
        points: (N, K) points of every node; those of a leaf are its contribution.
        full_marks: (N, K) what the node is worth for the assessee; 0 for bonus nodes.
        total_micro: (N,) exact totals, `NO_TOTAL` while something missing holds them.
        rank: (N,) places from 1, 0 without a total.
        decimals: of the scheme.
    """

    assessees: tuple[str, ...]
    nodes: tuple[str, ...]
    points: IntArray
    full_marks: IntArray
    total_micro: IntArray
    rank: IntArray
    decimals: int

    @property
    def decided(self) -> BoolArray:
        """(N,) who has a total."""
        decided: BoolArray = self.total_micro != NO_TOTAL
        return decided

    @cached_property
    def total(self) -> IntArray:
        """(N,) totals rounded once, as integers of 10**-decimals points, or `NO_TOTAL`."""
        return rounded_totals(self.total_micro, self.decimals)

    def totals(self) -> dict[str, Decimal | None]:
        """Published totals by assessee, None where there is none."""
        return {
            assessee: Decimal(int(total)).scaleb(-self.decimals) if total != NO_TOTAL else None
            for assessee, total in zip(self.assessees, self.total, strict=True)
        }


def rounded_totals(total_micro: IntArray, decimals: int) -> IntArray:
    """Round exact totals once, half up; `NO_TOTAL` stays.

    >>> rounded_totals(np.array([89_425_000, NO_TOTAL]), 2).tolist() == [8943, NO_TOTAL]
    True
    """
    held = total_micro == NO_TOTAL
    return np.where(held, NO_TOTAL, round_micro(np.where(held, 0, total_micro), decimals))


@dataclass(frozen=True, eq=False)
class Workings:
    """What stands between the inputs of a group and its points. N assessees, L leaves, K nodes.

    Attributes:
        assessees: the N natural keys, sorted; the row order of all arrays.
        tree: the indicator tree with its rules.
        scheme: what explaining asks of it: the keys of `OF_SCHEME`.
        raw: the raw values, and those other series that rules read.
        lacking: (N, L) where a leaf applies and could not be marked.
        neutral: (L,) leaves whose group could not be compared, so everyone got the neutral share.
        clamped: (N, K) what a node's own cap or floor changed, else 0.
        cycle_clamped: (N,) what the cycle's limits on all bonus together changed.
        steps: for each leaf the named values on the way, (N,) each; what one step says for the
            whole group is the same number N times.
    """

    assessees: tuple[str, ...]
    tree: Tree
    scheme: Mapping[str, Any]
    raw: RawValues
    lacking: BoolArray
    neutral: BoolArray
    clamped: IntArray
    cycle_clamped: IntArray
    steps: tuple[Mapping[str, Column], ...]

    def to_bytes(self) -> bytes:
        """Pack the workings for storage; `from_bytes` reads them back."""
        writer = _Writer()
        for key, column in self._columns():
            writer.add(key, column)
        head = {**self._head(), "columns": writer.entries}
        # A scheme made by hand may hold exact numbers, which are read from text as well.
        text = json.dumps(head, ensure_ascii=False, sort_keys=True, default=str)
        return pack_parts({HEAD: text.encode(), NUMBERS: bytes(writer.content)})

    @classmethod
    def from_bytes(cls, container: bytes) -> Self:
        """Rebuild stored workings."""
        parts = unpack_parts(container)
        head = json.loads(parts[HEAD])
        tree = _read_tree(head["nodes"])
        size = len(head["assessees"])
        columns = _read_columns(head["columns"], parts[NUMBERS], size)
        leaves = [leaf.code for leaf in tree.leaves]
        steps: dict[str, dict[str, Column]] = {code: {} for code in leaves}
        series: dict[tuple[str, str], FloatArray] = {}
        for (kind, code, *name), column in columns.items():
            if kind == "step":
                steps[code][name[0]] = column
            elif kind == "series":
                series[code, name[0]] = column
        return cls(
            assessees=tuple(head["assessees"]),
            tree=tree,
            scheme=head["scheme"],
            raw=RawValues(
                _matrix(columns, "raw", leaves), _matrix(columns, "applies", leaves), series
            ),
            lacking=_matrix(columns, "lacking", leaves),
            neutral=np.array(head["neutral"], dtype=bool),
            clamped=_matrix(columns, "clamped", tree.codes),
            cycle_clamped=columns["cycle_clamped", ""],
            steps=tuple(steps[code] for code in leaves),
        )

    def differences(self, other: "Workings") -> list[str]:
        """Name what another set of workings says otherwise, empty when they tell the same.

        Values on the way are floats: the last bits of a vector unit are no difference.
        """
        head, another = self._head(), other._head()
        found = [
            name for name in head if canonical_json(head[name]) != canonical_json(another[name])
        ]
        mine, theirs = dict(self._columns()), dict(other._columns())
        if found or mine.keys() != theirs.keys():
            return found or ["columns"]
        return [" ".join(key) for key, column in mine.items() if not _same(column, theirs[key])]

    def _head(self) -> dict[str, Any]:
        """All that is no column of numbers."""
        return {
            "assessees": self.assessees,
            "nodes": [vars(node) for node in self.tree.nodes],
            "scheme": self.scheme,
            "neutral": self.neutral.tolist(),
        }

    def _columns(self) -> Iterator[tuple[Key, Column]]:
        """All columns of numbers by kind, node and name."""
        for leaf, steps in zip(self.tree.leaves, self.steps, strict=True):
            yield ("raw", leaf.code), self.raw.actual[:, leaf.leaf]
            yield ("applies", leaf.code), self.raw.applies[:, leaf.leaf]
            yield ("lacking", leaf.code), self.lacking[:, leaf.leaf]
            for name, column in steps.items():
                yield ("step", leaf.code, name), column
            for name in _series_read(leaf):
                if (leaf.code, name) in self.raw.series:
                    yield ("series", leaf.code, name), self.raw.series[leaf.code, name]
        for node in self.tree.nodes:
            yield ("clamped", node.code), self.clamped[:, node.row]
        yield ("cycle_clamped", ""), self.cycle_clamped


def steps_of(marked: Marked) -> dict[str, Column]:
    """The steps of a rule as (N,) columns, also those that say one thing of the whole group."""
    size = len(marked.points)
    return {name: np.broadcast_to(np.asarray(step), size) for name, step in marked.steps.items()}


def _series_read(leaf: Node) -> list[str]:
    """Series that the leaf's rule may read beside its values; not what values are made from."""
    rule = find_rule(leaf.rule)
    return [
        name for name in (*rule.series, *rule.optional_series) if name != ACTUAL and "*" not in name
    ]


@dataclass(eq=False)
class _Writer:
    """Columns one after the other, each content once."""

    entries: list[tuple[Key, str, int, int]] = field(default_factory=list)
    content: bytearray = field(default_factory=bytearray)
    at: dict[bytes, int] = field(default_factory=dict)

    def add(self, key: Key, column: Column) -> None:
        kept = np.ascontiguousarray(column, dtype=TYPES[column.dtype.kind])
        ends = kept[:1], kept[-1:]
        # Ends that differ settle it for most columns at once.
        if _equal(*ends) and _equal(kept, np.broadcast_to(kept[:1], kept.shape)):
            kept = kept[:1]
        data = kept.tobytes()
        # A target is both a series and a step, and most leaves apply to everybody.
        if data not in self.at:
            self.at[data] = len(self.content)
            self.content += data
        self.entries.append((key, kept.dtype.kind, len(kept), self.at[data]))


def _read_columns(
    entries: list[tuple[list[str], str, int, int]], content: bytes, size: int
) -> dict[Key, Column]:
    return {
        tuple(key): np.broadcast_to(
            np.frombuffer(content, dtype=TYPES[kind], count=count, offset=offset), size
        )
        for key, kind, count, offset in entries
    }


def _matrix(columns: Mapping[Key, Column], kind: str, codes: "list[str] | tuple[str, ...]") -> Any:
    # Column by column in memory, as all work on them goes.
    return np.array([columns[kind, code] for code in codes]).T


def _read_tree(rows: list[dict[str, Any]]) -> Tree:
    nodes = tuple(
        Node(
            **{
                **row,
                "children": tuple(row["children"]),
                "law": (row["law"][0], float(row["law"][1])),
            }
        )
        for row in rows
    )
    tops = tuple(node.row for node in nodes if node.parent < 0)
    return Tree(nodes, tuple(node for node in nodes if node.is_leaf), tops)


def _equal(one: Column, other: Column) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


def _same(one: Column, other: Column) -> bool:
    if one.dtype.kind != "f" or other.dtype.kind != "f":
        return bool(np.array_equal(one, other))
    return bool(np.allclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True))
