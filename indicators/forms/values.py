"""Choosing what to look at, and the grid in which figures are typed or pasted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator, IndicatorSystem, ReportedValue, SystemNode
from indicators.models.values import validate_period
from indicators.rules.figures import FigureError, read_figure
from indicators.rules.measures import SUGGESTED, same_dimension
from indicators.rules.periods import previous_year
from indicators.rules.trees import plain
from indicators.selectors.values import Values
from indicators.services.values import ValueEntry
from organization.models import Unit


class ValueScopeForm(forms.Form):
    """Which figures: of which system and period."""

    system = forms.ModelChoiceField(
        IndicatorSystem.objects.none(),
        label=gettext_lazy("Indicator system"),
        empty_label=None,
    )
    period = forms.CharField(
        label=gettext_lazy("Reporting period"),
        max_length=7,
        validators=[validate_period],
        widget=forms.TextInput(attrs={"placeholder": "2023 · 2023H1 · 2023Q1 · 2023-01"}),
    )

    def __init__(self, *args: Any, systems: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = systems  # type: ignore[attr-defined]


class ValueFilterForm(ValueScopeForm):
    """The same, and which part of it."""

    text = forms.CharField(
        label=gettext_lazy("Indicator or unit"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    missing = forms.BooleanField(label=gettext_lazy("Only with missing figures"), required=False)

    field_order = ["system", "period", "text", "missing"]


class GridForm(ValueScopeForm):
    """Which grid to report in: of one leaf or of one unit, and in which series."""

    series = forms.ChoiceField(choices=ReportedValue.Series.choices)
    leaf = forms.IntegerField(required=False)
    unit = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        if (self.cleaned_data.get("leaf") is None) == (self.cleaned_data.get("unit") is None):
            raise forms.ValidationError(_("Choose one indicator or one unit."))
        return self.cleaned_data


class EvidenceForm(forms.Form):
    """A file that proves a figure."""

    file = forms.FileField(label=gettext_lazy("File"))


class WithdrawForm(forms.Form):
    """Why a figure is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason for taking it back"), max_length=200)


@dataclass
class GridLine:
    """One figure of the grid: what it is about, what stands in it, what is wrong with it.

    Attributes:
        unit: None for the benchmark that holds for every unit.
    """

    indicator: Indicator
    unit: Unit | None
    label: str
    standing: ReportedValue | None = None
    previous: Decimal | None = None
    value: str = ""
    measure: str = ""
    note: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Name of its inputs, apart from their prefix."""
        return f"{self.indicator.pk}-{self.unit.pk if self.unit else 0}"

    @property
    def measures(self) -> list[str]:
        """Units of measure to which the indicator's can be converted, its own first."""
        own = self.indicator.unit_of_measure
        return [own, *(s for s in SUGGESTED if s != own and same_dimension(s, own))]

    def fill(self, standing: ReportedValue | None, previous: ReportedValue | None) -> None:
        """Show what has been reported so far, and for the same period a year before."""
        own = self.indicator.unit_of_measure
        self.standing, self.measure = standing, own
        if standing is not None:
            self.value = plain(standing.value)
            self.measure, self.note = standing.unit_of_measure, standing.note
        if previous is not None and same_dimension(previous.unit_of_measure, own):
            self.previous = previous.in_measure(own)

    def take(self, data: Mapping[str, str]) -> None:
        """Keep what was typed, right or wrong: nothing is lost."""
        self.value = data.get(f"value-{self.key}", "").strip()
        self.measure = data.get(f"measure-{self.key}", self.measure)
        # A zero character is no text, and PostgreSQL would not store it.
        self.note = data.get(f"note-{self.key}", "").replace("\x00", "").strip()


class ValueGrid:
    """One leaf for all units, or one unit with all leaves, in one series.

    An empty cell reports nothing; a figure that stands is taken back on its own page, with its
    reason.
    """

    def __init__(
        self,
        system: IndicatorSystem,
        leaves: Sequence[SystemNode],
        units: Sequence[Unit],
        period: str,
        series: str,
    ) -> None:
        self.system, self.period, self.series = system, period, series
        self.department = ""
        self.leaf = leaves[0] if len(leaves) == 1 else None
        self.unit = units[0] if len(units) == 1 and self.leaf is None else None
        self.lines = [
            GridLine(leaf.indicator, unit, leaf.name if self.unit else unit.label)
            for leaf in leaves
            for unit in units
            if leaf.indicator is not None
        ]
        if self.leaf and self.leaf.indicator and series in ReportedValue.COMMON:
            self.lines.insert(0, GridLine(self.leaf.indicator, None, _("all units")))

    def fill(self, standing: Values) -> None:
        """Show what has been reported so far."""
        before = previous_year(self.period)
        for line in self.lines:
            unit = line.unit.pk if line.unit else None
            line.fill(
                standing.get((line.indicator.pk, unit, self.period, self.series)),
                standing.get((line.indicator.pk, unit, before, ReportedValue.Series.ACTUAL)),
            )

    def take(self, data: Mapping[str, str]) -> None:
        """Keep everything that was typed."""
        self.department = data.get("source_department", "").replace("\x00", "").strip()
        for line in self.lines:
            line.take(data)

    def entries(self) -> list[tuple[GridLine, ValueEntry]]:
        """What is to be reported; lines that cannot be read get an error instead."""
        found = []
        for line in self.lines:
            if line.value:
                try:
                    found.append((line, self._entry(line, read_figure(line.value))))
                except FigureError:
                    line.errors.append(_("Not a number. Leave out words and units of measure."))
            elif line.standing is not None:
                line.errors.append(
                    _("A figure stands here. Open it to take it back, with a reason.")
                )
        return found

    def _entry(self, line: GridLine, value: Decimal) -> ValueEntry:
        standing = line.standing.source_department if line.standing else ""
        return ValueEntry(
            indicator=line.indicator,
            unit=line.unit,
            period=self.period,
            series=self.series,
            value=value,
            unit_of_measure=line.measure,
            source_department=self.department or standing,
            note=line.note,
        )

    @property
    def faults(self) -> int:
        """How many lines cannot be stored as they are."""
        return sum(bool(line.errors) for line in self.lines)
