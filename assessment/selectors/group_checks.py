"""What a trial calculation says about one comparison group before a run."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assessment.selectors.bundles import CollectedGroup
from indicators.models import SystemNode
from indicators.rules.oddities import Figure, Oddity, find_oddities
from scoring import Outcome

ERROR, WARNING = "error", "warning"
HOLD = SystemNode.MissingLaw.HOLD
# Cells of one leaf that are named one by one; more become one line with their number.
NAMED_CELLS = 8


@dataclass(frozen=True)
class Remark:
    """One thing a trial calculation found, without words: what it is, where, and its figures.

    It is stored, and told later in the language of whoever reads it.

    Attributes:
        severity: an error stops the run or holds totals.
        group: key of the comparison group; empty for the cycle as a whole.
        node: key of the leaf in the database, None where it is about no leaf.
        assessees: keys of those who are named.
        params: figures of the sentence.
    """

    severity: str
    code: str
    group: str = ""
    node: int | None = None
    assessees: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class GroupCheck:
    """One group with its trial outcome.

    Attributes:
        assessees: keys of the cycle's assessees; nodes: the system's nodes by code.
    """

    group: CollectedGroup
    outcome: Outcome
    assessees: Collection[str]
    nodes: Mapping[str, SystemNode]

    def remarks(self) -> Iterator[Remark]:
        """Gaps, groups that cannot be compared, figures far out."""
        yield from self._strange_targets()
        for code, rows in self.outcome.missing.groupby("node", sort=False):
            yield from self._gaps(self.nodes[str(code)], rows.to_dict("records"))
        yield from self._neutral()
        for column, code in enumerate(self.outcome.leaves):
            if self.nodes[code].source == SystemNode.Source.REPORTED:
                yield from self._far_out(self.nodes[code], self.outcome.raw[:, column])

    def _gaps(self, leaf: SystemNode, gaps: list[dict[str, str]]) -> Iterator[Remark]:
        severity = ERROR if gaps[0]["law"] == HOLD else WARNING
        concerned = int(self.outcome.applies[:, self.outcome.leaves.index(leaf.code)].sum())
        if len(gaps) == concerned and concerned > 1:
            only_basis = {gap["reason"] for gap in gaps} == {"basis"}
            yield self._at(leaf, severity, "nobody_has_basis" if only_basis else "nobody_has_value")
        elif len(gaps) > NAMED_CELLS:
            first, count = gaps[0]["assessee"], {"count": len(gaps)}
            yield self._at(leaf, severity, "many_lack_value", [first], count)
        else:
            for gap in gaps:
                code = "no_value" if gap["reason"] == "value" else "no_basis"
                yield self._at(leaf, severity, code, [gap["assessee"]])

    def _strange_targets(self) -> Iterator[Remark]:
        links = self.group.bundle.links
        for row in links[~links["target"].isin(list(self.assessees))].itertuples():
            leaf, target = self.nodes[row.node], {"target": row.target}
            yield self._at(leaf, ERROR, "strange_target", [row.assessee], target)

    def _neutral(self) -> Iterator[Remark]:
        smallest = self.group.bundle.scheme["smallest_group"]
        too_few = len(self.outcome.assessees) < smallest
        for code, neutral in zip(self.outcome.leaves, self.outcome.neutral, strict=True):
            if neutral and too_few:
                params = {"smallest": smallest}
                yield self._at(self.nodes[code], WARNING, "small_group", params=params)
            elif neutral:
                yield self._at(self.nodes[code], WARNING, "no_spread")

    def _far_out(self, leaf: SystemNode, values: np.ndarray) -> Iterator[Remark]:
        oddities = find_oddities([None if np.isnan(v) else Figure(float(v)) for v in values])
        odd = [
            (assessee, f"{value:.12g}")
            for assessee, value, oddity in zip(
                self.outcome.assessees, values, oddities, strict=True
            )
            if oddity is Oddity.OUTLIER
        ][:NAMED_CELLS]
        if odd:
            figures = {"figures": [figure for _assessee, figure in odd]}
            yield self._at(leaf, WARNING, "far_out", [who for who, _figure in odd], figures)

    def _at(
        self,
        leaf: SystemNode,
        severity: str,
        code: str,
        assessees: list[str] | None = None,
        params: dict[str, Any] | None = None,
    ) -> Remark:
        return Remark(severity, code, self.group.key, leaf.pk, assessees or [], params or {})
