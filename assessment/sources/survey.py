"""Satisfaction surveys: what the people served say of a unit, theme by theme."""

import pandas as pd

from assessment.sources.base import Evidence, Scope
from collection.models import SurveyResult


class SurveySource:
    """The verified score of the theme that the leaf's indicator stands for.

    Of several surveys of the cycle's period the one whose field work ended last counts. Opinions
    and public comments are never read: how many wrote is no measure (the 2026 rule on government
    apps forbids counts of votes as a basis).
    """

    def collect(self, scope: Scope) -> Evidence:
        """Read the verified results of the period in one query."""
        results = SurveyResult.objects.filter(
            survey__verified_at__isnull=False,
            survey__period=scope.cycle.period,
            theme__indicator__in={leaf.indicator_id for leaf in scope.leaves},
            unit__in=scope.members().values("unit"),
        )
        rows = results.order_by("survey__to_on", "survey_id").values_list(
            "theme__indicator", "unit", "score"
        )
        scores = pd.DataFrame(list(rows), columns=["indicator", "unit", "value"])
        last = scores.drop_duplicates(["indicator", "unit"], keep="last")
        found = scope.concerned().merge(last, on=["indicator", "unit"])
        return Evidence(
            values=pd.DataFrame(
                {
                    "assessee": found["key"],
                    "node": found["node"],
                    "series": "actual",
                    "value": found["value"].map(str),
                },
                dtype=object,
            )
        )
