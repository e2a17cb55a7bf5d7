"""Forms of the office: plans, the units that take part, quarters, and the gate of the year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from dailyreview.models import DailyPlan, PilotUnit, Quarter, StandIn
from dailyreview.selectors.choices import (
    accounts_within,
    annual_cycles,
    reviewers_within,
    systems_for_plans,
    units_to_switch_on,
)
from organization.models import Domain, Unit, User

DATE = {"type": "date"}


class PlanForm(forms.ModelForm):
    """A plan; domain and year are chosen once."""

    class Meta:
        model = DailyPlan
        fields = ["domain", "year", "name", "scheme", "systems", "form_style"]
        widgets = {"systems": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = Domain.objects.editable_by(user)  # type: ignore[attr-defined]
        self.fields["systems"].queryset = systems_for_plans(user)  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["domain"], self.fields["year"]


class PilotForm(forms.ModelForm):
    """Units that take part, with their chain."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("units"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PilotUnit
        fields = ["first_quarter", "chain", "asks_peers", "asks_users"]

    field_order = ["units"]

    def __init__(self, *args: Any, plan: DailyPlan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units_to_switch_on(plan, user)  # type: ignore[attr-defined]


class QuarterForm(forms.ModelForm):
    """When a quarter opens and what is due when."""

    day = forms.DateField(
        label=_("who takes part, as of"),
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        help_text=_("Posts held on this day count; usually the last day of the quarter."),
    )

    class Meta:
        model = Quarter
        fields = ["number", "records_due_on", "reviews_due_on"]
        widgets = {
            name: forms.DateInput(attrs=DATE, format="%Y-%m-%d")
            for name in ("records_due_on", "reviews_due_on")
        }

    field_order = ["number", "day"]


class StandInForm(forms.ModelForm):
    """Who reviews in whose place."""

    class Meta:
        model = StandIn
        fields = ["absent", "deputy", "starts_on", "ends_on", "reason"]
        widgets = {
            name: forms.DateInput(attrs=DATE, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].queryset = reviewers_within(user)  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = accounts_within(user)  # type: ignore[attr-defined]


class GateForm(forms.Form):
    """Which annual cycle draws on the quarters."""

    cycle = forms.ModelChoiceField(AssessmentCycle.objects.none(), label=_("annual cycle"))

    def __init__(self, *args: Any, plan: DailyPlan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = annual_cycles(plan, user)  # type: ignore[attr-defined]
