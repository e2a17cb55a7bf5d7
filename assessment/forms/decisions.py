"""Forms for deciding grades: one body and day for all, one row an assessee."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import Result, Scheme, ScoreRun
from assessment.services.decisions import decide_grade
from organization.forms.refusals import refusals_to
from organization.models import User


class DecisionRowForm(forms.Form):
    """The grade of one assessee, and the reason where it departs from the proposal."""

    grade = forms.ChoiceField(label=_("Decided grade"), required=False)
    departure_reason = forms.CharField(
        label=_("Reason for departing"), max_length=300, required=False
    )

    def __init__(
        self, *args: Any, result: Result, grades: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        self.fields["grade"].choices = [("", _("not decided yet")), *grades]  # type: ignore[attr-defined]
        self.fields["grade"].initial = result.proposed_grade
        self.proposed_name = dict(grades).get(result.proposed_grade, "")

    def clean(self) -> dict[str, Any]:
        row = super().clean() or {}
        departs = row.get("grade") and row["grade"] != self.result.proposed_grade
        if departs and not row.get("departure_reason"):
            self.add_error("departure_reason", _("Say why the grade departs from the proposal."))
        return row


class DecisionForm(forms.Form):
    """Body and day of a decision, with a row for each assessee; rows left open stay undecided."""

    body = forms.CharField(
        label=_("Deciding body"),
        max_length=100,
        help_text=_("As in the minutes, for example the committee."),
    )
    decided_on = forms.DateField(
        label=_("Decided on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        results: Iterable[Result],
        scheme: Scheme,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        grades = list(scheme.grades.values_list("code", "name"))
        self.rows = [
            DecisionRowForm(data, prefix=f"result-{result.pk}", result=result, grades=grades)
            for result in results
        ]

    def is_valid(self) -> bool:
        # Every row is asked, so that all errors stand on the page at once.
        rows_with_errors = [row for row in self.rows if not row.is_valid()]
        return super().is_valid() and not rows_with_errors

    @property
    def has_wrong_rows(self) -> bool:
        """Whether a row has to be put right before anything is recorded."""
        return any(row.errors for row in self.rows)

    def record(self, *, run: ScoreRun, by: User) -> int | None:
        """Record every decided row, or none: the refused rows then carry the reason.

        Returns:
            How many grades were decided; None when nothing was, and the form says why.
        """
        decided = [row for row in self.rows if row.cleaned_data["grade"]]
        if not decided:
            self.add_error(None, _("No row has a grade yet."))
            return None
        with transaction.atomic():
            for row in decided:
                with refusals_to(row):
                    decide_grade(
                        row.result.assessee,
                        run=run,
                        grade=row.cleaned_data["grade"],
                        body=self.cleaned_data["body"],
                        decided_on=self.cleaned_data["decided_on"],
                        departure_reason=row.cleaned_data["departure_reason"],
                        by=by,
                    )
            if self.has_wrong_rows:
                transaction.set_rollback(True)
                return None
        return len(decided)
