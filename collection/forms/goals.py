"""Forms of goals: at the top, a part, a result."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collection.models import Goal, Task, TaskList
from collection.selectors.goals import people_within, units_below
from indicators.rules.figures import FigureError, read_figure
from organization.forms.units import date_input
from organization.models import Appointment, Unit, User


class FigureField(forms.CharField):
    """A number as people type it."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            return read_figure(text) if text else None
        except FigureError as error:
            raise ValidationError(_("This is no number.")) from error


class GoalForm(forms.ModelForm):
    """A goal of a unit at the top."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=gettext_lazy("Code of the unit."),
        error_messages={"invalid_choice": gettext_lazy("No unit has this code.")},
    )

    class Meta:
        model = Goal
        fields = ["task_list", "task", "title", "kind", "measure", "target", "unit", "due_on"]
        widgets = {"due_on": date_input(), "kind": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["task_list"].queryset = TaskList.objects.editable_by(user)
        fields["task_list"].initial = fields["task_list"].queryset.first()
        fields["task"].queryset = Task.objects.editable_by(user).order_by("task_list", "number")
        fields["unit"].queryset = Unit.objects.visible_to(user)
        fields["kind"].choices = Goal.Kind.choices
        fields["kind"].initial = Goal.Kind.SUM

    def clean(self) -> None:
        """Refuse a task of another list."""
        task = self.cleaned_data.get("task")
        if task and task.task_list != self.cleaned_data.get("task_list"):
            raise ValidationError({"task": _("This task stands in another list.")})


class SplitForm(forms.Form):
    """Who takes which part of a goal."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("unit or office below"), queryset=Unit.objects.none(), required=False
    )
    appointment = forms.ModelChoiceField(
        label=gettext_lazy("or a person"), queryset=Appointment.objects.none(), required=False
    )
    target = FigureField(label=gettext_lazy("part"), required=False, max_length=30)
    title = forms.CharField(
        label=pgettext_lazy("work", "goal"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Empty: as the goal above says."),
    )
    due_on = forms.DateField(label=gettext_lazy("due"), widget=date_input(), required=False)

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units_below(goal)
        fields["appointment"].queryset = people_within(goal)
        fields["due_on"].initial = goal.due_on
        if goal.kind == Goal.Kind.RATE:
            del self.fields["target"]

    def clean(self) -> None:
        """Refuse a unit and a person at once."""
        if self.cleaned_data.get("unit") and self.cleaned_data.get("appointment"):
            raise ValidationError(_("A unit or a person, not both."))


class ResultForm(forms.Form):
    """What came of a goal."""

    result = FigureField(label=gettext_lazy("result"), max_length=30)
    base = FigureField(label=gettext_lazy("of how many"), max_length=30)

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"result": goal.result, "base": goal.base}
        if goal.kind == Goal.Kind.SUM:
            del self.fields["base"]
