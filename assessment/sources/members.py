"""The deputies' scores: an item of the principal who answers for them."""

from assessment.sources.base import Evidence, Scope
from assessment.sources.links import link_table, targets_of
from indicators.models import IndicatorSystem


class MembersSource:
    """A leaf reads the results of the deputies of the same unit in the same cycle."""

    def collect(self, scope: Scope) -> Evidence:
        """Link to every deputy of the unit, all with the same weight."""
        deputies = targets_of(scope, IndicatorSystem.AssesseeKind.DEPUTY)
        return Evidence(links=link_table(scope.concerned().merge(deputies, on="unit")))
