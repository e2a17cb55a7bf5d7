"""Forms of cadres and the posts they hold."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.forms.units import date_input
from organization.models import Appointment, Cadre, Unit, User


class CadreForm(forms.ModelForm):
    """A cadre's facts; the ID number on record is never sent to the browser again."""

    class Meta:
        model = Cadre
        fields = [
            "name",
            "id_number",
            "sex",
            "birth_month",
            "native_place",
            "growth_place",
            "identity_class",
            "is_invented",
        ]
        widgets = {"id_number": forms.TextInput(attrs={"autocomplete": "off"})}

    birth_month = forms.DateField(
        label=_("month of birth"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "id_number" in self.fields:
            self.initial["id_number"] = ""
            self.fields["id_number"].required = False
            self.fields["id_number"].help_text = _(
                "On record: %(number)s. Leave it empty to keep this number."
            ) % {"number": self.instance.masked_id_number}

    def clean_id_number(self) -> str:
        typed: str = self.cleaned_data["id_number"]
        return typed.upper() or self.instance.id_number

    def clean_birth_month(self) -> dt.date:
        typed: dt.date = self.cleaned_data["birth_month"]
        return typed.replace(day=1)


class AppointmentForm(forms.ModelForm):
    """A post in a unit that the clerk keeps; how it ended is asked only once it has ended."""

    class Meta:
        model = Appointment
        fields = [
            "unit",
            "post",
            "post_level",
            "standing",
            "in_team",
            "remit",
            "starts_on",
            "ends_on",
        ]
        widgets = {"starts_on": date_input(), "ends_on": date_input()}
        help_texts = {"ends_on": _("Empty takes the end back.")}

    # A code to type: a menu of three thousand units is none.
    unit = forms.ModelChoiceField(
        label=_("unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=_("Code of the unit."),
        error_messages={"invalid_choice": _("No unit has this code.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.editable_by(user)  # type: ignore[attr-defined]
        if self.instance.unit_id:
            self.initial["unit"] = self.instance.unit
        if self.instance.ends_on is None:
            del self.fields["ends_on"]


class EndForm(forms.Form):
    """The last day of a post."""

    on = forms.DateField(label=_("last day"), widget=date_input())
