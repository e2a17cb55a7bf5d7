"""Forms of the tables of departments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collection.models import DepartmentReport, ReportingPlan
from indicators.models import Indicator
from organization.models import User

ALL = [("", _("all"))]


def _search(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class ConditionForm(forms.Form):
    """A filter: what cannot be read filters nothing."""

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReportFilterForm(ConditionForm):
    """Which tables are listed."""

    plan = forms.ModelChoiceField(
        ReportingPlan.objects.none(),
        label=_("reporting plan"),
        required=False,
        empty_label=_("all"),
    )
    state = forms.ChoiceField(
        label=_("state"), required=False, choices=[*ALL, *DepartmentReport.State.choices]
    )
    q = _search(_("responsible department"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = DepartmentReport.objects.visible_to(user)
        plans: Any = self.fields["plan"]
        plans.queryset = ReportingPlan.objects.filter(rounds__reports__in=seen).distinct()


class FeedFilterForm(ConditionForm):
    """Which overdue tables are listed."""

    days = forms.IntegerField(label=_("At least so many days late"), required=False, min_value=0)
    q = _search(_("responsible department"))


class LineFilterForm(ConditionForm):
    """Which lines of a table are shown."""

    class Show:
        ALL, OPEN, ODD, RETURNED = "", "open", "odd", "returned"
        CHOICES = [
            (ALL, _("all")),
            (OPEN, _("without a figure")),
            (ODD, _("to be put right or explained")),
            (RETURNED, _("returned")),
        ]

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("indicator"), required=False, empty_label=_("all")
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=Show.CHOICES)
    q = _search(_("unit"))

    def __init__(self, *args: Any, indicators: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["indicator"]
        choices.queryset = Indicator.objects.filter(pk__in=indicators)


class ReturnForm(forms.Form):
    """Why a table is returned; single rows have reasons of their own beside it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the whole table; leave it empty where only rows are wrong."),
    )


class ProofForm(forms.Form):
    """A file, and the word that it is not secret."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, OFD, JPG, PNG, DOCX or XLSX of at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.ofd,.jpg,.jpeg,.png,.docx,.xlsx"}),
    )
    acknowledged = forms.BooleanField(
        label=_("The file holds no state secrets and no work secrets."),
    )
