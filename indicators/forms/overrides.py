"""The sheets of one unit and of one person: own weights, leaves that do not concern the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.forms.systems import NUMBER
from indicators.models import PersonWeight, ResultLink, SystemNode, WeightOverride
from indicators.rules.trees import plain
from indicators.selectors.trees import Tree, TreeRow, UnitRules
from organization.models import Unit


@dataclass(frozen=True)
class SheetLine:
    """One node of the sheet: its fields, and what stands below it adds up to."""

    row: TreeRow
    weight: forms.BoundField | None
    exempt: forms.BoundField | None
    change: Decimal
    sum: Decimal | None
    whole: Decimal | None


class WeightSheetForm(forms.Form):
    """One weight for each node; one that equals the system's is not an own weight."""

    reason = forms.CharField(label=_("Reason for the own weights"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        tree: Tree,
        weights: Sequence[WeightOverride | PersonWeight],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        own = {standing.node_id: standing.weight for standing in weights}
        if weights:
            self.initial.setdefault("reason", weights[0].reason)
        for row in tree.rows:
            if not row.is_bonus:
                self.fields[f"weight-{row.node.pk}"] = forms.DecimalField(
                    label=row.node.name,
                    max_digits=9,
                    decimal_places=4,
                    min_value=0,
                    initial=Decimal(plain(own.get(row.node.pk, row.node.weight))),
                    widget=forms.TextInput(attrs={**NUMBER, "class": "hj-cell-input"}),
                )

    def lines(self, sums: Mapping[TreeRow | None, tuple[Decimal, Decimal]]) -> list[SheetLine]:
        """The rows of the tree with their fields, the change and the sum below them."""
        weights = self.weights
        return [
            SheetLine(
                row,
                self._bound(f"weight-{row.node.pk}"),
                self._bound(f"exempt-{row.node.pk}"),
                weights.get(row.node.pk, row.node.weight) - row.node.weight,
                *sums.get(row, (None, None)),
            )
            for row in self.tree.rows
        ]

    def _bound(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    @property
    def weights(self) -> dict[int, Decimal]:
        """Weight by key of the node: as filled in, or as it stands while that cannot be read."""
        filled = getattr(self, "cleaned_data", {})
        names = {row.node.pk: f"weight-{row.node.pk}" for row in self.tree.rows}
        return {
            key: filled.get(name, self.fields[name].initial)
            for key, name in names.items()
            if name in self.fields
        }


class UnitSheetForm(WeightSheetForm):
    """Own weights and, for a leaf, the reason why it does not concern the unit."""

    def __init__(self, *args: Any, tree: Tree, rules: UnitRules, **kwargs: Any) -> None:
        super().__init__(*args, tree=tree, weights=rules.weights, **kwargs)
        exempt = {exemption.node_id: exemption.reason for exemption in rules.exemptions}
        for row in tree.leaves:
            self.fields[f"exempt-{row.node.pk}"] = forms.CharField(
                label=_("Why it does not concern the unit"),
                max_length=200,
                required=False,
                initial=exempt.get(row.node.pk, ""),
                widget=forms.TextInput(attrs={"class": "hj-cell-input hj-cell-text"}),
            )

    @property
    def exemptions(self) -> dict[SystemNode, str]:
        """The reason for each leaf; empty where it concerns the unit."""
        return {
            row.node: self.cleaned_data[f"exempt-{row.node.pk}"].strip() for row in self.tree.leaves
        }


class LinkForm(forms.ModelForm):
    """Whose result a unit's leaf reads."""

    class Meta:
        model = ResultLink
        fields = ["unit", "target", "weight"]
        widgets = {"weight": forms.TextInput(attrs=NUMBER)}

    def __init__(
        self, *args: Any, units: QuerySet[Unit], targets: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """Whose own weights are given to which units, and why."""

    source = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Weights of"),
        help_text=_("A unit without own weights gives those of the system."),
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("For these units"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason for the own weights"), max_length=200)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "units"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
