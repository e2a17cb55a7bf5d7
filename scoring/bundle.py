"""The bundle: everything needed to score one comparison group, as tables with fixed columns.

A bundle knows no database. It is built from DataFrames whose cells are text (numbers as decimal
text, so that nothing is lost on the way), it can be stored and digested (`scoring.canonical`), and
the same bundle gives the same outcome on every machine, whatever the order of its rows.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.canonical import (
    MARKS,
    canonical_json,
    digest_parts,
    distinct_cells,
    marks_text,
    pack_parts,
    read_marks,
    read_table,
    sheets_bytes,
    table_bytes,
    unpack_parts,
)
from scoring.errors import BundleError
from scoring.scheme import complete_scheme

Marks: TypeAlias = NDArray[np.int16]

# ---- tables and their columns: the one place where they are named ------------------------------
ASSESSEES, NODES, WEIGHTS, EXEMPTIONS, VALUES, LINKS = (
    "assessees",
    "nodes",
    "weights",
    "exemptions",
    "values",
    "links",
)
COLUMNS: dict[str, tuple[str, ...]] = {
    # one row an assessee: its natural key, and a column for each level that a quota is stated for
    ASSESSEES: ("assessee",),
    # one row a node of the indicator tree; `scoring.tree` says what each column means
    NODES: (
        "node",
        "parent",
        "position",
        "weight",
        "is_leaf",
        "kind",
        "cap",
        "floor",
        "source",
        "rule",
        "params",
        "missing",
    ),
    # a node's weight for one assessee, instead of the system's
    WEIGHTS: ("assessee", "node", "weight"),
    # the leaf does not concern this assessee
    EXEMPTIONS: ("assessee", "node"),
    # raw values in the leaf's own unit; `series` is "actual", "target", "previous", "benchmark",
    # "minus", "guard", "item/<code>", "class/<rater class>", "votes/<option>[/<rater class>]"
    VALUES: ("assessee", "node", "series", "value"),
    # a leaf that reads another assessee's total
    LINKS: ("assessee", "node", "target", "weight"),
}
# Levels that quotas can be stated for; a bundle has the columns that its scheme asks for.
LEVELS = ("unit", "area", "identity_class")
# Rows are unique by these, and sorted by these in canonical form.
KEYS: dict[str, tuple[str, ...]] = {
    ASSESSEES: ("assessee",),
    NODES: ("node",),
    WEIGHTS: ("assessee", "node"),
    EXEMPTIONS: ("assessee", "node"),
    VALUES: ("assessee", "node", "series"),
    LINKS: ("assessee", "node", "target"),
}
NUMBERS: dict[str, tuple[str, ...]] = {
    NODES: ("weight", "cap", "floor"),
    WEIGHTS: ("weight",),
    VALUES: ("value",),
    LINKS: ("weight",),
}
SHEET_KEYS = ("assessee", "evaluator", "rater_class")
ACTUAL = "actual"
SCORED, BONUS = "scored", "bonus"
# The mark of a cell its evaluator left open. It is below every mark, never a zero.
NOT_GIVEN = int(np.iinfo(np.int16).min)
# Kept free, to stand for open cells while marks are sorted.
HIGHEST = int(np.iinfo(np.int16).max)


@dataclass(frozen=True, eq=False)
class Sheets:
    """Packed score sheets or ballots of one source: one row of small integers a sheet.

    Attributes:
        keys: S rows with the columns of `SHEET_KEYS`; one row an evaluator and assessee.
        marks: (S, J) int16, marks times `unit`; `NOT_GIVEN` where the evaluator gave none.
        leaves: the J judged leaves, in the order of the columns of `marks`.
        unit: fixed-point units of one mark: 10 when marks have one decimal.
    """

    keys: pd.DataFrame
    marks: Marks
    leaves: tuple[str, ...]
    unit: int = 1

    def __post_init__(self) -> None:
        _check_columns("sheets", self.keys, SHEET_KEYS)
        if self.marks.shape != (len(self.keys), len(self.leaves)):
            raise BundleError(
                f"Marks have the shape {self.marks.shape}, "
                f"not {len(self.keys)} sheets by {len(self.leaves)} leaves"
            )
        if self.marks.dtype != np.int16:
            raise BundleError(f"Marks must be int16, not {self.marks.dtype}")
        if (self.marks == HIGHEST).any():
            raise BundleError(f"A mark must stay below {HIGHEST} units")
        if self.unit < 1:
            raise BundleError("The unit of marks must be at least 1")


@dataclass(frozen=True, eq=False)
class Bundle:
    """Everything needed to score one comparison group.

    Attributes: a table for each entry of `COLUMNS` (cells are text, except `position` int and
        `is_leaf` bool), the packed `judgements` of each source, and the `scheme`
        (`scoring.scheme.DEFAULTS` lists its keys; missing ones are filled in).
    Raises:
        BundleError: a column is missing, a key stands twice, or a row names an unknown assessee
            or node.
    """

    assessees: pd.DataFrame
    nodes: pd.DataFrame
    scheme: Mapping[str, Any] = field(default_factory=dict)
    weights: pd.DataFrame = field(default_factory=lambda: empty_table(WEIGHTS))
    exemptions: pd.DataFrame = field(default_factory=lambda: empty_table(EXEMPTIONS))
    values: pd.DataFrame = field(default_factory=lambda: empty_table(VALUES))
    links: pd.DataFrame = field(default_factory=lambda: empty_table(LINKS))
    judgements: Mapping[str, Sheets] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scheme", complete_scheme(self.scheme))
        for name in COLUMNS:
            _check_columns(name, self.table(name), COLUMNS[name])
            if not self.table(name).empty:
                self._check_keys(name)
        for source, sheets in self.judgements.items():
            self.rows_of(sheets.keys["assessee"], f"judgements of {source}")
            self._known_nodes(pd.Series(sheets.leaves, dtype=object), f"judgements of {source}")

    def _check_keys(self, name: str) -> None:
        table = self.table(name)
        if table.duplicated(list(KEYS[name])).any():
            raise BundleError(f"A key of {name} stands twice")
        if name not in (ASSESSEES, NODES):
            self.rows_of(table["assessee"], name)
            self._known_nodes(table["node"], name)

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the tables named in `COLUMNS`."""
        return getattr(self, name)

    @cached_property
    def assessee_index(self) -> pd.Index:
        """The N natural keys, sorted: the row order of every array the engine makes."""
        return pd.Index(np.sort(self.assessees["assessee"].to_numpy(dtype=object)))

    def levels(self) -> dict[str, NDArray[np.object_]]:
        """The columns of levels there are, in the row order of `assessee_index`."""
        order = np.argsort(self.assessees["assessee"].to_numpy(dtype=object))
        return {
            level: self.assessees[level].to_numpy(dtype=object)[order]
            for level in LEVELS
            if level in self.assessees.columns
        }

    def _columns(self, name: str) -> tuple[str, ...]:
        if name != ASSESSEES:
            return COLUMNS[name]
        return (*COLUMNS[name], *(level for level in LEVELS if level in self.assessees.columns))

    def rows_of(self, assessees: pd.Series, where: str) -> NDArray[np.intp]:
        """Translate natural keys into row numbers. Raises BundleError for an unknown one."""
        codes, names = distinct_cells(assessees)
        known = self.assessee_index.get_indexer(names)
        if (known < 0).any():
            raise BundleError(f"{where} names an unknown assessee: {names[known < 0][0]}")
        rows: NDArray[np.intp] = known[codes]
        return rows

    def _known_nodes(self, nodes: pd.Series, where: str) -> None:
        strangers = set(nodes) - set(self.nodes["node"])
        if strangers:
            raise BundleError(f"{where} names an unknown node: {min(strangers)}")

    def canonical(self) -> dict[str, bytes]:
        """Return every part of the bundle as canonical text, by file name."""
        return self._spelled(self._parts())

    def digests(self) -> dict[str, str]:
        """SHA-256 of each part of the canonical text; under "" the one over all of them."""
        return digest_parts(self.canonical())

    def freeze(self) -> tuple[bytes, str]:
        """Pack the bundle for storage; `from_bytes` reads it back.

        Returns:
            the content, with marks as bytes, and the digest over all parts of the canonical text.
        """
        parts = self._parts()
        return pack_parts(parts), digest_parts(self._spelled(parts))[""]

    def _parts(self) -> dict[str, bytes]:
        """Every part as it is stored: canonical text, but for marks, which are packed."""
        parts = {
            f"{name}.csv": table_bytes(
                self.table(name), self._columns(name), KEYS[name], NUMBERS.get(name, ())
            )
            for name in COLUMNS
        }
        formats = {}
        for source, sheets in self.judgements.items():
            keys, marks = sheets_bytes(sheets.keys[list(SHEET_KEYS)], sheets.marks)
            parts[f"judgements/{source}.csv"], parts[_marks_of(source)] = keys, marks
            formats[source] = {"leaves": list(sheets.leaves), "unit": sheets.unit}
        parts["judgements.json"] = canonical_json(formats).encode()
        parts["scheme.json"] = canonical_json(self.scheme).encode()
        return parts

    def _spelled(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        texts = {
            _marks_of(source): marks_text(parts[_marks_of(source)], len(sheets.leaves))
            for source, sheets in self.judgements.items()
        }
        return {**parts, **texts}

    @classmethod
    def from_bytes(cls, container: bytes) -> Self:
        """Rebuild a stored bundle; its digests are those of the bundle that was stored."""
        parts = unpack_parts(container)
        tables = {name: read_table(parts[f"{name}.csv"]) for name in COLUMNS}
        nodes = tables[NODES]
        nodes["position"] = nodes["position"].astype(np.int64)
        nodes["is_leaf"] = nodes["is_leaf"] == "True"
        judgements = {}
        for source, shape in json.loads(parts["judgements.json"]).items():
            keys = read_table(parts[f"judgements/{source}.csv"])
            marks = read_marks(parts[_marks_of(source)], len(shape["leaves"]))
            judgements[source] = Sheets(keys, marks, tuple(shape["leaves"]), shape["unit"])
        return cls(**tables, judgements=judgements, scheme=json.loads(parts["scheme.json"]))


def _marks_of(source: str) -> str:
    return f"judgements/{source}{MARKS}"


def empty_table(name: str) -> pd.DataFrame:
    """Return a table of `COLUMNS` without rows."""
    return pd.DataFrame(columns=list(COLUMNS[name]), dtype=object)


def _check_columns(name: str, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    absent = [column for column in columns if column not in table.columns]
    if absent:
        raise BundleError(f"{name} lacks the column {absent[0]!r}")
