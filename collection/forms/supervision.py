"""Forms of the board, of standing supervision and of notes on conduct."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.models import ConductNote, FollowUpOrder, TaskList
from organization.forms.units import date_input
from organization.models import User

LONG = {"rows": 3}


class BoardForm(forms.Form):
    """Which milestones the board shows."""

    task_list = forms.ModelChoiceField(
        TaskList.objects.none(), label=_("task list"), required=False, empty_label=_("all")
    )
    unit = forms.CharField(label=_("lead unit"), required=False, max_length=60)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["task_list"]
        chosen.queryset = TaskList.objects.visible_to(user)

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked for; a wrong value asks for nothing."""
        return dict(self.cleaned_data) if self.is_valid() else {}


class OrderForm(forms.ModelForm):
    """What is demanded, and until when."""

    class Meta:
        model = FollowUpOrder
        fields = ["demand", "due_on"]
        widgets = {"demand": forms.Textarea(attrs=LONG), "due_on": date_input()}


class ReplyForm(forms.Form):
    """The reply to an order."""

    reply = forms.CharField(
        label=pgettext_lazy("order", "reply"), max_length=500, widget=forms.Textarea(attrs=LONG)
    )


class ConductNoteForm(forms.ModelForm):
    """Three dimensions, each with its grade and the facts it rests on."""

    class Meta:
        model = ConductNote
        fields = [
            "attitude",
            "attitude_text",
            "measures",
            "measures_text",
            "delivery",
            "delivery_text",
        ]
        widgets = {
            **dict.fromkeys(ConductNote.DIMENSIONS, forms.RadioSelect),
            **{f"{name}_text": forms.Textarea(attrs=LONG) for name in ConductNote.DIMENSIONS},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ConductNote.DIMENSIONS:
            grade: Any = self.fields[name]
            grade.choices = ConductNote.Grade.choices
