"""Forms for the life of an indicator: copy, status, verdict."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, IndicatorReview
from indicators.rules.lifecycle import FOLLOWING
from organization.models import User

DAY = {"type": "date"}


class IndicatorCopyForm(forms.ModelForm):
    """Code and name of the copy; the rest of the card comes along."""

    class Meta:
        model = Indicator
        fields = ["code", "name"]


class StatusForm(forms.Form):
    """The next status, why, and since when it was decided."""

    status = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    decided_on = forms.DateField(
        label=_("Decided on"), initial=timezone.localdate, widget=forms.DateInput(attrs=DAY)
    )

    def __init__(self, *args: Any, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Indicator.Status.choices)
        choices = [(one.value, names[one.value]) for one in FOLLOWING[status]]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]


class VerdictForm(forms.ModelForm):
    """What is to become of an indicator after its yearly review."""

    class Meta:
        model = IndicatorReview
        fields = ["verdict", "merge_into", "reason", "advised_by", "decided_on"]
        widgets = {
            "verdict": forms.RadioSelect,
            "decided_on": forms.DateInput(attrs=DAY),
            "merge_into": forms.TextInput(
                attrs={"list": "indicator-options", "autocomplete": "off"}
            ),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        merge_into = self.fields["merge_into"]
        merge_into.queryset = Indicator.objects.visible_to(user).usable()  # type: ignore[attr-defined]
        merge_into.to_field_name = "code"  # type: ignore[attr-defined]
        merge_into.help_text = _("Code of the indicator; for the verdict to merge.")
        self.fields["verdict"].choices = IndicatorReview.Verdict.choices  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """The year under review, and what of it is shown."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    flag = forms.ChoiceField(label=_("Shown"), required=False)
    text = forms.CharField(
        label=_("Code or name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "placeholder": _("initials and tags too"),
            }
        ),
    )

    def __init__(self, *args: Any, flags: Mapping[Any, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("used in the year")), *((one.value, name) for one, name in flags.items())]
        self.fields["flag"].choices = choices  # type: ignore[attr-defined]
