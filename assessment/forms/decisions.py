"""Forms for deciding grades: one body and day for all, row by row or all proposals at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import Result, Scheme, ScoreRun
from assessment.selectors.decisions import OpenProposals
from assessment.services.decisions import decide_grade
from organization.forms.refusals import refusals_to
from organization.models import User


class DecisionFilterForm(forms.Form):
    """Narrow the undecided results: by name, proposed grade, and whether all await one word."""

    OWN, TOGETHER = "own", "together"

    q = forms.CharField(label=_("Search by name"), max_length=60, required=False)
    grade = forms.ChoiceField(label=_("Proposed grade"), required=False)
    kind = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("all undecided")),
            (OWN, _("to be decided one by one")),
            (TOGETHER, _("acceptable together")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = scheme.grades.values_list("code", "name")
        self.fields["grade"].choices = [("", _("all grades")), *grades]  # type: ignore[attr-defined]

    def narrow(self, results: QuerySet[Result], proposals: OpenProposals) -> QuerySet[Result]:
        """Results that fit; all of them when nothing, or nonsense, was asked for."""
        if not self.is_valid():
            return results
        wanted = self.cleaned_data
        for word in wanted["q"].split():
            results = results.filter(assessee__name__contains=word)
        if wanted["grade"]:
            results = results.filter(proposed_grade=wanted["grade"])
        if wanted["kind"]:
            keys = proposals.left if wanted["kind"] == self.OWN else proposals.acceptable
            results = results.filter(pk__in=list(keys))
        return results


class DecisionRowForm(forms.Form):
    """The grade of one assessee, and the reason where it departs from the proposal."""

    grade = forms.ChoiceField(label=_("Decided grade"), required=False)
    departure_reason = forms.CharField(
        label=_("Reason for departing"), max_length=300, required=False
    )

    def __init__(
        self,
        *args: Any,
        result: Result,
        grades: list[tuple[str, str]],
        left: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        self.left = left
        self.fields["grade"].choices = [("", _("not decided yet")), *grades]  # type: ignore[attr-defined]
        # Where people have to find a word of their own, none is put into their mouth.
        self.fields["grade"].initial = "" if left else result.proposed_grade
        self.proposed_name = dict(grades).get(result.proposed_grade, "")

    def clean(self) -> dict[str, Any]:
        row = super().clean() or {}
        departs = row.get("grade") and row["grade"] != self.result.proposed_grade
        if departs and not row.get("departure_reason"):
            self.add_error("departure_reason", _("Say why the grade departs from the proposal."))
        return row


class MeetingForm(forms.Form):
    """Which body decided, and on which day."""

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


class AcceptForm(MeetingForm):
    """All open proposals at once, as many as the person was shown."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DecisionForm(MeetingForm):
    """Body and day of a decision, with a row for each assessee; rows left open stay undecided."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        results: Iterable[Result],
        scheme: Scheme,
        left: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take as `left` why a proposal cannot be accepted with all others, by result."""
        super().__init__(data, **kwargs)
        grades = list(scheme.grades.values_list("code", "name"))
        why = left or {}
        self.rows = [
            DecisionRowForm(
                data,
                prefix=f"result-{result.pk}",
                result=result,
                grades=grades,
                left=why.get(result.pk, ""),
            )
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
