"""What lists of systems and figures can be narrowed down by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, IndicatorSystem, ReportedValue
from organization.models import Category


class SystemFilter(django_filters.FilterSet):
    """Systems by category, year, state and name."""

    name = django_filters.CharFilter(
        label=_("Name"),
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=lambda request: Category.objects.visible_to(request.user),
    )
    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=IndicatorSystem.State.choices)

    class Meta:
        model = IndicatorSystem
        fields = ["name", "category", "year", "state"]


class IndicatorFilter(django_filters.FilterSet):
    """Indicators by part of their code or name, and by who answers for them."""

    text = django_filters.CharFilter(
        label=_("Code or name"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    ownerless = django_filters.BooleanFilter(
        label=_("Nobody answers for it"),
        widget=forms.CheckboxInput(),
        method="without_owner",
    )

    class Meta:
        model = Indicator
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, text: str) -> Any:
        return queryset.search(text.strip())

    def without_owner(self, queryset: QuerySet[Indicator], _name: str, wanted: bool) -> Any:
        return queryset.filter(owner=None) if wanted else queryset


class ValueFilter(django_filters.FilterSet):
    """Reported values of the API, by the codes that other systems know."""

    indicator = django_filters.CharFilter(field_name="indicator__code")
    unit = django_filters.CharFilter(field_name="unit__code")

    class Meta:
        model = ReportedValue
        fields = ["indicator", "unit", "period", "series"]
