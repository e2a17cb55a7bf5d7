"""The line in which a node is typed into the tree."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.rules.figures import FigureError, read_figure
from organization.models import User


class FigureField(forms.DecimalField):
    """A number as people type it: full-width digits, thousands apart."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(read_figure(value) if value else value)
        except FigureError:
            raise forms.ValidationError(_("Not a number."), code="invalid") from None


class InsertForm(forms.Form):
    """A section, or an indicator with its source; of the library when its name or code is known.

    Args:
        system: the draft; the node goes `below` one of its sections or `after` any of its nodes.
    """

    source = forms.ChoiceField(label=_("Kind"), required=False)
    name = forms.CharField(label=_("Name"), max_length=100)
    weight = FigureField(
        label=_("Weight"), required=False, min_value=0, max_digits=9, decimal_places=4
    )
    below = forms.ModelChoiceField(SystemNode.objects.none(), required=False)
    after = forms.ModelChoiceField(SystemNode.objects.none(), required=False)

    def __init__(self, *args: Any, system: IndicatorSystem, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", _("Section")),
            *SystemNode.Source.choices,
        ]
        nodes = system.nodes.select_related("parent")
        self.fields["below"].queryset = nodes.filter(source="")  # type: ignore[attr-defined]
        self.fields["after"].queryset = nodes  # type: ignore[attr-defined]

    @property
    def parent(self) -> SystemNode | None:
        """The section that the node goes below; None at the top."""
        below, after = self.cleaned_data["below"], self.cleaned_data["after"]
        return below or (after.parent if after else None)

    @property
    def content(self) -> dict[str, Any]:
        """Fields of the new node besides its place and code."""
        facts = {"name": self.cleaned_data["name"], "weight": self.cleaned_data["weight"] or 0}
        source = self.cleaned_data["source"]
        if not source:
            return facts
        typed = self.cleaned_data["name"]
        indicators = Indicator.objects.visible_to(self.user)
        if known := indicators.filter(Q(code=typed) | Q(name=typed)).first():
            facts |= {"name": known.name[:100], "indicator": known}
        return facts | {"source": source}
