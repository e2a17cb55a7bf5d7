"""Forms of reporting plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collection.models import RHYTHMS, ReportingPlan, ReportingRound
from collection.rules.rhythms import Rhythm
from collection.selectors.due import AskedLeaf
from collection.services.plans import Term
from indicators.models import IndicatorSystem
from indicators.rules.figures import FigureError, read_figure
from organization.forms.units import date_input
from organization.models import User

CHOICES = [(str(one), label) for one, label in RHYTHMS.items()]


class PlanForm(forms.ModelForm):
    """What is reported in a year; one form lays out all rounds of it."""

    systems = forms.ModelMultipleChoiceField(
        IndicatorSystem.objects.none(),
        label=gettext_lazy("Indicator systems"),
        widget=forms.CheckboxSelectMultiple,
    )
    rhythms = forms.MultipleChoiceField(
        label=gettext_lazy("rhythm"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Every period of each rhythm becomes a round: 12, 4, 2 and 1."),
    )

    class Meta:
        model = ReportingPlan
        fields = [
            "name",
            "kind",
            "year",
            "systems",
            "rhythms",
            "due_days",
            "in_working_days",
            "late_days",
            "highest_score",
            "different_min",
            "width_min",
        ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        systems = IndicatorSystem.objects.in_charge_of(user).in_force()
        if self.instance.pk:
            systems = systems | IndicatorSystem.objects.filter(reporting_plans=self.instance)
        choices: Any = self.fields["systems"]
        choices.queryset = systems.distinct()

    def _post_clean(self) -> None:
        """The service checks the plan, of which the form is only a copy."""


class RoundForm(forms.ModelForm):
    """The due day of one round."""

    class Meta:
        model = ReportingRound
        fields = ["due_on"]
        widgets = {"due_on": date_input()}

    def _post_clean(self) -> None:
        """The service checks the day."""


class TermForm(forms.Form):
    """Carries what the service says against the terms, whose inputs the table has."""


@dataclass
class TermLine:
    """A leaf with the rhythms and the spread that hold for it, as they are typed."""

    leaf: AskedLeaf
    rhythms: list[str]
    different: str = ""
    width: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def ticks(self) -> list[tuple[str, Any, bool]]:
        """Every rhythm with its name and whether it is chosen."""
        return [(code, label, code in self.rhythms) for code, label in CHOICES]


class TermTable:
    """All leaves of a plan: which rhythms they have, and how far scores must differ."""

    def __init__(self, plan: ReportingPlan, leaves: Sequence[AskedLeaf]) -> None:
        self.plan = plan
        self.lines = [
            TermLine(
                leaf,
                leaf.rhythms,
                _shown(leaf.term.different_min if leaf.term else None),
                _shown(leaf.term.width_min if leaf.term else None),
            )
            for leaf in leaves
        ]

    def take(self, data: Any) -> None:
        """Keep what was typed, right or wrong."""
        for line in self.lines:
            key = line.leaf.node.pk
            ticked = data.getlist(f"rhythm-{key}")
            line.rhythms = [str(one) for one in Rhythm if one in ticked]
            line.different = data.get(f"different-{key}", "").strip()
            line.width = data.get(f"width-{key}", "").strip()

    def terms(self) -> Mapping[int, Term]:
        """What each leaf has of its own; the same rhythms as the plan's are the plan's."""
        return {
            line.leaf.node.pk: Term(
                None if line.rhythms == self.plan.rhythms else line.rhythms,
                _read(line, line.different),
                _read(line, line.width),
            )
            for line in self.lines
        }

    @property
    def faults(self) -> int:
        """How many lines cannot be stored as they are."""
        return sum(bool(line.errors) for line in self.lines)


def _shown(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _read(line: TermLine, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return read_figure(text)
    except FigureError:
        line.errors.append(_("Not a number."))
        return None
