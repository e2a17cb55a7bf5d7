"""Forms of training, needs, practice and research topics."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluators.forms.picking import PeopleField
from evaluators.forms.pool import unit_by_code
from evaluators.models import (
    Evaluator,
    FieldPractice,
    ResearchTopic,
    Tag,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
)
from organization.forms.units import date_input


class SessionForm(forms.ModelForm):
    """A training session with the capacities it trains."""

    class Meta:
        model = TrainingSession
        fields = ["kind", "title", "held_on", "led_by", "base", "others", "capacities"]
        widgets = {"held_on": date_input(), "capacities": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capacities = Tag.objects.filter(kind=Tag.Kind.CAPACITY)
        self.fields["capacities"].queryset = capacities  # type: ignore[attr-defined]


class AttendeesForm(forms.Form):
    """Who took part; the people stand in the table."""

    evaluators = PeopleField()

    def __init__(self, *args: Any, people: QuerySet[Evaluator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluators"].queryset = people  # type: ignore[attr-defined]


class NeedForm(forms.ModelForm):
    """What a unit wants its people to learn."""

    class Meta:
        model = TrainingNeed
        fields = ["unit", "topic", "noted_on"]

    unit = unit_by_code(_("unit"))
    noted_on = forms.DateField(label=_("noted on"), initial=timezone.localdate, widget=date_input())


class PersonalNeedForm(forms.ModelForm):
    """What an evaluator wants to learn."""

    class Meta:
        model = TrainingNeed
        fields = ["topic", "noted_on"]

    noted_on = forms.DateField(label=_("noted on"), initial=timezone.localdate, widget=date_input())


class MatchForm(forms.Form):
    """The session that meets a need."""

    session = forms.ModelChoiceField(
        label=_("met by"), queryset=TrainingSession.objects.all(), required=False
    )

    def __init__(self, *args: Any, need: TrainingNeed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A session that was over before the need was noted cannot meet it.
        later = TrainingSession.objects.filter(held_on__gte=need.noted_on)
        self.fields["session"].queryset = later  # type: ignore[attr-defined]
        self.initial.setdefault("session", need.session_id)


class ResourceForm(forms.ModelForm):
    """A base or a handbook."""

    class Meta:
        model = TrainingResource
        fields = ["kind", "name", "note"]


class PracticeForm(forms.ModelForm):
    """Practice beside experienced hands."""

    class Meta:
        model = FieldPractice
        fields = ["kind", "place", "starts_on", "ends_on"]
        widgets = {"starts_on": date_input(), "ends_on": date_input()}


class TopicForm(forms.ModelForm):
    """A research topic and what came of it."""

    class Meta:
        model = ResearchTopic
        fields = ["year", "title", "led_by", "outcome"]
