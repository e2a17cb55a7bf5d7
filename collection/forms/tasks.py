"""Forms of task lists: the list, a task, its steps, its progress."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collection.forms.fields import CodesField, OneUnitField, StepsField
from collection.models import Task, TaskList
from collection.rules.task_cells import Step, read_codes
from collection.selectors.task_people import NamedPeople, staff_places
from indicators.models import Indicator
from indicators.rules.figures import FigureError, read_figure
from organization.forms.units import date_input
from organization.models import Cadre, Domain, Unit, User

LONG = {"rows": 3}


class TaskListForm(forms.ModelForm):
    """A list; domain and year are chosen once."""

    class Meta:
        model = TaskList
        fields = ["domain", "year", "name"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["domain"], self.fields["year"]
            return
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()


class TaskForm(forms.ModelForm):
    """One task, with units and indicators by code and people by name."""

    lead_unit = OneUnitField(
        label=gettext_lazy("lead unit"), help_text=gettext_lazy("Code of the one lead unit.")
    )
    leader_name = forms.CharField(
        label=pgettext_lazy("task", "leader in charge"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Name; the ID number where several people have it."),
    )
    responsible_name = forms.CharField(
        label=gettext_lazy("responsible cadre"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("One name. Empty: who serves in the lead unit may claim the task."),
    )
    other_units = CodesField(
        label=gettext_lazy("other units"), help_text=gettext_lazy("Codes, with 、 between them.")
    )
    indicators = CodesField(
        label=gettext_lazy("indicators"),
        help_text=gettext_lazy("Codes of the indicators that the task serves."),
    )
    milestones = StepsField(
        label=gettext_lazy("milestones"),
        help_text=gettext_lazy("One a line, as 2026-03-31 and its name."),
    )

    class Meta:
        model = Task
        fields = [
            "number",
            "title",
            "text",
            "category",
            "sub_plan",
            "starts_on",
            "due_on",
            "weight",
        ]
        widgets = {
            "text": forms.Textarea(attrs=LONG),
            "starts_on": date_input(),
            "due_on": date_input(),
        }

    field_order = [
        "number",
        "title",
        "text",
        "category",
        "sub_plan",
        "leader_name",
        "lead_unit",
        "responsible_name",
        "other_units",
        "indicators",
        "starts_on",
        "due_on",
        "milestones",
        "weight",
    ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        units = Unit.objects.visible_to(user)
        fields: dict[str, Any] = self.fields
        fields["lead_unit"].queryset = fields["other_units"].queryset = units
        fields["indicators"].queryset = Indicator.objects.all()
        if task := self.instance if self.instance.pk else None:
            known: dict[str, Any] = {
                "lead_unit": task.lead_unit,
                "leader_name": task.leader.name if task.leader else "",
                "responsible_name": task.responsible.name if task.responsible else "",
                "other_units": list(task.other_units.all()),
                "indicators": list(task.indicators.all()),
                "milestones": [Step(one.due_on, one.title) for one in task.milestones.all()],
            }
            self.initial.update(known)

    def clean(self) -> None:
        """Find the people, each exactly one."""
        given = self.cleaned_data
        names = {name: given.get(f"{name}_name", "") for name in ("leader", "responsible")}
        lead_unit = given.get("lead_unit")
        if lead_unit is None:
            return
        self.instance.lead_unit = lead_unit
        people = NamedPeople(names.values(), self.user)
        for name, text in names.items():
            kept = getattr(self.instance, name)
            if kept is not None and text == kept.name:
                continue
            within = staff_places(lead_unit.pk) if name == "responsible" else None
            try:
                key = named_one(people, text, within)
            except ValidationError as error:
                self.add_error(f"{name}_name", error)
            else:
                setattr(self.instance, f"{name}_id", key)

    @property
    def relations(self) -> dict[str, Any]:
        """What the service takes besides the task itself."""
        given = self.cleaned_data
        return {
            "other_units": given["other_units"],
            "indicators": given["indicators"],
            "steps": given["milestones"],
        }


def named_one(people: NamedPeople, text: str, within: set[int] | None) -> int | None:
    """The one person whom a text names, None for an empty one; a second name is refused."""
    if not text:
        return None
    if len(read_codes(text)) > 1:
        raise ValidationError(_("One person answers for a task; a second one is refused."))
    return people.one(text, within)


class TaskFilterForm(forms.Form):
    """Which tasks of a list are shown."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=60)
    unit = forms.CharField(label=gettext_lazy("lead unit"), required=False, max_length=60)
    sub_plan = forms.ChoiceField(label=gettext_lazy("sub-plan"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=[("", gettext_lazy("all")), *Task.State.choices],
    )
    late = forms.BooleanField(label=gettext_lazy("a milestone is late"), required=False)

    def __init__(self, *args: Any, plans: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["sub_plan"]
        chosen.choices = [("", gettext_lazy("all")), *((plan, plan) for plan in plans)]

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked for; a wrong value asks for nothing."""
        return dict(self.cleaned_data) if self.is_valid() else {}


class ClaimForm(forms.Form):
    """Claiming; the unit names who answers for the task where the list does not."""

    responsible = forms.CharField(
        label=gettext_lazy("responsible cadre"),
        max_length=60,
        help_text=gettext_lazy("One name; the ID number where several people have it."),
    )
    words = forms.CharField(
        label=gettext_lazy("words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )

    def __init__(self, *args: Any, task: Task, names: bool, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.user = task, user
        if not names:
            del self.fields["responsible"]

    def clean_responsible(self) -> Cadre:
        text = self.cleaned_data["responsible"]
        people = NamedPeople([text], self.user)
        key = named_one(people, text, staff_places(self.task.lead_unit_id))
        return Cadre.objects.get(pk=key or 0)


class VerdictForm(forms.Form):
    """Pass on, or give back with a reason."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("decision"),
        choices=[("pass", gettext_lazy("pass")), ("return", gettext_lazy("return"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Needed to return."),
    )

    def __init__(self, *args: Any, only_return: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only_return:
            verdict: Any = self.fields["verdict"]
            verdict.choices = [("return", gettext_lazy("return"))]
            verdict.initial = "return"


class MilestoneReportForm(forms.Form):
    """What was done, with its figure and its evidence."""

    text = forms.CharField(
        label=gettext_lazy("what was done"), max_length=500, widget=forms.Textarea(attrs=LONG)
    )
    figure = forms.CharField(label=gettext_lazy("figure"), required=False, max_length=30)
    evidence = forms.FileField(
        label=gettext_lazy("evidence"),
        required=False,
        help_text=gettext_lazy("PDF, picture, Word, Excel or OFD, at most 10 MB. Nothing secret."),
    )

    def clean_figure(self) -> Decimal | None:
        text = self.cleaned_data["figure"]
        try:
            return read_figure(text) if text else None
        except FigureError as error:
            raise ValidationError(_("This is no number.")) from error
