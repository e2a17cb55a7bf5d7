"""What the comparing pages are asked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator
from organization.models import User


class PivotForm(forms.Form):
    """Which measure, by what, over which time."""

    measure = forms.ChoiceField(
        label=gettext_lazy("measure"),
        choices=[
            ("figure", gettext_lazy("figure of an indicator")),
            ("events", gettext_lazy("confirmed events, for less against")),
            ("points", gettext_lazy("achievement points of the people")),
        ],
    )
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("indicator"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.TextInput,
        help_text=gettext_lazy("Its code, for the figure of an indicator."),
        error_messages={"invalid_choice": gettext_lazy("No indicator has this code.")},
    )
    by = forms.ChoiceField(
        label=gettext_lazy("rows"),
        choices=[("unit", gettext_lazy("units")), ("category", gettext_lazy("categories"))],
    )
    year = forms.IntegerField(
        label=gettext_lazy("year"),
        required=False,
        min_value=1950,
        max_value=2999,
        help_text=gettext_lazy("With a year its quarters, else the last five years."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """A figure needs to know of what."""
        given = self.cleaned_data
        if given.get("measure") == "figure" and not given.get("indicator"):
            self.add_error("indicator", ValidationError(_("Name the indicator.")))
