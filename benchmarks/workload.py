"""The work that every way of scoring is given: marks from a seed, six rules, two levels, ranks."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from scoring import Bundle, Sheets

UNIT = 10
TOPS = 10
TRIM_ABOVE = 5
BAND_STARTS, BAND_SHARES = (60.0, 70.0, 80.0, 90.0), (0.2, 0.6, 0.7, 0.85, 1.0)
RULES = ("marks", "bands", "linear", "efficacy", "rank", "ratio_to_best")
PARAMS = {
    "marks": "{}",
    "bands": '{"bands":[["60","0.6"],["70","0.7"],["80","0.85"],["90","1"]],"below":"0.2"}',
    "linear": '{"low":"50","high":"95","floor":"0.1"}',
    "efficacy": '{"bad":"50","good":"95"}',
    "rank": '{"step":"0.0001"}',
    "ratio_to_best": "{}",
}


@dataclass(frozen=True)
class Workload:
    """Marks of `raters` for `assessees` on `leaves` of one point each, in one group."""

    assessees: int
    leaves: int
    raters: int
    seed: int = 1

    @property
    def case(self) -> str:
        """The size as people read it."""
        marks = self.assessees * self.leaves * self.raters
        return f"{self.assessees:,} x {self.leaves} x {self.raters} ({marks / 1e6:.2f} M marks)"

    def part(self, assessees: int) -> "Workload":
        """The same work for fewer assessees."""
        return Workload(min(assessees, self.assessees), self.leaves, self.raters, self.seed)

    def rule(self, leaf: int) -> str:
        """The rule of a leaf: six kinds in equal shares."""
        return RULES[leaf % len(RULES)]

    @cached_property
    def marks(self) -> np.ndarray:
        """(assessees, raters, leaves) int16, marks with one decimal as tenths."""
        rng = np.random.default_rng(self.seed)
        # One row of numbers an assessee, so that a part of the work has the marks of the whole.
        size = (self.assessees, 1 + self.raters * self.leaves)
        numbers = rng.standard_normal(size, dtype=np.float32)
        marks = 78 + 7 * numbers[:, :1] + 6 * numbers[:, 1:]
        marks = marks.reshape(self.assessees, self.raters, self.leaves)
        return np.rint(np.clip(marks, 0, 100) * UNIT).astype(np.int16)

    @cached_property
    def order(self) -> np.ndarray:
        """The order in which sheets are handed in."""
        return np.random.default_rng(self.seed).permutation(self.assessees * self.raters)

    @cached_property
    def bundle(self) -> Bundle:
        """The work as the engine takes it: packed sheets in random order."""
        names = np.array([f"u{n:07d}" for n in range(self.assessees)], dtype=object)
        order = self.order
        raters = np.array([f"e{n:03d}" for n in range(self.raters)], dtype=object)
        keys = pd.DataFrame(
            {
                "assessee": np.repeat(names, self.raters)[order],
                "evaluator": np.tile(raters, self.assessees)[order],
                "rater_class": "",
            }
        )
        leaves = tuple(f"L{leaf:03d}" for leaf in range(self.leaves))
        packed = self.marks.reshape(-1, self.leaves)[order]
        scheme = {"judging": {"judged": {"aggregation": "trimmed", "trim_above": TRIM_ABOVE}}}
        return Bundle(
            assessees=pd.DataFrame({"assessee": names}),
            nodes=pd.DataFrame(self._nodes()),
            judgements={"judged": Sheets(keys, packed, leaves, UNIT)},
            scheme=scheme,
        )

    def _nodes(self) -> list[dict[str, object]]:
        blank = {"kind": "scored", "cap": "", "floor": "", "missing": ""}
        tops = [
            {
                "node": f"T{top}",
                "parent": "",
                "position": top,
                "weight": str(len(range(top, self.leaves, TOPS))),
                "is_leaf": False,
                "source": "",
                "rule": "",
                "params": "",
            }
            for top in range(min(TOPS, self.leaves))
        ]
        leaves = [
            {
                "node": f"L{leaf:03d}",
                "parent": f"T{leaf % TOPS}",
                "position": leaf,
                "weight": "1",
                "is_leaf": True,
                "source": "judged",
                "rule": self.rule(leaf),
                "params": PARAMS[self.rule(leaf)],
            }
            for leaf in range(self.leaves)
        ]
        return [row | blank for row in (*tops, *leaves)]

    def long_table(self) -> pd.DataFrame:
        """The work as rows: one row a mark, keys as integers, sheets in the same random order."""
        assessees = (self.order // self.raters).astype(np.int32)
        return pd.DataFrame(
            {
                "assessee": np.repeat(assessees, self.leaves),
                "leaf": np.tile(np.arange(self.leaves, dtype=np.int16), len(assessees)),
                "mark": self.marks.reshape(-1, self.leaves)[self.order].reshape(-1),
            }
        )
