"""Which gaps: of one unit over its indicators, or of one indicator over the units."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.values import ValueScopeForm
from indicators.selectors.gaps import Field
from organization.models import Unit


class GapForm(ValueScopeForm):
    """A unit shows all its indicators; an indicator shows all units, the chosen one marked."""

    unit = forms.IntegerField(label=_("Unit"), required=False, widget=forms.Select)
    leaf = forms.IntegerField(
        label=_("Indicator, for all units"), required=False, widget=forms.Select
    )

    def offer(self, units: Iterable[Unit], fields: Iterable[Field], chosen: Unit | None) -> None:
        """Fill the two lists, which depend on the system and the period."""
        if chosen is not None:
            self.data = {**{name: self.data.get(name) for name in self.data}, "unit": chosen.pk}
        nothing = ("", "—")
        self.fields["unit"].widget.choices = [
            nothing,
            *((unit.pk, unit.label) for unit in units),
        ]
        self.fields["leaf"].widget.choices = [
            nothing,
            *((field.leaf.node.pk, field.leaf.node.name) for field in fields),
        ]


class BenchmarkForm(ValueScopeForm):
    """Of which figures average and best are computed."""
