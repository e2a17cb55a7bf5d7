"""Forms for what a supervisor reports to the office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.fieldwork import words_input
from assessment.models import Assessee
from assessment.selectors.fieldwork import Standing
from evaluators.models import Evaluator


class IrregularityForm(forms.Form):
    """Who did what, on whose sheet."""

    evaluator = forms.ModelChoiceField(
        Evaluator.objects.none(),
        label=_("About whom"),
        required=False,
        empty_label=_("nobody in particular"),
    )
    assessee = forms.ModelChoiceField(
        Assessee.objects.none(),
        label=_("Whose score sheet"),
        required=False,
        empty_label=_("no sheet in particular"),
    )
    words = forms.CharField(label=_("What happened"), max_length=2000, widget=words_input(6))

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Evaluator.objects.filter(seats__group=standing.group)
        others = members.exclude(account=standing.user).distinct()
        self.fields["evaluator"].queryset = others  # type: ignore[attr-defined]
        self.fields["assessee"].queryset = standing.assessees  # type: ignore[attr-defined]


class IrregularityAnswerForm(forms.Form):
    """What came of a report."""

    answer = forms.CharField(label=_("What came of it"), max_length=2000, widget=words_input(6))
