"""The grades of a unit's people as the last reviewer decides them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from assessment.forms.decisions import DecisionRowForm
from assessment.models import Result, Scheme
from dailyreview.services.grading import decide_quarter_grade
from organization.forms.refusals import refusals_to
from organization.models import User


class GradeForm:
    """A row for each person without a decision; rows left open are decided another time."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        results: Iterable[Result],
        scheme: Scheme,
        left: Mapping[int, str],
    ) -> None:
        grades = [(grade.code, grade.name) for grade in scheme.grades.all()]
        self.rows = [
            DecisionRowForm(
                data,
                prefix=f"g{result.pk}",
                result=result,
                grades=grades,
                left=left.get(result.pk, ""),
            )
            for result in results
        ]

    def record(self, *, by: User) -> int | None:
        """Decide what was filled in, all or nothing; None when something is refused."""
        # Every row is asked, so that all errors stand on the page at once.
        checked = [row.is_valid() for row in self.rows]
        if not all(checked):
            return None
        chosen = [row for row in self.rows if row.cleaned_data["grade"]]
        done = 0
        with transaction.atomic():
            for row in chosen:
                with refusals_to(row):
                    decide_quarter_grade(row.result.assessee, **row.cleaned_data, by=by)
                    done += 1
            if done < len(chosen):
                transaction.set_rollback(True)
        return done if done == len(chosen) else None
