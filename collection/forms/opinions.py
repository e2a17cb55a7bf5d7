"""Forms of opinions: writing down, checking, answering, sorting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.models import Opinion, SurveyTheme
from collection.services.opinions import VERDICTS
from organization.forms.units import date_input
from organization.models import Unit, User

ALL = [("", _("all"))]
FORWARD, DISMISS = "forward", "dismiss"


class OpinionForm(forms.ModelForm):
    """What came in, of which unit, how and when."""

    # A code to type: a menu of three thousand units is none.
    unit = forms.ModelChoiceField(
        label=_("unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=_("Code of the unit."),
        error_messages={"invalid_choice": _("No unit has this code.")},
    )

    class Meta:
        model = Opinion
        fields = ["unit", "channel", "theme", "attitude", "text", "received_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "received_on": date_input()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = Unit.objects.visible_to(user)
        fields["theme"].queryset = SurveyTheme.objects.filter(is_active=True)
        fields["theme"].empty_label = _("something else")
        fields["channel"].choices = [
            choice for choice in Opinion.Channel.choices if choice[0] != Opinion.Channel.COMMENT
        ]


class CheckForm(forms.Form):
    """What checking found."""

    verdict = forms.ChoiceField(
        label=_("what checking found"),
        choices=[(one.value, one.label) for one in VERDICTS],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label=_("how it was checked"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """What the unit answers."""

    answer = forms.CharField(
        label=_("answer of the unit"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6})
    )


class SortForm(forms.Form):
    """What is done with the ticked ones."""

    opinions = forms.ModelMultipleChoiceField(Opinion.objects.none())
    action = forms.ChoiceField(choices=[(FORWARD, FORWARD), (DISMISS, DISMISS)])
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editable = Opinion.objects.editable_by(user).select_related("unit")
        self.fields["opinions"].queryset = editable  # type: ignore[attr-defined]


class OpinionFilterForm(forms.Form):
    """What the list can be narrowed to."""

    q = forms.CharField(
        label=_("Search"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Unit or text")}),
    )
    state = forms.ChoiceField(
        label=_("state"), choices=[*ALL, *Opinion.State.choices], required=False
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("opinion", "channel"),
        choices=[*ALL, *Opinion.Channel.choices],
        required=False,
    )
    theme = forms.ModelChoiceField(
        SurveyTheme.objects.all(),
        label=pgettext_lazy("survey", "theme"),
        required=False,
        empty_label=_("all"),
    )

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
