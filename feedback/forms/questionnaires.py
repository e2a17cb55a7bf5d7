"""Questionnaires as the office writes them, and as people answer them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.models import Question, Questionnaire
from feedback.services.answers import LONGEST_TEXT, Answer, answer_key
from feedback.services.questionnaires import (
    MOST_QUESTIONS,
    Asked,
    create_questionnaire,
    update_questionnaire,
)
from organization.forms.refusals import refusals_to
from organization.forms.units import date_input
from organization.models import Domain, Unit, User

ROWS_AT_FIRST = 3


class QuestionnaireForm(forms.ModelForm):
    """What a questionnaire is about; the domain is chosen once, its units when it is known."""

    class Meta:
        model = Questionnaire
        fields = ["title", "intro", "domain", "due_on", "units"]
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 3}),
            "due_on": date_input(),
            "units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = Domain.objects.editable_by(user)
        self.fields["domain"].queryset = domains  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["domain"]
            self.fields["units"].queryset = (  # type: ignore[attr-defined]
                Unit.objects.filter(domain=self.instance.domain_id, is_active=True)
                .exclude(level=Unit.Level.INTERNAL)
                .order_by("code")
            )
        else:
            del self.fields["units"]


class QuestionForm(forms.Form):
    """One question as a row; what is left empty is no question."""

    text = forms.CharField(label=_("what is asked"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=_("how it is answered"),
        choices=Question.Kind.choices,
        initial=Question.Kind.SINGLE,
        required=False,
    )
    choices = forms.CharField(
        label=_("possible answers, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(label=_("has to be answered"), required=False)
    position = forms.IntegerField(label=_("position"), required=False, min_value=1, max_value=999)


QuestionFormSet = formset_factory(
    QuestionForm, extra=ROWS_AT_FIRST, can_delete=True, max_num=MOST_QUESTIONS, validate_max=True
)
# Nobody looks for empty rows below the questions that are there.
StandingFormSet = formset_factory(
    QuestionForm, extra=0, can_delete=True, max_num=MOST_QUESTIONS, validate_max=True
)


class QuestionnaireEditor:
    """The form of a questionnaire and its questions, shown, checked and stored together."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        user: User,
        questionnaire: Questionnaire | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.user = user
        self.form = QuestionnaireForm(data, instance=questionnaire, user=user)
        rows = _rows(questionnaire) if questionnaire else []
        make = StandingFormSet if rows else QuestionFormSet
        self.questions = make(data, prefix="questions", initial=None if data else rows)

    def save(self) -> Questionnaire | None:
        """Store it, or return None when something has to be put right first."""
        # Both are asked, so that all errors stand on the page at once.
        if not all([self.form.is_valid(), self.questions.is_valid()]):
            return None
        typed = {**self.form.cleaned_data, "questions": self._asked(), "by": self.user}
        with refusals_to(self.form):
            if self.questionnaire is None:
                return create_questionnaire(**typed)
            # Read again: checking the form has written into the instance it was made with.
            stored = Questionnaire.objects.get(pk=self.questionnaire.pk)
            update_questionnaire(stored, **typed)
            return stored
        return None

    def _asked(self) -> list[Asked]:
        rows = [
            row for row in self.questions.cleaned_data if row.get("text") and not row.get("DELETE")
        ]
        # Rows without a place stay where they are typed, behind those that have one.
        rows.sort(key=lambda row: row["position"] or MOST_QUESTIONS * 1000)
        return [
            Asked(
                row["kind"] or Question.Kind.SINGLE,
                row["text"],
                row["choices"].splitlines(),
                row["is_required"],
            )
            for row in rows
        ]


class AnswerForm(forms.Form):
    """The questions as fields; whoever leaves an optional one out has answered too."""

    use_required_attribute = False

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = questions
        for number, question in enumerate(questions, start=1):
            field = _field_of(question)
            field.label = f"{number}. {question.text}"
            field.required = question.is_required
            self.fields[answer_key(question)] = field

    @property
    def answers(self) -> dict[int, Answer]:
        """What was typed, as the service takes it."""
        return {
            question.pk: _answer(question, self.cleaned_data[answer_key(question)])
            for question in self.asked
        }


def _field_of(question: Question) -> forms.Field:
    choices = [(str(number), name) for number, name in enumerate(question.options, start=1)]
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Name neither yourself nor others."),
        )
    if question.kind == Question.Kind.SEVERAL:
        return forms.MultipleChoiceField(
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Several answers are possible."),
        )
    if not question.is_required:
        # What was pressed once must be possible to take back.
        choices.append(("", gettext("no answer")))
    is_scale = question.kind == Question.Kind.SCALE
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect(attrs={"class": "asks-scale"} if is_scale else {}),
        help_text=_("1 is the lowest, 5 the highest.") if is_scale else "",
    )


def _answer(question: Question, typed: Any) -> Answer:
    if question.kind == Question.Kind.TEXT:
        return str(typed)
    if question.kind == Question.Kind.SEVERAL:
        return [int(one) for one in typed]
    return [int(typed)] if typed else []


def _rows(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    return [
        {
            "text": question.text,
            "kind": question.kind,
            "choices": "\n".join(question.choices),
            "is_required": question.is_required,
            "position": question.position,
        }
        for question in questionnaire.questions.order_by("position")
    ]
