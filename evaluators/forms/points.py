"""Forms of points, stars and conduct."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluators.models import (
    CareerOutcome,
    FieldPlan,
    PointsItem,
    Recommendation,
)
from organization.forms.units import date_input
from organization.models import User


class PointsForm(forms.Form):
    """One line of the ledger."""

    item = forms.ModelChoiceField(
        label=_("what happened"),
        queryset=PointsItem.objects.select_related("version"),
        help_text=_("The kinds of the version in force on the day count."),
    )
    happened_on = forms.DateField(
        label=_("happened on"), initial=timezone.localdate, widget=date_input()
    )
    times = forms.IntegerField(label=_("times"), min_value=1, max_value=999, initial=1)
    plan = forms.ModelChoiceField(
        label=_("field plan"), queryset=FieldPlan.objects.none(), required=False
    )
    evidence = forms.CharField(
        label=_("evidence"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(label=_("file"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.fields["item"]
        plans = FieldPlan.objects.visible_to(user)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        item.label_from_instance = _item_label  # type: ignore[attr-defined]


def _item_label(item: PointsItem) -> str:
    return f"{item.version} · {item.name} ({item.points:+})"


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=_("reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class StarsForm(forms.Form):
    """The stars as a person sets them."""

    confirmed = forms.TypedChoiceField(
        label=_("confirmed stars"), choices=[(n, n) for n in range(6)], coerce=int
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=200,
        required=False,
        help_text=_("Needed where it differs from the proposal."),
    )


class BreachForm(forms.Form):
    """Which of the nine don'ts, when, and what was found."""

    number = forms.IntegerField(label=_("which of the nine"), min_value=1, max_value=9)
    happened_on = forms.DateField(
        label=_("happened on"), initial=timezone.localdate, widget=date_input()
    )
    plan = forms.ModelChoiceField(
        label=_("field plan"), queryset=FieldPlan.objects.none(), required=False
    )
    finding = forms.CharField(
        label=_("what was found"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = FieldPlan.objects.visible_to(user)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Whether a proposal is followed, with the opinion."""

    accepted = forms.TypedChoiceField(
        label=_("decision on the proposal"),
        choices=[("yes", _("followed")), ("no", _("not followed"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(label=_("opinion"), max_length=200, required=False)


class RecommendationForm(forms.Form):
    """For what somebody is recommended, and why."""

    year = forms.IntegerField(label=_("year"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("kind"), choices=Recommendation.Kind.choices)
    reason = forms.CharField(
        label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class OutcomeForm(forms.ModelForm):
    """What became of an evaluator."""

    class Meta:
        model = CareerOutcome
        fields = ["kind", "since", "post"]
        widgets = {"since": date_input()}
