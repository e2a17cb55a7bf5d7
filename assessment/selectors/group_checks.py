"""What a trial calculation says about one comparison group before a run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessment.models import AssessmentCycle
from assessment.selectors.bundles import CollectedGroup
from indicators.models import SystemNode
from indicators.rules.oddities import Figure, Oddity, find_oddities
from scoring import Outcome

ERROR, WARNING = "error", "warning"
HOLD = SystemNode.MissingLaw.HOLD
# Cells of one leaf that are named one by one; more become one line with their number.
NAMED_CELLS = 8


@dataclass(frozen=True)
class Finding:
    """One thing to look at before a run; an error stops the run or holds totals."""

    severity: str
    place: str
    message: str
    url: str


@dataclass(frozen=True, eq=False)
class GroupCheck:
    """One group with its trial outcome.

    Attributes:
        assessees: name by key; nodes: the system's nodes by code.
    """

    cycle: AssessmentCycle
    group: CollectedGroup
    outcome: Outcome
    assessees: Mapping[str, str]
    nodes: Mapping[str, SystemNode]

    def findings(self) -> Iterator[Finding]:
        """Gaps, groups that cannot be compared, figures far out."""
        yield from self._strange_targets()
        for code, rows in self.outcome.missing.groupby("node", sort=False):
            yield from self._gaps(self.nodes[str(code)], rows.to_dict("records"))
        yield from self._neutral()
        for column, code in enumerate(self.outcome.leaves):
            if self.nodes[code].source == SystemNode.Source.REPORTED:
                yield from self._far_out(self.nodes[code], self.outcome.raw[:, column])

    def _gaps(self, leaf: SystemNode, gaps: list[dict[str, str]]) -> Iterator[Finding]:
        severity = ERROR if gaps[0]["law"] == HOLD else WARNING
        concerned = int(self.outcome.applies[:, self.outcome.leaves.index(leaf.code)].sum())
        if len(gaps) == concerned and concerned > 1:
            yield self._at(severity, leaf, _nobody({gap["reason"] for gap in gaps}))
        elif len(gaps) > NAMED_CELLS:
            message = ngettext(
                "%(count)s assessee lacks a value, among them %(name)s.",
                "%(count)s assessees lack a value, among them %(name)s.",
                len(gaps),
            ) % {"count": len(gaps), "name": self.assessees[gaps[0]["assessee"]]}
            yield self._at(severity, leaf, message)
        else:
            for gap in gaps:
                message = (
                    _("%(name)s has no value.")
                    if gap["reason"] == "value"
                    else _("%(name)s has a value, but nothing to measure it against.")
                )
                name = self.assessees[gap["assessee"]]
                yield self._at(severity, leaf, message % {"name": name})

    def _strange_targets(self) -> Iterator[Finding]:
        links = self.group.bundle.links
        for row in links[~links["target"].isin(list(self.assessees))].itertuples():
            message = _("%(name)s reads the result of %(target)s, who is not in this cycle.")
            names = {"name": self.assessees[row.assessee], "target": row.target}
            yield self._at(ERROR, self.nodes[row.node], message % names)

    def _neutral(self) -> Iterator[Finding]:
        smallest = self.group.bundle.scheme["smallest_group"]
        for code in (
            c for c, n in zip(self.outcome.leaves, self.outcome.neutral, strict=True) if n
        ):
            if len(self.outcome.assessees) < smallest:
                message = _("Fewer than %(smallest)s to compare: all get the neutral share.")
            else:
                message = _("All values are equal or too few: all get the neutral share.")
            yield self._at(WARNING, self.nodes[code], message % {"smallest": smallest})

    def _far_out(self, leaf: SystemNode, values: np.ndarray) -> Iterator[Finding]:
        oddities = find_oddities([None if np.isnan(v) else Figure(float(v)) for v in values])
        measure = leaf.indicator.unit_of_measure if leaf.indicator else ""
        figures = [
            f"{self.assessees[assessee]} {value:.12g} {measure}".rstrip()
            for assessee, value, oddity in zip(
                self.outcome.assessees, values, oddities, strict=True
            )
            if oddity is Oddity.OUTLIER
        ]
        if figures:
            message = _("Far from all others; are they right? %(figures)s")
            named = pgettext("list", ", ").join(figures[:NAMED_CELLS])
            yield self._at(WARNING, leaf, message % {"figures": named})

    def _at(self, severity: str, leaf: SystemNode, message: str) -> Finding:
        place = f"{self.group.name} · {leaf.name}"
        return Finding(severity, place, message, leaf.system.get_absolute_url())


def _nobody(reasons: set[str]) -> str:
    if reasons == {"basis"}:
        return _("Nobody in the group has anything to measure the value against.")
    return _("Nobody in the group has a value.")
