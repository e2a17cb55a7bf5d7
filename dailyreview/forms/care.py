"""Forms of reminders, mentoring, guidance visits, comments and goals."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dailyreview.models import (
    ColleagueComment,
    GuidanceVisit,
    Mentoring,
    Quarter,
    QuarterRecord,
    Revisit,
    WorkGoal,
)
from dailyreview.selectors.choices import mentors_for, units_to_visit
from organization.models import Appointment, User

DATE = {"type": "date"}
LONG = {"rows": 3}


class WordsForm(forms.Form):
    """One text, named and required."""

    def __init__(self, *args: Any, name: str, label: Any, length: int = 500, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[name] = forms.CharField(
            label=label, max_length=length, widget=forms.Textarea(attrs=LONG)
        )


class CommentForm(forms.ModelForm):
    """What a colleague or somebody served says."""

    class Meta:
        model = ColleagueComment
        fields = ["kind", "words"]
        widgets = {"words": forms.Textarea(attrs=LONG)}


class UserCommentForm(forms.ModelForm):
    """What somebody served says; the office also says who it was."""

    class Meta:
        model = ColleagueComment
        fields = ["words", "source"]
        widgets = {"words": forms.Textarea(attrs=LONG)}

    def __init__(self, *args: Any, takes_down: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takes_down:
            self.fields["source"].required = True
        else:
            del self.fields["source"]


class FeedbackForm(forms.Form):
    """What one person is told; without words the record is left for later."""

    words = forms.CharField(
        label=_("feedback"), max_length=500, required=False, widget=forms.Textarea(attrs=LONG)
    )
    fix = forms.CharField(
        label=_("to be put right"),
        max_length=500,
        required=False,
        help_text=_("Becomes a reminder; you close it when it is done."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, record: QuarterRecord) -> None:
        super().__init__(data, prefix=f"f{record.pk}")
        self.record = record

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("fix") and not data.get("words"):
            self.add_error("words", _("Say also how the quarter was."))
        return data


class MentorForm(forms.ModelForm):
    """Who stands by the person: somebody of the same unit."""

    class Meta:
        model = Mentoring
        fields = ["mentor"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors_for(self.instance)  # type: ignore[attr-defined]
        self.fields["mentor"].required = True


class RevisitForm(forms.ModelForm):
    """When a talk was held and what was found."""

    class Meta:
        model = Revisit
        fields = ["held_on", "words"]
        widgets = {
            "held_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "words": forms.Textarea(attrs=LONG),
        }


class VisitForm(forms.ModelForm):
    """What the office found in a unit."""

    class Meta:
        model = GuidanceVisit
        fields = ["unit", "visited_on", "words", "process_score"]
        widgets = {
            "visited_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "words": forms.Textarea(attrs=LONG),
        }

    def __init__(self, *args: Any, quarter: Quarter, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_visit(quarter, user)  # type: ignore[attr-defined]


class GoalForm(forms.ModelForm):
    """A goal of the year; the person is chosen only by who hands it down."""

    class Meta:
        model = WorkGoal
        fields = ["appointment", "title", "standard", "due_on"]
        labels = {"appointment": _("person")}
        widgets = {"due_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d")}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["appointment"]
        else:
            self.fields["appointment"].queryset = people  # type: ignore[attr-defined]
            self.fields["appointment"].label_from_instance = _name_of  # type: ignore[attr-defined]


def _name_of(appointment: Appointment) -> str:
    return f"{appointment.cadre.name} · {appointment.unit.label}"
