"""Decided results of other cycles: the quarters of a year, a special assessment."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
from django.db.models import OuterRef, QuerySet, Subquery

from assessment.models import GradeDecision, SchemeGrade
from assessment.sources.base import Evidence, Scope

STEP = Decimal("0.000001")


class CycleSource:
    """The mean worth of the grades decided in the cycles that this cycle draws on.

    A person is found again by the cadre, a unit by itself. A grade without a worth, and a quarter
    without a decision, count nothing: the mean is over what was decided.
    """

    def collect(self, scope: Scope) -> Evidence:
        """Read the decisions in force with one query for persons and one for units."""
        decided = GradeDecision.objects.in_force().filter(
            assessee__cycle__in=scope.cycle.draws_on.values("pk")
        )
        members = scope.members()
        people = members.filter(appointment__isnull=False)
        worth = _worth(
            decided.filter(assessee__appointment__cadre__in=people.values("appointment__cadre")),
            "assessee__appointment__cadre",
        )
        cadres = dict(people.values_list("pk", "appointment__cadre"))
        units = _worth(
            decided.filter(
                assessee__appointment__isnull=True, assessee__unit__in=members.values("unit")
            ),
            "assessee__unit",
        )
        cells = scope.concerned()
        means = [
            worth.get(cadres[key]) if key in cadres else units.get(unit)
            for key, unit in zip(cells["id"], cells["unit"], strict=True)
        ]
        found = cells.assign(value=pd.Series(means, index=cells.index, dtype=object)).dropna(
            subset="value"
        )
        return Evidence(
            values=pd.DataFrame(
                {
                    "assessee": found["key"],
                    "node": found["node"],
                    "series": "actual",
                    "value": found["value"],
                },
                dtype=object,
            )
        )


def _worth(decided: QuerySet[GradeDecision], whose: str) -> Mapping[int, str]:
    """The mean worth by the key that `whose` names, as decimal text."""
    grades = SchemeGrade.objects.filter(
        scheme=OuterRef("run__cycle__scheme"), code=OuterRef("grade")
    )
    rows = decided.annotate(worth=Subquery(grades.values("worth")[:1])).filter(worth__isnull=False)
    found: dict[int, list[Decimal]] = defaultdict(list)
    for key, worth in rows.order_by().values_list(whose, "worth"):
        found[key].append(worth)
    return {
        key: str((sum(all_of, Decimal(0)) / len(all_of)).quantize(STEP))
        for key, all_of in found.items()
    }
