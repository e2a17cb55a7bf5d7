"""Forms of the three steps of a nomination."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluators.forms.pool import BirthMonthForm, unit_by_code
from evaluators.models import Evaluator, Nomination
from organization.models import Unit, User


class NominationForm(forms.Form):
    """Which unit shall find somebody, and whom."""

    unit = unit_by_code(_("unit"))
    wanted = forms.CharField(
        label=_("wanted"),
        max_length=200,
        help_text=_("The post or speciality that is looked for."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user).filter(is_active=True)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class KnownPersonForm(forms.Form):
    """Somebody of the unit who is on record and not in the pool."""

    evaluator = forms.ModelChoiceField(
        label=_("nominated person"), queryset=Evaluator.objects.none()
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Evaluator.objects.outside().filter(home_unit=nomination.unit_id)
        self.fields["evaluator"].queryset = known  # type: ignore[attr-defined]


class NewPersonForm(BirthMonthForm):
    """The facts of somebody who is not on record; the office adds tier, tags and account."""

    class Meta:
        model = Evaluator
        fields = [
            "name",
            "sex",
            "birth_month",
            "pool",
            "subtype",
            "post",
            "post_level",
            "native_place",
            "growth_place",
        ]


class ReviewForm(forms.Form):
    """Accepted or refused, with the opinion."""

    accepted = forms.TypedChoiceField(
        label=_("outcome"),
        choices=[("yes", _("accepted")), ("no", _("refused"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("opinion"),
        max_length=200,
        required=False,
        help_text=_("Needed for a refusal."),
    )
