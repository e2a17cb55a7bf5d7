"""Forms of dossiers: facts, what departments send, rulings, the search."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collection.models import ConductNote
from dailyreview.models import DossierEntry, SavedSearch
from dailyreview.models.dossier import people_kept
from dailyreview.selectors.dossier import grades_given
from organization.forms.units import date_input
from organization.models import Cadre, Role, Unit, User
from organization.models.people import validate_id_number

LONG = {"rows": 3}
SEARCH = {"type": "search"}


def _kinds() -> list[tuple[Any, Any]]:
    sides = DossierEntry.Side
    return [
        ("", "---------"),
        (sides.POSITIVE.label, [(one.value, one.label) for one in DossierEntry.POSITIVE_KINDS]),
        (sides.NEGATIVE.label, [(one.value, one.label) for one in DossierEntry.NEGATIVE_KINDS]),
    ]


class EntryForm(forms.Form):
    """A fact: the kind says which list it stands in."""

    kind = forms.ChoiceField(label=_("kind"), choices=_kinds)
    fact = forms.CharField(
        label=_("fact"),
        max_length=500,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Nothing that is a state secret or a work secret may stand here."),
    )
    happened_on = forms.DateField(label=_("happened on"), widget=date_input())
    document = forms.CharField(
        label=_("document"),
        max_length=200,
        required=False,
        help_text=_("What proves it, with its number."),
    )


class IntakeForm(EntryForm):
    """What a department sends: who is meant, exactly as on the papers."""

    source = forms.ModelChoiceField(label=_("department"), queryset=Unit.objects.none())
    name = forms.CharField(label=_("full name"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number"), max_length=18, required=False, validators=[validate_id_number]
    )
    unit_name = forms.CharField(
        label=_("unit"),
        max_length=100,
        required=False,
        help_text=_("The full name; needed where no ID number is given."),
    )

    field_order = ("source", "name", "id_number", "unit_name")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = Unit.objects.filter(pk__in=user.unit_keys([Role.DATA_REPORTER]))
        source.initial = source.queryset.first()
        self.fields["document"].required = True


class RulingForm(forms.Form):
    """Confirm or reject; who is meant is asked where nobody was found."""

    verdict = forms.ChoiceField(
        label=_("ruling"),
        choices=[("confirm", _("confirm")), ("reject", _("reject"))],
        widget=forms.RadioSelect,
    )
    id_number = forms.CharField(label=_("ID number of who is meant"), max_length=18, required=False)
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Needed to reject."),
    )

    def __init__(self, *args: Any, entry: DossierEntry, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people_kept(user, [Role.OFFICE_STAFF])
        if entry.cadre_id:
            del self.fields["id_number"]

    def clean_id_number(self) -> Cadre | None:
        number = self.cleaned_data["id_number"]
        if not number:
            return None
        found = self.people.filter(id_number=number).first()
        if found is None:
            raise ValidationError(_("No cadre whose dossier you keep has this number."))
        return found


class SearchForm(forms.Form):
    """Words and conditions; those on facts hold for one and the same fact."""

    q = forms.CharField(
        label=_("Search"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={**SEARCH, "placeholder": _("Name or words of a fact")}),
    )
    unit = forms.CharField(
        label=_("unit"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={**SEARCH, "placeholder": _("Name or code")}),
    )
    side = forms.ChoiceField(
        label=_("list"), choices=[("", _("all")), *DossierEntry.Side.choices], required=False
    )
    kind = forms.ChoiceField(label=_("kind"), choices=_kinds, required=False)
    year = forms.IntegerField(label=_("year"), min_value=1990, max_value=2100, required=False)
    grade = forms.ChoiceField(label=_("grade of a quarter"), required=False)
    has_awards = forms.BooleanField(label=_("has awards"), required=False)
    conduct = forms.ChoiceField(
        label=_("conduct in a task"),
        choices=[("", _("all")), *ConductNote.Grade.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", _("all")), *grades_given()]  # type: ignore[attr-defined]

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SavedSearchForm(forms.ModelForm):
    """The name of a search that is kept."""

    class Meta:
        model = SavedSearch
        fields = ["name"]
