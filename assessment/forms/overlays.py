"""Forms of vetoes, downgrades and gates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Assessee, AssessmentCycle, OverlayFact
from organization.models import User


class OverlayFactForm(forms.Form):
    """What bars or lowers the grade of an assessee, by which clause and fact."""

    assessee = forms.ModelChoiceField(Assessee.objects.none(), label=_("Assessee"))
    effect = forms.ChoiceField(label=_("Effect"), choices=OverlayFact.Effect.choices)
    limit = forms.ChoiceField(
        label=_("Best grade left"),
        required=False,
        help_text=_("Only where the effect is “no better than a grade”."),
    )
    clause = forms.CharField(label=_("Clause"), max_length=200)
    fact = forms.CharField(label=_("Fact"), max_length=300)

    def __init__(self, *args: Any, cycle: AssessmentCycle, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessee"].queryset = Assessee.objects.visible_to(user).filter(cycle=cycle)  # type: ignore[attr-defined]
        grades = cycle.scheme.grades.values_list("code", "name")
        self.fields["limit"].choices = [("", "—"), *grades]  # type: ignore[attr-defined]


class OverlayWithdrawForm(forms.Form):
    """Why a fact is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
