"""Forms of the office: plans, the units that take part, quarters, and the gate of the year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from dailyreview.models import REVIEWER_ROLES, DailyPlan, PilotUnit, Quarter, StandIn
from indicators.models import IndicatorSystem
from organization.models import Domain, Unit, User

DATE = {"type": "date"}


class PlanForm(forms.ModelForm):
    """A plan; domain and year are chosen once."""

    class Meta:
        model = DailyPlan
        fields = ["domain", "year", "name", "scheme", "systems"]
        widgets = {"systems": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = Domain.objects.editable_by(user)  # type: ignore[attr-defined]
        self.fields["systems"].queryset = (  # type: ignore[attr-defined]
            IndicatorSystem.objects.in_charge_of(user)
            .in_force()
            .filter(assessee_kind=IndicatorSystem.AssesseeKind.STAFF)
        )
        if self.instance.pk:
            del self.fields["domain"], self.fields["year"]


class PilotForm(forms.ModelForm):
    """Units that take part, with their chain."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("units"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PilotUnit
        fields = ["first_quarter", "chain", "asks_peers"]

    field_order = ["units"]

    def __init__(self, *args: Any, plan: DailyPlan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = (  # type: ignore[attr-defined]
            Unit.objects.editable_by(user)
            .assessed()
            .filter(domain=plan.domain_id)
            .exclude(level=Unit.Level.INTERNAL)
        )


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
        units = Unit.objects.editable_by(user)
        reachable = User.objects.filter(unit__in=units, is_active=True)
        reviewers = reachable.filter(role_assignments__role__in=REVIEWER_ROLES).distinct()
        self.fields["absent"].queryset = reviewers  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = reachable  # type: ignore[attr-defined]


class GateForm(forms.Form):
    """Which annual cycle draws on the quarters."""

    cycle = forms.ModelChoiceField(AssessmentCycle.objects.none(), label=_("annual cycle"))

    def __init__(self, *args: Any, plan: DailyPlan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = AssessmentCycle.objects.visible_to(user).filter(  # type: ignore[attr-defined]
            kind=AssessmentCycle.Kind.ANNUAL,
            state=AssessmentCycle.State.OPEN,
            period=str(plan.year),
        )
