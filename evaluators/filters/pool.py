"""Filters of the pool's lists."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluators.filters.words import words_filter
from evaluators.models import Evaluator, Nomination, ReservePlace, Tag, TrainingSession
from evaluators.selectors.fitness import fit_for_duty


class EvaluatorFilter(django_filters.FilterSet):
    """Evaluators by words, pool, subtype, tier, tag, reserve, and where they stand today."""

    class Standing:
        FIT = "fit"
        UNFIT = "unfit"
        OUTSIDE = "outside"

    q = words_filter()
    pool = django_filters.ChoiceFilter(
        label=_("pool"), choices=Evaluator.Pool.choices, empty_label=_("all")
    )
    subtype = django_filters.ChoiceFilter(
        label=_("subtype"), choices=Evaluator.Subtype.choices, empty_label=_("all")
    )
    tier = django_filters.ChoiceFilter(
        label=_("tier"), choices=Evaluator.Tier.choices, empty_label=_("all")
    )
    tag = django_filters.ModelChoiceFilter(
        label=_("tags"), field_name="tags", queryset=Tag.objects.all(), empty_label=_("all")
    )
    reserve = django_filters.ChoiceFilter(
        label=_("reserve"),
        method="in_reserve",
        choices=ReservePlace.Reserve.choices,
        empty_label=_("all"),
    )
    standing = django_filters.ChoiceFilter(
        label=_("status"),
        method="of_standing",
        empty_label=_("all"),
        choices=[
            (Standing.FIT, _("can be placed today")),
            (Standing.UNFIT, _("in the pool, cannot be placed")),
            (Standing.OUTSIDE, _("not in the pool")),
        ],
    )

    class Meta:
        model = Evaluator
        fields: list[str] = []

    def search(self, evaluators: Any, _name: str, text: str) -> Any:
        return evaluators.search(text)

    def in_reserve(self, evaluators: Any, _name: str, reserve: str) -> Any:
        places = ReservePlace.objects.filter(reserve=reserve, until=None)
        return evaluators.filter(pk__in=places.values("evaluator"))

    def of_standing(self, evaluators: Any, _name: str, standing: str) -> Any:
        today = timezone.localdate()
        inside = Evaluator.objects.on_roster(today).values("pk")
        if standing == self.Standing.OUTSIDE:
            return evaluators.exclude(pk__in=inside)
        fit = fit_for_duty(today).values("pk")
        if standing == self.Standing.FIT:
            return evaluators.filter(pk__in=fit)
        return evaluators.filter(pk__in=inside).exclude(pk__in=fit)


class NominationFilter(django_filters.FilterSet):
    """Nominations by state."""

    state = django_filters.ChoiceFilter(
        label=_("status"), choices=Nomination.State.choices, empty_label=_("all")
    )

    class Meta:
        model = Nomination
        fields: list[str] = []


class PickFilter(django_filters.FilterSet):
    """Picks by words and by a tag of any kind."""

    q = words_filter()
    tag = django_filters.ModelChoiceFilter(
        label=_("tags"), method="with_tag", queryset=Tag.objects.all(), empty_label=_("all")
    )

    class Meta:
        model = Evaluator
        fields: list[str] = []

    def search(self, evaluators: Any, _name: str, text: str) -> Any:
        return evaluators.search(text)

    def with_tag(self, evaluators: Any, _name: str, tag: Tag) -> Any:
        # A join would multiply the rows that are being counted.
        return evaluators.filter(pk__in=tag.evaluators.values("pk"))


class TrainingFilter(django_filters.FilterSet):
    """Sessions by title, kind and year."""

    q = django_filters.CharFilter(
        label=_("Search"),
        field_name="title",
        lookup_expr="contains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=TrainingSession.Kind.choices, empty_label=_("all")
    )
    year = django_filters.NumberFilter(
        label=_("year"), field_name="held_on__year", min_value=1990, max_value=9998
    )

    class Meta:
        model = TrainingSession
        fields: list[str] = []
