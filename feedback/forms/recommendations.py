"""Forms of recommendations for a post."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import CandidateCheck, CheckItem, Recommendation, Statement
from feedback.services.recommendations import Finding
from organization.forms.units import date_input
from organization.models import Cadre, Unit, User


class RecommendationForm(forms.ModelForm):
    """The post to fill."""

    class Meta:
        model = Recommendation
        fields = ["unit", "post", "places", "rounds"]

    # A code to type: a menu of three thousand units is none.
    unit = forms.ModelChoiceField(
        label=_("unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=_("Code of the unit."),
        error_messages={"invalid_choice": _("No unit has this code.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.editable_by(user)  # type: ignore[attr-defined]
        if self.instance.unit_id:
            self.initial["unit"] = self.instance.unit


class CandidateForm(forms.Form):
    """Who is recommended, by whom, and why."""

    id_number = forms.CharField(label=_("ID number of the candidate"), max_length=18)
    recommender = forms.CharField(
        label=_("recommended by"), max_length=60, help_text=_("The real name.")
    )
    recommender_post = forms.CharField(label=_("post of who recommends"), max_length=100)
    recommended_on = forms.DateField(
        label=_("recommended on"), initial=timezone.localdate, widget=date_input()
    )
    reason = forms.CharField(
        label=_("why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = Cadre.objects.editable_by(user)

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"]
        if not self.people.filter(id_number=number.upper()).exists():
            raise ValidationError(_("No cadre of yours has this ID number."))
        return number.upper()

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes: the cadre in the place of the number."""
        number = self.cleaned_data["id_number"]
        others = {name: self.cleaned_data[name] for name in self.fields if name != "id_number"}
        return {"cadre": self.people.get(id_number=number), **others}


class CheckForm(forms.Form):
    """What one check found; left empty it stays as it is."""

    is_clear = forms.ChoiceField(
        label=_("Finding"),
        choices=[("", "---------"), ("yes", _("clear")), ("no", _("not clear"))],
        required=False,
    )
    checked_on = forms.DateField(label=_("Checked on"), required=False, widget=date_input())
    document = forms.CharField(label=_("document"), max_length=100, required=False)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        item: CheckItem,
        stored: CandidateCheck | None,
    ) -> None:
        super().__init__(data, prefix=f"item{item.pk}", initial=_initial(stored))
        self.item = item

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("is_clear"):
            return data
        for name in ("checked_on", "document"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("Needed with a finding."))
        if data["is_clear"] == "no" and not data.get("note"):
            self.add_error("note", _("Say what was found."))
        return data

    @property
    def finding(self) -> Finding | None:
        """What the service takes; None where nothing was chosen."""
        data = self.cleaned_data
        if not data["is_clear"]:
            return None
        return Finding(
            data["is_clear"] == "yes", data["checked_on"], data["document"], data["note"]
        )


class StatementForm(forms.ModelForm):
    """Who speaks next, and what the person says."""

    class Meta:
        model = Statement
        fields = ["speaker", "is_principal", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}


def _initial(stored: CandidateCheck | None) -> dict[str, Any]:
    if stored is None:
        return {}
    return {
        "is_clear": "yes" if stored.is_clear else "no",
        "checked_on": stored.checked_on,
        "document": stored.document,
        "note": stored.note,
    }
