"""Forms of evaluators and of what is on record about them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluators.models import (
    Certificate,
    Evaluator,
    GateCheck,
    ReservePlace,
    RosterSpell,
    Tie,
    Workplace,
)
from organization.forms.units import date_input
from organization.models import Unit, User


def unit_by_code(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """A unit by its code: a menu of three thousand units is none."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Unit.objects.filter(is_active=True),
        to_field_name="code",
        required=required,
        widget=forms.TextInput,
        help_text=help_text or _("Code of the unit."),
        error_messages={"invalid_choice": _("No unit has this code.")},
    )


class BirthMonthForm(forms.ModelForm):
    """Asks for a month of birth as the browser's month picker gives it."""

    birth_month = forms.DateField(
        label=_("month of birth"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def clean_birth_month(self) -> dt.date:
        typed: dt.date = self.cleaned_data["birth_month"]
        return typed.replace(day=1)


class EvaluatorForm(BirthMonthForm):
    """The facts of an evaluator, tags included."""

    class Meta:
        model = Evaluator
        fields = [
            "name",
            "sex",
            "birth_month",
            "pool",
            "subtype",
            "tier",
            "home_unit",
            "organisation",
            "post",
            "post_level",
            "native_place",
            "growth_place",
            "tags",
            "account",
            "is_invented",
        ]
        widgets = {"tags": forms.CheckboxSelectMultiple}

    home_unit = unit_by_code(
        _("home unit"),
        required=False,
        help_text=_("Code of the unit that sends the person and answers for them."),
    )
    account = forms.ModelChoiceField(
        label=_("account"),
        queryset=User.objects.filter(is_active=True),
        to_field_name="username",
        required=False,
        widget=forms.TextInput,
        help_text=_("User name; needed to fill in score sheets."),
        error_messages={"invalid_choice": _("No account has this user name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown as it is typed: by code and by user name.
        for name, key in (("home_unit", "code"), ("account", "username")):
            chosen = getattr(self.instance, name)
            if chosen is not None:
                self.initial[name] = getattr(chosen, key)


class GateForm(forms.ModelForm):
    """The outcome of one gate."""

    class Meta:
        model = GateCheck
        fields = ["gate", "passed", "checked_on", "note"]
        widgets = {"checked_on": date_input()}

    passed = forms.TypedChoiceField(
        label=_("outcome"),
        choices=[("yes", _("passed")), ("no", _("not passed"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    checked_on = forms.DateField(
        label=_("checked on"), initial=timezone.localdate, widget=date_input()
    )


class AdmitForm(forms.ModelForm):
    """From which day somebody belongs to the pool, and how they were found."""

    class Meta:
        model = RosterSpell
        fields = ["joined_on", "channel"]

    joined_on = forms.DateField(
        label=_("joined on"), initial=timezone.localdate, widget=date_input()
    )


class ReleaseForm(forms.Form):
    """The last day in the pool and why."""

    left_on = forms.DateField(label=_("last day"), initial=timezone.localdate, widget=date_input())
    reason = forms.ChoiceField(label=_("reason of leaving"), choices=RosterSpell.ExitReason.choices)
    note = forms.CharField(label=_("note"), max_length=200, required=False)


class CertificateForm(forms.ModelForm):
    """A certificate of duty."""

    class Meta:
        model = Certificate
        fields = ["number", "issued_on", "expires_on", "test_score"]
        widgets = {"issued_on": date_input(), "expires_on": date_input()}


class WorkplaceForm(forms.ModelForm):
    """A former workplace: a registered unit by its code, or a region."""

    class Meta:
        model = Workplace
        fields = ["unit", "region_code", "post", "starts_on", "ends_on"]
        widgets = {"starts_on": date_input(), "ends_on": date_input()}

    unit = unit_by_code(_("unit"), required=False)


class TieForm(forms.ModelForm):
    """A tie to a unit."""

    class Meta:
        model = Tie
        fields = ["unit", "kind", "note"]

    unit = unit_by_code(_("unit"))


class ReserveForm(forms.ModelForm):
    """A place in a reserve."""

    class Meta:
        model = ReservePlace
        fields = ["reserve", "reason"]
