"""Forms of the office for the marking of a cycle."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from evaluators.models import FieldPlan
from organization.models import User


class MomentField(forms.DateTimeField):
    """A day and a time, picked with the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class MarkingForm(forms.Form):
    """Whose groups mark, and until when."""

    field_plan = forms.ModelChoiceField(FieldPlan.objects.none(), label=_("Field plan"))
    sheets_due_at = MomentField(
        label=_("Score sheets due"),
        required=False,
        help_text=_("After this moment no sheet is changed or handed in. A later one extends it."),
    )

    def __init__(self, *args: Any, cycle: AssessmentCycle, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "field_plan": cycle.field_plan_id,
            "sheets_due_at": cycle.sheets_due_at,
        }
        plans = FieldPlan.objects.visible_to(user).exclude(state=FieldPlan.State.CLOSED)
        self.fields["field_plan"].queryset = plans  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """Why a sheet is given back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The evaluator reads it, and it stays on the record of the sheet."),
    )
    due_at = MomentField(
        label=_("To be handed in again by"),
        required=False,
        help_text=_("Needed once the deadline of the cycle is over."),
    )


class FlatReturnForm(forms.Form):
    """Until when flat marking is to be handed in again; the reason is what was found."""

    due_at = MomentField(
        label=_("To be handed in again by"),
        required=False,
        help_text=_("Needed once the deadline of the cycle is over."),
    )


class FlatAcceptForm(forms.Form):
    """Why flat marking may stand."""

    reason = forms.CharField(
        label=_("Why may it stand?"),
        max_length=200,
        help_text=_("A sentence; it stays on record with your name."),
    )


class ExtendForm(forms.Form):
    """More time for sheets that were returned."""

    due_at = MomentField(label=_("To be handed in again by"))
