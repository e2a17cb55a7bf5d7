"""What lists of systems and figures can be narrowed down by."""

from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.models import (
    AssessmentProcess,
    Indicator,
    IndicatorSystem,
    LibraryModel,
    ReportedValue,
)
from indicators.rules.tags import split_tags
from organization.models import Category, Unit


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


def _tags_of(model: type[Indicator | LibraryModel | AssessmentProcess]) -> list[tuple[str, str]]:
    """The tags in use, as choices."""
    lines = model.objects.exclude(tags="").order_by().values_list("tags", flat=True).distinct()
    known = {tag for line in lines for tag in split_tags(line)}
    return [(tag, tag) for tag in sorted(known)]


class LibraryFilter(django_filters.FilterSet):
    """Things of the library by what people remember of them, and by tag."""

    text = django_filters.CharFilter(
        label=_("Code or name"),
        method="search",
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "placeholder": _("initials and tags too"),
            }
        ),
    )

    def search(self, queryset: Any, _name: str, text: str) -> Any:
        return queryset.search(text)

    def with_tag(self, queryset: Any, _name: str, tag: str) -> Any:
        return queryset.tagged(tag)


class IndicatorFilter(LibraryFilter):
    """Indicators by words, kind, status, tag, and by who answers for them."""

    tag = django_filters.ChoiceFilter(
        label=_("Tag"), method="with_tag", choices=partial(_tags_of, Indicator)
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Responsible department"),
        queryset=lambda request: (
            Unit.objects.visible_to(request.user).exclude(owned_indicators=None).distinct()
        ),
    )
    ownerless = django_filters.BooleanFilter(
        label=_("Nobody answers for it"),
        widget=forms.CheckboxInput(),
        method="without_owner",
    )

    class Meta:
        model = Indicator
        fields = ["text", "kind", "status", "tag", "owner", "ownerless"]

    def without_owner(self, queryset: QuerySet[Indicator], _name: str, wanted: bool) -> Any:
        return queryset.filter(owner=None) if wanted else queryset


class ModelFilter(LibraryFilter):
    """Models by words and tag."""

    tag = django_filters.ChoiceFilter(
        label=_("Tag"), method="with_tag", choices=partial(_tags_of, LibraryModel)
    )

    class Meta:
        model = LibraryModel
        fields = ["text", "tag"]


class ProcessFilter(LibraryFilter):
    """Processes by words, kind of assessment and tag."""

    tag = django_filters.ChoiceFilter(
        label=_("Tag"), method="with_tag", choices=partial(_tags_of, AssessmentProcess)
    )

    class Meta:
        model = AssessmentProcess
        fields = ["text", "kind", "tag"]


class IndicatorApiFilter(LibraryFilter):
    """Indicators of the API, by the same words as on the page."""

    tag = django_filters.CharFilter(method="with_tag")

    class Meta:
        model = Indicator
        fields = ["text", "code", "kind", "status", "direction", "tag"]


class ModelApiFilter(LibraryFilter):
    """Models of the API."""

    tag = django_filters.CharFilter(method="with_tag")

    class Meta:
        model = LibraryModel
        fields = ["text", "code", "tag"]


class ProcessApiFilter(LibraryFilter):
    """Processes of the API."""

    tag = django_filters.CharFilter(method="with_tag")

    class Meta:
        model = AssessmentProcess
        fields = ["text", "code", "kind", "tag"]


class ValueFilter(django_filters.FilterSet):
    """Reported values of the API, by the codes that other systems know."""

    indicator = django_filters.CharFilter(field_name="indicator__code")
    unit = django_filters.CharFilter(field_name="unit__code")

    class Meta:
        model = ReportedValue
        fields = ["indicator", "unit", "period", "series"]
