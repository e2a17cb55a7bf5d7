"""What the lists of results, of questions and of sheets can be narrowed to."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle, FieldQuestion, Scheme, ScoreSheet
from assessment.models.fieldwork import FieldQuestionQuerySet
from assessment.selectors.results import ResultRow


class ResultFilterForm(forms.Form):
    """Search by name and narrow by grade; works on rows, whose grade and change are computed."""

    # A colon cannot stand in the code of a grade.
    UNDECIDED = ":undecided"

    q = forms.CharField(label=_("Search by name"), max_length=60, required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            ("", _("all grades")),
            *scheme.grades.values_list("code", "name"),
            (self.UNDECIDED, _("not decided yet")),
        ]

    def narrow(self, rows: list[ResultRow]) -> list[ResultRow]:
        """Rows that fit; all of them when nothing, or nonsense, was asked for."""
        if not self.is_valid():
            return rows
        words, grade = self.cleaned_data["q"].split(), self.cleaned_data["grade"]
        return [
            row
            for row in rows
            if all(word in row.result.assessee.name for word in words)
            and self._has_grade(row, grade)
        ]

    def _has_grade(self, row: ResultRow, grade: str) -> bool:
        if grade == self.UNDECIDED:
            return row.decision is None
        shown = row.decision.grade if row.decision else row.result.proposed_grade
        return grade in ("", shown)


class FieldQuestionFilter(django_filters.FilterSet):
    """Questions by words in question or answer, by group, and whether they wait."""

    text = django_filters.CharFilter(method="search")
    waiting = django_filters.BooleanFilter(field_name="answered_at", lookup_expr="isnull")

    class Meta:
        model = FieldQuestion
        fields = ["group"]

    def search(
        self, questions: FieldQuestionQuerySet, name: str, value: str
    ) -> FieldQuestionQuerySet:
        """Those whose question or answer holds the text."""
        return questions.search(value)


class StandingSheetFilter(django_filters.FilterSet):
    """Sheets that count, by cycle and by who handed them in."""

    cycle = django_filters.ModelChoiceFilter(
        field_name="assessee__cycle", queryset=AssessmentCycle.objects.all()
    )

    class Meta:
        model = ScoreSheet
        fields = ["evaluator"]
