"""Filters of stars, exits, deductions, recommendations and careers."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluators.filters.words import words_filter
from evaluators.models import (
    Breach,
    CareerOutcome,
    Evaluator,
    HomeDeduction,
    Recommendation,
    RosterSpell,
    YearStars,
)
from evaluators.rules.exits import ExitGround
from evaluators.selectors.ledgers import Leaver


class StarsFilter(django_filters.FilterSet):
    """Stars by person, proposal, and whether somebody has confirmed them."""

    q = words_filter()
    state = django_filters.ChoiceFilter(
        label=_("state"),
        method="of_state",
        empty_label=_("all"),
        choices=[
            ("waiting", _("waits for confirmation")),
            ("confirmed", _("confirmed")),
            ("changed", _("confirmed otherwise than proposed")),
        ],
    )
    proposed = django_filters.ChoiceFilter(
        label=_("proposed stars"), choices=[(n, n) for n in range(6)], empty_label=_("all")
    )

    class Meta:
        model = YearStars
        fields: list[str] = []

    def search(self, stars: Any, _name: str, text: str) -> Any:
        return stars.filter(evaluator__in=Evaluator.objects.search(text))

    def of_state(self, stars: Any, _name: str, state: str) -> Any:
        if state == "waiting":
            return stars.filter(confirmed=None)
        confirmed = stars.exclude(confirmed=None)
        return confirmed.exclude(reason="") if state == "changed" else confirmed


class ExitForm(forms.Form):
    """Candidates by name or unit, and by reason; they are counted, so no query can filter them."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or unit")}),
    )
    ground = forms.ChoiceField(
        label=_("reason"),
        required=False,
        choices=lambda: [
            ("", _("all")),
            *((ground.value, RosterSpell.ExitReason(ground.value).label) for ground in ExitGround),
        ],
    )

    def narrow(self, found: Sequence[Leaver]) -> list[Leaver]:
        """Those whom the filter leaves; all while it is filled in wrongly."""
        if not self.is_valid():
            return list(found)
        text, ground = self.cleaned_data["q"], self.cleaned_data["ground"]
        return [
            one
            for one in found
            if (not ground or ground in one.grounds)
            and (text in one.evaluator.name or text in one.evaluator.comes_from)
        ]


class DeductionFilter(django_filters.FilterSet):
    """Deductions by unit or person, state and year."""

    q = words_filter(_("Name or unit"))
    state = django_filters.ChoiceFilter(
        label=_("state"), choices=HomeDeduction.State.choices, empty_label=_("all")
    )
    year = django_filters.NumberFilter(label=_("year"), min_value=1990, max_value=9998)

    class Meta:
        model = HomeDeduction
        fields: list[str] = []

    def search(self, deductions: Any, _name: str, text: str) -> Any:
        return deductions.filter(
            Q(unit__name__contains=text) | Q(entry__evaluator__name__contains=text)
        )


class RecommendationFilter(django_filters.FilterSet):
    """Recommendations by person and kind."""

    q = words_filter()
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Recommendation.Kind.choices, empty_label=_("all")
    )

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def search(self, recommendations: Any, _name: str, text: str) -> Any:
        return recommendations.filter(evaluator__in=Evaluator.objects.search(text))


class BreachFilter(django_filters.FilterSet):
    """Breaches by person and by which of the nine was broken."""

    q = words_filter()
    number = django_filters.ChoiceFilter(
        label=_("which of the nine"), choices=[(n, n) for n in range(1, 10)], empty_label=_("all")
    )

    class Meta:
        model = Breach
        fields: list[str] = []

    def search(self, breaches: Any, _name: str, text: str) -> Any:
        return breaches.filter(evaluator__in=Evaluator.objects.search(text))


class OutcomeFilter(django_filters.FilterSet):
    """Careers by person and kind."""

    q = words_filter()
    kind = django_filters.ChoiceFilter(
        label=_("outcome"), choices=CareerOutcome.Kind.choices, empty_label=_("all")
    )

    class Meta:
        model = CareerOutcome
        fields: list[str] = []

    def search(self, outcomes: Any, _name: str, text: str) -> Any:
        return outcomes.filter(evaluator__in=Evaluator.objects.search(text))
