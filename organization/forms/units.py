"""Forms of units."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.models import Category, Domain, Unit, User


def date_input() -> forms.DateInput:
    """The browser's own picker; it wants the date as ISO 8601 writes it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayForm(forms.Form):
    """A day to look at; today without one."""

    day = forms.DateField(
        label=_("on the day"), required=False, initial=timezone.localdate, widget=date_input()
    )

    @property
    def chosen_day(self) -> dt.date:
        """The day asked for, or today."""
        asked: dt.date | None = self.cleaned_data.get("day") if self.is_valid() else None
        return asked or timezone.localdate()


class UnitForm(forms.ModelForm):
    """The facts of a unit, in the domains that the clerk keeps."""

    class Meta:
        model = Unit
        fields = [
            "name",
            "short_name",
            "code",
            "credit_code",
            "domain",
            "level",
            "parent",
            "region_code",
            "monitored_only",
        ]

    # A code to type: a menu of three thousand units is none.
    parent = forms.ModelChoiceField(
        label=_("superior unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.TextInput,
        help_text=_("Code of the superior unit; empty for a unit at the top."),
        error_messages={"invalid_choice": _("No unit has this code.")},
    )
    team = forms.CharField(
        label=_("leadership team"),
        max_length=120,
        required=False,
        help_text=_("Name of the team as it is assessed; empty while there is none."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = Domain.objects.editable_by(user)  # type: ignore[attr-defined]
        self.fields["parent"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]
        self.initial["parent"] = self.instance.parent
        team = getattr(self.instance, "team", None)
        self.initial.setdefault("team", team.name if team else "")

    @property
    def team_name(self) -> str:
        """The name typed for the leadership team."""
        return str(self.cleaned_data["team"])


class MoveForm(forms.Form):
    """The category of a unit from a day on."""

    category = forms.ModelChoiceField(label=_("category"), queryset=Category.objects.none())
    since = forms.DateField(label=_("from"), widget=date_input())

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(domain=unit.domain)  # type: ignore[attr-defined]
