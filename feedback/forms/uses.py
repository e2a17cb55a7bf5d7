"""Forms of the use of results."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from evaluators.forms.uploads import ListUploadForm
from feedback.models import ResultUse
from feedback.selectors.uses import cycles_decided
from organization.forms.units import date_input
from organization.models import Role, User

ALL = [("", _("all"))]


class UseForm(forms.Form):
    """What results were used for; the service says what goes with which kind."""

    kind = forms.ChoiceField(
        label=_("used for"), choices=[("", "---------"), *ResultUse.Kind.choices]
    )
    used_on = forms.DateField(
        label=_("decided on"), initial=timezone.localdate, widget=date_input()
    )
    document = forms.CharField(
        label=_("document number"),
        max_length=100,
        required=False,
        help_text=_("Number of the decision that used the result."),
    )
    body = forms.CharField(
        label=_("deciding body"),
        max_length=100,
        required=False,
        help_text=_("Who decided to use it so."),
    )
    places = forms.IntegerField(
        label=_("places"),
        min_value=1,
        initial=1,
        required=False,
        help_text=_("Training places for each person; leave 1 for every other use."),
    )
    note = forms.CharField(
        label=_("note"),
        max_length=300,
        required=False,
        help_text=_("Why, where a result is not used."),
    )

    def clean_places(self) -> int:
        return self.cleaned_data["places"] or 1


class WithdrawalForm(forms.Form):
    """Why a use is taken back."""

    reason = forms.CharField(
        label=_("reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class _CycleField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AssessmentCycle.objects.none(), label=_("cycle"), **kwargs)


class UseUploadForm(ListUploadForm):
    """A list of uses and the cycle whose results it is about."""

    cycle = _CycleField()

    field_order = ("cycle", "file")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycles = cycles_decided(user, [Role.OFFICE_STAFF])
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]


class UseFilterForm(forms.Form):
    """What the ledger can be narrowed to."""

    q = forms.CharField(
        label=_("Search"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name or document number")}
        ),
    )
    kind = forms.ChoiceField(
        label=_("used for"), choices=[*ALL, *ResultUse.Kind.choices], required=False
    )
    year = forms.IntegerField(
        label=_("year of the result"), min_value=1990, max_value=2100, required=False
    )

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class UnusedFilterForm(forms.Form):
    """Of which cycle and which unit."""

    cycle = _CycleField(required=False, empty_label=_("all"))
    q = forms.CharField(
        label=_("Search"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Person or unit")}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycles = cycles_decided(user).filter(state=AssessmentCycle.State.CLOSED)
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ShareFilterForm(forms.Form):
    """Of which year and which kind of assessment the report speaks."""

    year = forms.ChoiceField(label=_("year"), required=False)
    kind = forms.ChoiceField(
        label=_("kind of assessment"),
        choices=[*ALL, *AssessmentCycle.Kind.choices],
        required=False,
    )

    def __init__(self, data: Mapping[str, Any], *, years: Sequence[str], today: dt.date) -> None:
        # Without a question the last year that is over: of the present one little is used yet.
        over = [year for year in years if year < str(today.year)] or [*years, ""]
        super().__init__({"year": over[0], **{name: data[name] for name in data}})
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]
        self.fallback = over[0]

    @property
    def chosen_year(self) -> str:
        """The year asked for, or the last one that is over."""
        self.is_valid()
        return self.cleaned_data.get("year") or self.fallback

    @property
    def assessment_kind(self) -> str:
        """The kind asked for; empty for all."""
        self.is_valid()
        return self.cleaned_data.get("kind") or ""
