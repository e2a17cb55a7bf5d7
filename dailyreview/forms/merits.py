"""Forms of the achievement points: a version of the rules, and what the list is asked for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dailyreview.models import DossierEntry
from organization.forms.units import date_input
from organization.models import Domain, User

CHECKS = [
    ("", _("everybody with points")),
    ("faults", _("points, and negative facts")),
    ("grades", _("points, and not the best grade of the year")),
    ("quarters", _("points, and a quarter below the tolerated grade")),
]


class MeritVersionForm(forms.Form):
    """A version: one field of points for each kind of fact."""

    domain = forms.ModelChoiceField(label=_("domain"), queryset=Domain.objects.none())
    name = forms.CharField(label=_("name"), max_length=60)
    valid_from = forms.DateField(
        label=_("valid from"),
        widget=date_input(),
        help_text=_("Facts from this day on are valued by it, confirmed ones at once."),
    )
    clause = forms.CharField(label=_("clause"), max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()
        for kind, label in DossierEntry.Kind.choices:
            self.fields[kind] = forms.DecimalField(
                label=label, max_digits=6, decimal_places=2, required=False
            )

    @property
    def version(self) -> dict[str, Any]:
        """What the service takes; a kind left empty, or 0, counts nothing."""
        given = self.cleaned_data
        points: dict[str, Decimal] = {
            kind: given[kind] for kind in DossierEntry.Kind.values if given.get(kind)
        }
        fields = {name: given[name] for name in ("domain", "name", "valid_from", "clause")}
        return {**fields, "points": points}


class MeritSearchForm(forms.Form):
    """The year, how many points at least, and what is laid beside them."""

    year = forms.IntegerField(label=_("year"), min_value=1990, max_value=2100, required=False)
    least = forms.DecimalField(
        label=_("points from"), max_digits=8, decimal_places=2, required=False
    )
    unit = forms.CharField(
        label=_("unit"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or code")}),
    )
    beside = forms.ChoiceField(label=_("cross-check"), choices=CHECKS, required=False)

    @property
    def conditions(self) -> dict[str, Any]:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
