"""Forms of surveys and of what units are told of them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collection.models import Survey, SurveySheet, SurveyTheme
from evaluators.forms.uploads import ListUploadForm
from organization.forms.units import date_input
from organization.models import Domain, User

# As long as a unit usually has to answer.
USUAL_DAYS = 30


class SurveyForm(forms.ModelForm):
    """Who asked whom, how and when; results come by lists."""

    class Meta:
        model = Survey
        fields = [
            "name",
            "body",
            "domain",
            "period",
            "method",
            "from_on",
            "to_on",
            "least_sample",
            "note",
        ]
        widgets = {
            "from_on": date_input(),
            "to_on": date_input(),
            "note": forms.Textarea(attrs={"rows": 3}),
            "period": forms.TextInput(attrs={"placeholder": "2023 · 2023H1 · 2023Q1 · 2023-01"}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = Domain.objects.editable_by(user)
        self.fields["domain"].queryset = domains  # type: ignore[attr-defined]


class SurveyUploadForm(ListUploadForm):
    """A list of results of one survey."""


class ReopenForm(forms.Form):
    """Why a verification is taken back."""

    reason = forms.CharField(label=_("reason"), max_length=300)


class SendForm(forms.Form):
    """Until when the units answer."""

    due_on = forms.DateField(
        label=_("answer due on"),
        widget=date_input(),
        initial=lambda: timezone.localdate() + dt.timedelta(days=USUAL_DAYS),
    )


class MeasuresForm(forms.ModelForm):
    """What the unit does about it."""

    class Meta:
        model = SurveySheet
        fields = ["measures"]
        widgets = {"measures": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"measures": _("What will be done, by whom and until when.")}


class NoteForm(forms.Form):
    """A remark that the unit reads."""

    remark = forms.CharField(
        label=_("remark of the office"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ThemeForm(forms.Form):
    """Which theme a page is about; the first one without a choice."""

    theme = forms.ModelChoiceField(SurveyTheme.objects.none(), required=False)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = SurveyTheme.objects.filter(results__survey=survey).distinct()
        self.fields["theme"].queryset = self.themes  # type: ignore[attr-defined]

    @property
    def chosen(self) -> SurveyTheme | None:
        """The theme asked for, or the first; None without results."""
        self.is_valid()
        return self.cleaned_data.get("theme") or self.themes.first()
