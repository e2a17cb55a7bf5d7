"""What a source is: rows of the database in, tables of the engine out, for a whole cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from assessment.models import AssessmentCycle
from indicators.models import SystemNode
from scoring import Sheets


@dataclass(frozen=True, eq=False)
class Scope:
    """The part of a cycle a source has to serve.

    Attributes:
        cycle: the cycle.
        assessees: everybody in it; columns key, group, system, unit, kind, id.
        leaves: the leaves of this source in the systems of the cycle, in tree order.
    """

    cycle: AssessmentCycle
    assessees: pd.DataFrame
    leaves: Sequence[SystemNode]

    def leaf_table(self) -> pd.DataFrame:
        """Leaves as a table: node (its code), system, indicator, leaf (its key in the database)."""
        rows = [(leaf.code, leaf.system_id, leaf.indicator_id, leaf.pk) for leaf in self.leaves]
        return pd.DataFrame(rows, columns=["node", "system", "indicator", "leaf"])

    def concerned(self) -> pd.DataFrame:
        """Each leaf with each assessee it is for: the columns of both tables."""
        return self.leaf_table().merge(self.assessees, on="system")


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a source found, in the engine's columns (`scoring.bundle.COLUMNS`).

    Attributes:
        values: rows of assessee, node, series, value; numbers as decimal text.
        links: rows of assessee, node, target, weight.
        sheets: packed score sheets by system.
    """

    values: pd.DataFrame | None = None
    links: pd.DataFrame | None = None
    sheets: Mapping[int, Sheets] = field(default_factory=dict)


class Source(Protocol):
    """One kind of evidence. Its number of queries does not grow with assessees, leaves, groups."""

    def collect(self, scope: Scope) -> Evidence:
        """Read what the leaves of the scope need."""
        ...
