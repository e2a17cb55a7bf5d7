"""The leadership team's own score: an item of everybody in the team."""

from assessment.sources.base import Evidence, Scope
from assessment.sources.links import link_table, targets_of
from indicators.models import IndicatorSystem


class TeamSource:
    """A person's leaf reads the result of the person's own unit in the same cycle."""

    def collect(self, scope: Scope) -> Evidence:
        """Link each person to the unit assessed in this cycle; without one the leaf stays open."""
        units = targets_of(scope, IndicatorSystem.AssesseeKind.UNIT)
        return Evidence(links=link_table(scope.concerned().merge(units, on="unit")))
