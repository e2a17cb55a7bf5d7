"""Checklists: how many yes/no points a unit or a cadre meets."""

import pandas as pd

from assessment.sources.base import Evidence, Scope
from collection.models import CheckSheet


class ChecklistSource:
    """The good answers of the sheet that was confirmed for exactly the cycle's period.

    A person is found by the cadre, a unit by itself; without a confirmed sheet the value is
    missing, never zero. The leaf's rule knows the number of points.
    """

    def collect(self, scope: Scope) -> Evidence:
        """Read the cadres and the sheets with one query each."""
        members = scope.members()
        people = members.filter(appointment__isnull=False)
        cadres = dict(people.values_list("pk", "appointment__cadre"))
        sheets = CheckSheet.objects.confirmed().filter(
            period=scope.cycle.period,
            checklist__indicator__in={leaf.indicator_id for leaf in scope.leaves},
        )
        rows = sheets.order_by().values_list("checklist__indicator", "unit", "cadre", "good_count")
        of_cadre: dict[tuple[int, int], int] = {}
        of_unit: dict[tuple[int, int], int] = {}
        for indicator, unit, cadre, good in rows:
            if cadre is None:
                of_unit[indicator, unit] = good
            else:
                of_cadre[indicator, cadre] = good
        values = [
            (cell.key, cell.node, "actual", str(found))
            for cell in scope.concerned().itertuples()
            if (
                found := of_cadre.get((cell.indicator, cadres[cell.id]))
                if cell.id in cadres
                else of_unit.get((cell.indicator, cell.unit))
            )
            is not None
        ]
        columns = ["assessee", "node", "series", "value"]
        return Evidence(values=pd.DataFrame(values, columns=columns, dtype=object))
