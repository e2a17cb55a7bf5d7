"""Forms of postings: what is put up for whom, and why it is taken down."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from feedback.models import Posting
from feedback.selectors.postings import published_decisions
from organization.forms.units import date_input
from organization.models import Domain, User

# As long as appointments are put up: five working days and a weekend.
USUAL_DAYS = 7


class PostingForm(forms.ModelForm):
    """What of a published cycle is put up; there is no field for points, places or numbers."""

    grades = forms.MultipleChoiceField(
        label=_("posted grades"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Posting
        fields = [
            "title",
            "domain",
            "scope",
            "shows_unit",
            "shows_post",
            "shows_grade",
            "starts_on",
            "ends_on",
            "objections",
        ]
        widgets = {
            "scope": forms.RadioSelect,
            "starts_on": date_input(),
            "ends_on": date_input(),
            "objections": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ["title", "domain", "grades", "scope"]

    def __init__(self, *args: Any, cycle: AssessmentCycle, user: User, **kwargs: Any) -> None:
        today = timezone.localdate()
        grades = list(cycle.scheme.grades.order_by("position").values_list("code", "name"))
        domains = Domain.objects.editable_by(user).filter(
            pk__in=published_decisions(cycle).values("assessee__unit__domain")
        )
        initial = {
            "title": cycle.name,
            "grades": [code for code, _name in grades[:1]],
            "domain": domains.first(),
            "starts_on": today,
            "ends_on": today + dt.timedelta(days=USUAL_DAYS),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["grades"].choices = grades  # type: ignore[attr-defined]
        self.fields["domain"].queryset = domains  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a posting is taken down."""

    reason = forms.CharField(label=_("why withdrawn"), max_length=300)
