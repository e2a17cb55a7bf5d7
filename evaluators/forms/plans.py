"""Forms of field plans, their groups, units and seats."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluators.models import (
    AssessmentGroup,
    Evaluator,
    FieldPlan,
    GroupRole,
    PlanUnit,
    RosterSpell,
    Seat,
    Waiver,
)
from evaluators.services.plans import MOST_GROUPS
from organization.forms.units import date_input
from organization.models import Category, Unit, User

MOST_SEATS = 50


class FieldPlanForm(forms.ModelForm):
    """Days, source and limits of a plan."""

    class Meta:
        model = FieldPlan
        fields = [
            "name",
            "year",
            "mode",
            "template",
            "starts_on",
            "ends_on",
            "years_in_a_row",
            "core_min",
            "home_max",
            "new_max_percent",
            "link_guests",
            "seed",
        ]
        widgets = {"starts_on": date_input(), "ends_on": date_input()}

    years_in_a_row = forms.IntegerField(
        label=_("years in a row"),
        min_value=1,
        max_value=20,
        initial=2,
        help_text=_("The same evaluator judges the same unit at most so many years running."),
    )

    def clean_ends_on(self) -> dt.date:
        """The rule of the table, said at the field."""
        last: dt.date = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on")
        if first and last < first:
            raise forms.ValidationError(_("The last day lies before the first."))
        return last


class UnitsAddForm(forms.Form):
    """Categories whose assessed units a plan visits."""

    categories = forms.ModelMultipleChoiceField(
        label=_("categories"),
        queryset=Category.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every unit of these categories that is assessed; monitored units stay out."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Category.objects.visible_to(user).select_related("domain")
        self.fields["categories"].queryset = visible  # type: ignore[attr-defined]


class PlanSizeForm(forms.Form):
    """How many groups, and how many seats of each role in every group."""

    groups = forms.IntegerField(label=_("number of groups"), min_value=1, max_value=MOST_GROUPS)

    def __init__(self, *args: Any, plan: FieldPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].initial = plan.groups.count() or 1
        planned = dict(plan.plan_seats.values_list("role", "count"))
        self.roles = list(GroupRole.objects.all())
        for role in self.roles:
            self.fields[f"role-{role.code}"] = forms.IntegerField(
                label=role.name,
                min_value=0,
                max_value=MOST_SEATS,
                required=False,
                initial=planned.get(role.pk, 0),
            )

    @property
    def counts(self) -> dict[GroupRole, int]:
        """Seats of each role."""
        return {role: self.cleaned_data[f"role-{role.code}"] or 0 for role in self.roles}


class PlanReopenForm(forms.Form):
    """Why a confirmed plan goes back into preparation."""

    reason = forms.CharField(label=_("reason"), max_length=200)


class GroupForm(forms.ModelForm):
    """Name and category of a group."""

    class Meta:
        model = AssessmentGroup
        fields = ["name", "category"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visited = self.instance.plan.plan_units.values("category")
        of_plan = Category.objects.visible_to(user).filter(pk__in=visited)
        self.fields["category"].queryset = of_plan  # type: ignore[attr-defined]


class UnitMoveForm(forms.Form):
    """The group that visits a unit from now on."""

    group = forms.ModelChoiceField(
        label=_("assessment group"),
        queryset=AssessmentGroup.objects.none(),
        required=False,
        empty_label=_("no group"),
    )

    def __init__(self, *args: Any, visit: PlanUnit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = visit.plan.groups.visible_to(user).answered_by(user)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.fields["group"].initial = visit.group_id


class SeatForm(forms.Form):
    """Who takes a seat: somebody of the pool, by key."""

    evaluator = forms.ModelChoiceField(queryset=Evaluator.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluator"].queryset = Evaluator.objects.visible_to(user)  # type: ignore[attr-defined]


class SeatLeaveForm(forms.ModelForm):
    """Why a seat stays empty."""

    class Meta:
        model = Seat
        fields = ["empty_reason"]


class SeatChannelForm(forms.Form):
    """By which channel the holder of a seat was chosen."""

    channel = forms.ChoiceField(
        label=_("channel"),
        choices=RosterSpell.Channel.choices,
        help_text=_("Changes this assignment alone; the time in the pool keeps its channel."),
    )


class FormingForm(forms.Form):
    """Whether the units are dealt out anew as well, and whether what people placed stays."""

    deals_units = forms.BooleanField(
        label=_("deal the units out anew"),
        required=False,
        help_text=_("Else every unit stays with the group that it has."),
    )
    keeps_placed = forms.BooleanField(
        label=_("keep what was placed by hand"), required=False, initial=True
    )

    def __init__(self, *args: Any, plan: FieldPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deals_units"].initial = plan.plan_units.filter(group=None).exists()
        self.fields["keeps_placed"].help_text = _placed_in(plan)


def _placed_in(plan: FieldPlan) -> str:
    """How much was placed by hand, in words."""
    seats = Seat.objects.filter(group__plan=plan, by_hand=True).count()
    units = plan.plan_units.filter(group__isnull=False, by_hand=True).count()
    if not (seats or units):
        return gettext("Nothing was placed by hand yet.")
    placed = gettext("Placed by hand: people %(seats)s, units %(units)s. Untick to move them too.")
    return placed % {"seats": seats, "units": units}


class WaiverForm(forms.ModelForm):
    """For whom, for which unit, and which rule shall not bar."""

    class Meta:
        model = Waiver
        fields = ["evaluator", "unit", "rule", "reason"]

    def __init__(self, *args: Any, user: User, plan: FieldPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visited = Unit.objects.filter(plan_units__in=plan.plan_units.visible_to(user))
        self.fields["unit"].queryset = visited  # type: ignore[attr-defined]
        self.fields["evaluator"].queryset = Evaluator.objects.visible_to(user)  # type: ignore[attr-defined]


class WaiverDecideForm(forms.Form):
    """Approve or refuse."""

    approved = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("yes", _("approved")), ("no", _("refused"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
