"""Forms of reviews, the reverse evaluation, rechecks and complaints."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluators.forms.naming import EvaluatorField
from evaluators.forms.pool import unit_by_code
from evaluators.models import (
    AssessmentGroup,
    Complaint,
    Evaluator,
    EvaluatorReview,
    FieldPlan,
    RecheckCase,
    ReverseEvaluation,
    Seat,
)
from organization.forms.units import date_input
from organization.models import User

LONG = forms.Textarea(attrs={"rows": 3})


class MemberReviewForm(forms.Form):
    """A rating and a remark."""

    rating = forms.ChoiceField(
        label=_("rating"), choices=EvaluatorReview.Rating.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(label=_("remark"), max_length=500, widget=LONG)


class EvaluatorReviewForm(MemberReviewForm):
    """What a unit or the discipline body has written, for one seat of a person."""

    field_order = ["seat", "source", "unit", "rating", "remark"]

    seat = forms.ModelChoiceField(label=_("seat"), queryset=Seat.objects.none())
    source = forms.ChoiceField(
        label=_("who reviews"),
        choices=[
            choice
            for choice in EvaluatorReview.Source.choices
            if choice[0] != EvaluatorReview.Source.LEADER
        ],
    )
    unit = unit_by_code(
        _("reviewing unit"), required=False, help_text=_("Code of the assessed unit.")
    )

    def __init__(self, *args: Any, evaluator: Evaluator, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = evaluator.seats.visible_to(user).select_related("group__plan", "role")
        seat = self.fields["seat"]
        seat.queryset = seats  # type: ignore[attr-defined]
        seat.label_from_instance = _seat_label  # type: ignore[attr-defined]


def _seat_label(seat: Seat) -> str:
    return f"{seat.group.plan} · {seat.group} · {seat.role}"


class ReverseAnswerForm(forms.Form):
    """One mark for each question, and a word if the unit wishes."""

    MARKS = (
        (5, _("5 very satisfied")),
        (4, _("4 satisfied")),
        (3, _("3 fair")),
        (2, _("2 dissatisfied")),
        (1, _("1 very dissatisfied")),
    )

    def __init__(self, *args: Any, evaluation: ReverseEvaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in evaluation.questions:
            self.fields[f"mark-{question['code']}"] = forms.TypedChoiceField(
                label=question["text"], choices=self.MARKS, coerce=int, widget=forms.RadioSelect
            )
        self.fields["comment"] = forms.CharField(
            label=_("comment"),
            max_length=500,
            required=False,
            widget=LONG,
            help_text=_("Leave out what would tell who you are."),
        )

    @property
    def marks(self) -> dict[str, int]:
        """Marks by the code of the question."""
        return {
            name.removeprefix("mark-"): mark
            for name, mark in self.cleaned_data.items()
            if name.startswith("mark-")
        }


class RecheckForm(forms.Form):
    """Which plan, how many in a hundred, from which seed."""

    plan = forms.ModelChoiceField(label=_("field plan"), queryset=FieldPlan.objects.none())
    percent = forms.DecimalField(
        label=_("percent"), min_value=1, max_value=100, decimal_places=2, initial=5
    )
    seed = forms.CharField(
        label=_("seed"),
        max_length=64,
        required=False,
        help_text=_("Empty draws one at random. The same seed draws the same units."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A draw is from the whole plan.
        plans = FieldPlan.objects.visible_to(user).answered_by(user)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    """What the second look found."""

    finding = forms.ChoiceField(
        label=_("finding"), choices=RecheckCase.Finding.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(label=_("remark"), max_length=500, required=False, widget=LONG)


class ComplaintForm(forms.ModelForm):
    """What came in, and about whom."""

    class Meta:
        model = Complaint
        fields = ["received_on", "channel", "informant", "matter", "group", "evaluator"]
        widgets = {"matter": LONG}

    received_on = forms.DateField(
        label=_("received on"), initial=timezone.localdate, widget=date_input()
    )
    group = forms.ModelChoiceField(
        label=_("assessment group"),
        queryset=AssessmentGroup.objects.none(),
        required=False,
    )

    evaluator = EvaluatorField(label=_("evaluator"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluator"].queryset = Evaluator.objects.visible_to(user)  # type: ignore[attr-defined]
        group = self.fields["group"]
        visible = AssessmentGroup.objects.visible_to(user)
        group.queryset = visible.select_related("plan")  # type: ignore[attr-defined]
        group.label_from_instance = _group_label  # type: ignore[attr-defined]


def _group_label(group: AssessmentGroup) -> str:
    return f"{group.plan} · {group}"


class SettleForm(forms.Form):
    """The result of a complaint and what was done."""

    outcome = forms.ChoiceField(
        label=_("result of handling"), choices=Complaint.Outcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(label=_("what was done"), max_length=1000, widget=LONG)
