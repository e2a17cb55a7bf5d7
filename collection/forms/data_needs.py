"""Forms of data needs: what is asked of whom, and the answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collection.forms.events import LONG
from indicators.models import Indicator
from organization.forms.units import date_input
from organization.models import Unit, User


class DataNeedForm(forms.Form):
    """Which datum, of which department, what for and until when."""

    asked = forms.CharField(
        label=gettext_lazy("department asked"),
        max_length=120,
        help_text=gettext_lazy("Its name or code."),
    )
    datum = forms.CharField(label=gettext_lazy("which datum"), max_length=200)
    purpose = forms.CharField(
        label=gettext_lazy("what for"), max_length=300, widget=forms.Textarea(attrs=LONG)
    )
    due_on = forms.DateField(label=gettext_lazy("needed until"), widget=date_input())
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("indicator"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.TextInput,
        help_text=gettext_lazy("Its code, where the datum belongs to an indicator."),
        error_messages={"invalid_choice": gettext_lazy("No indicator has this code.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean_asked(self) -> Unit:
        """The one department that a name or a code means; names of units are no secret."""
        text = self.cleaned_data["asked"].strip()
        for column in ("code", "name", "short_name"):
            found = list(Unit.objects.filter(is_active=True, **{column: text})[:2])
            if len(found) == 1:
                return found[0]
        raise ValidationError(_("No unit has exactly this name or code."))


class NeedAnswerForm(forms.Form):
    """Given or declined, with the words."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("decision"),
        choices=[
            ("give", gettext_lazy("the datum is given")),
            ("decline", gettext_lazy("it is declined")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("answer"),
        max_length=500,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("The figure or where it stands; or why it cannot be given."),
    )
