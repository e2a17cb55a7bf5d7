"""What a source is: rows of the database in, tables of the engine out, a portion at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd
from django.db.models import QuerySet

from assessment.models import Assessee, AssessmentCycle
from indicators.models import SystemNode
from scoring import Sheets


@dataclass(frozen=True, eq=False)
class Scope:
    """The part of a cycle a source has to serve at a time: whole comparison groups.

    Attributes:
        cycle: the cycle.
        groups: keys of the first and the last group, in the order of the database.
        assessees: everybody in these groups; columns id, key, group, system, unit.
        leaves: the leaves of this source in the systems of these groups, in tree order.
    """

    cycle: AssessmentCycle
    groups: tuple[str, str]
    assessees: pd.DataFrame
    leaves: Sequence[SystemNode]

    def members(self) -> QuerySet[Assessee]:
        """The assessees as a query, to restrict others by."""
        return Assessee.objects.filter(cycle=self.cycle, group_key__range=self.groups).order_by()

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
        sheets: packed score sheets by comparison group.
    """

    values: pd.DataFrame | None = None
    links: pd.DataFrame | None = None
    sheets: Mapping[str, Sheets] = field(default_factory=dict)


class Source(Protocol):
    """One kind of evidence. Its queries do not grow with what is in the scope."""

    def collect(self, scope: Scope) -> Evidence:
        """Read what the leaves of the scope need."""
        ...
