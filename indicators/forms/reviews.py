"""Checking figures, raising a review by hand, answering and settling it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.values import ValueScopeForm
from indicators.models import FigureReview

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReviewCheckForm(ValueScopeForm):
    """Which figures are checked, and until when what is odd has to be settled."""

    due_on = forms.DateField(label=_("Settle by"), widget=DAY)


class ReviewCreateForm(forms.Form):
    """Why a figure is put under review by hand."""

    note = forms.CharField(
        label=_("What is to be looked at"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = forms.DateField(label=_("Settle by"), widget=DAY)


class ReviewAnswerForm(forms.Form):
    """What those who report the figure say of it."""

    answer = forms.CharField(
        label=_("What is behind the figure"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReviewSettleForm(forms.Form):
    """What came of the review."""

    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            choice for choice in FigureReview.State.choices if choice[0] != FigureReview.State.OPEN
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReviewFilterForm(forms.Form):
    """Which reviews: those that wait, of whom, of what."""

    text = forms.CharField(
        label=_("Indicator or unit"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    department = forms.CharField(
        label=_("Responsible department"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    settled = forms.BooleanField(label=_("Also what is settled"), required=False)

    def narrow(self, reviews: Any) -> Any:
        """The reviews that the filter asks for."""
        if not self.is_valid():
            return reviews.holding()
        chosen = self.cleaned_data
        if not chosen["settled"]:
            reviews = reviews.holding()
        return reviews.about(chosen["text"]).of_department(chosen["department"])
