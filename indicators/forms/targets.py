"""Targets by formula, and the answer to a raised target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.systems import NUMBER
from indicators.models import TargetAnswer
from indicators.models.values import validate_period
from indicators.services.targets import GROWTH, SHARE, Formula

MOST_DECIMALS = 6


class TargetFormulaForm(forms.Form):
    """How the targets of one indicator come about, for all units at once."""

    period = forms.CharField(
        label=_("Reporting period"), max_length=7, validators=[validate_period]
    )
    kind = forms.ChoiceField(
        label=_("Formula"),
        choices=[
            (GROWTH, _("last year's actual value and so many percent more")),
            (SHARE, _("a total, shared out by last year's share")),
        ],
        widget=forms.RadioSelect,
        initial=GROWTH,
    )
    amount = forms.DecimalField(
        label=_("Percent, or the total"),
        max_digits=20,
        decimal_places=6,
        widget=forms.TextInput(attrs=NUMBER),
    )
    decimals = forms.IntegerField(
        label=_("Decimals of the targets"),
        min_value=0,
        max_value=MOST_DECIMALS,
        initial=1,
        widget=forms.TextInput(attrs=NUMBER),
    )
    note = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def formula(self) -> Formula:
        """What was filled in, once it is valid."""
        chosen: dict[str, Any] = self.cleaned_data
        return Formula(chosen["kind"], chosen["amount"], chosen["decimals"], chosen["note"])


class TargetAnswerForm(forms.Form):
    """Why a raised target stands, or that it is to be lowered."""

    kind = forms.ChoiceField(
        label=_("What comes of it"), choices=TargetAnswer.Kind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
