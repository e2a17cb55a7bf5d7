"""Forms of the field work: talks, verifications, reviews, questions."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import Assessee, TalkRecord, Verification
from assessment.selectors.fieldwork import figures_of, leaves_of, workers_of
from evaluators.models import AssessmentGroup, Evaluator
from indicators.models import ReportedValue, SystemNode
from organization.forms.units import date_input
from organization.models import User


def words_input(rows: int = 4) -> forms.Textarea:
    """A field for sentences."""
    return forms.Textarea(attrs={"rows": rows})


class WorkForm(forms.Form):
    """A line of the work log."""

    words = forms.CharField(
        label=_("What was done, and why"), max_length=1000, widget=words_input(2)
    )


class CommentForm(forms.Form):
    """A comment at the debrief."""

    words = forms.CharField(label=_("Comment"), max_length=2000, widget=words_input())


class ReviewForm(forms.Form):
    """A review that the group held together."""

    held_on = forms.DateField(label=_("held on"), initial=timezone.localdate, widget=date_input())
    attendees = forms.ModelMultipleChoiceField(
        Evaluator.objects.none(),
        label=_("who was there"),
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(label=_("what was agreed"), max_length=4000, widget=words_input(6))

    def __init__(self, *args: Any, group: AssessmentGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Evaluator.objects.filter(seats__group=group)
        self.fields["attendees"].queryset = people  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """A question to the command group."""

    group = forms.ModelChoiceField(
        AssessmentGroup.objects.none(), label=_("assessment group"), empty_label=None
    )
    question = forms.CharField(label=_("question"), max_length=500, widget=words_input(3))

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class QuestionSearchForm(forms.Form):
    """Looking for guidance that has been given."""

    text = forms.CharField(
        label=_("In questions and answers"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class AnswerForm(forms.Form):
    """The one answer to a question."""

    answer = forms.CharField(label=_("answer"), max_length=4000, widget=words_input(6))


class OutlineForm(forms.Form):
    """What is to be asked about an assessee."""

    text = forms.CharField(label=_("outline"), max_length=8000, widget=words_input(16))


class TalkBeginForm(forms.Form):
    """With whom and when."""

    with_whom = forms.CharField(
        label=_("with whom"),
        max_length=100,
        help_text=_("Name or role. Only the group and the office see it."),
    )
    talked_on = forms.DateField(
        label=_("talked on"), initial=timezone.localdate, widget=date_input()
    )


class TalkDropForm(forms.Form):
    """Why a record is taken out that is not signed."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=words_input(2))


class TalkAnswersForm(forms.Form):
    """The blocks of the form on which the talk is recorded; every one may wait."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, talk: TalkRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = talk.revision
        self.fields["revision"].widget.attrs["id"] = "talk-revision"
        self.blocks = list(talk.form.blocks.all())
        for block in self.blocks:
            self.fields[f"block-{block.code}"] = forms.CharField(
                label=f"{block.name} · {block.get_side_display()}",
                help_text=block.prompt,
                required=False,
                max_length=4000,
                initial=talk.answers.get(block.code, ""),
                widget=words_input(5),
            )

    @property
    def answers(self) -> dict[str, str]:
        """Text by code of the block."""
        return {
            block.code: self.cleaned_data.get(f"block-{block.code}", "") for block in self.blocks
        }


class PersonField(forms.ModelChoiceField):
    """A member of the group by the name that the others know."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.evaluator)


class DoubtForm(forms.Form):
    """What is doubted, who looks into it and how."""

    doubt = forms.CharField(
        label=_("What is doubted"),
        max_length=500,
        widget=words_input(3),
        help_text=_("The statement or figure, and why it is doubted."),
    )
    node = forms.ModelChoiceField(
        SystemNode.objects.none(), label=_("Indicator"), required=False, empty_label="—"
    )
    figure = forms.ModelChoiceField(
        ReportedValue.objects.none(), label=_("Reported figure"), required=False, empty_label="—"
    )
    way = forms.ChoiceField(label=_("Way"), choices=Verification.Way.choices)
    assigned_to = PersonField(User.objects.none(), label=_("Who looks into it"))
    due_on = forms.DateField(label=_("Due on"), widget=date_input())

    def __init__(
        self, *args: Any, group: AssessmentGroup, assessee: Assessee, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["node"].queryset = leaves_of(assessee)
        fields["figure"].queryset = figures_of(assessee)
        fields["assigned_to"].queryset = workers_of(group).select_related("evaluator")


class VerificationFileForm(forms.Form):
    """A file that belongs to a doubt."""

    file = forms.FileField(label=_("File"))


class ConclusionForm(forms.Form):
    """What came out of a doubt."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        choices=Verification.Conclusion.choices,
        widget=forms.RadioSelect,
    )
    findings = forms.CharField(label=_("What was found"), max_length=4000, widget=words_input(5))
