"""Joint liability: a leaf reads the results of the units it was linked to."""

import pandas as pd

from assessment.sources.base import Evidence, Scope
from assessment.sources.links import link_table
from indicators.models import ResultLink


class LinkedSource:
    """Links declared in the system; a target outside the cycle holds the leaf, it is never zero."""

    def collect(self, scope: Scope) -> Evidence:
        """Read the links of all leaves with one query."""
        rows = ResultLink.objects.filter(
            node__in=[leaf.pk for leaf in scope.leaves], unit__in=scope.members().values("unit")
        )
        links = pd.DataFrame(
            list(rows.values_list("node_id", "unit_id", "target__code", "weight")),
            columns=["leaf", "unit", "target", "weight"],
        )
        return Evidence(links=link_table(scope.concerned().merge(links, on=["leaf", "unit"])))
