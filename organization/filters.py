"""Filters of lists; their choices are what the account may see."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from organization.forms.units import date_input
from organization.models import AuditEvent, Cadre, Category, Domain, Unit
from organization.models.audit import kind_of_object, verb_of_action


def _visible_domains(request: HttpRequest) -> QuerySet[Domain]:
    return Domain.objects.visible_to(request.user)  # type: ignore[arg-type]


def _visible_categories(request: HttpRequest) -> QuerySet[Category]:
    return Category.objects.visible_to(request.user).select_related("domain")  # type: ignore[arg-type]


def _search_input(hint: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search", "placeholder": hint})


class UnitFilter(django_filters.FilterSet):
    """Units by name or code, domain, category, level, and whether they are assessed."""

    class Standing:
        ASSESSED = "assessed"
        MONITORED = "monitored"
        INACTIVE = "inactive"

    q = django_filters.CharFilter(
        label=_("Search"), method="search", widget=_search_input(_("Name or code"))
    )
    domain = django_filters.ModelChoiceFilter(label=_("domain"), queryset=_visible_domains)
    category = django_filters.ModelChoiceFilter(
        label=_("category"),
        queryset=_visible_categories,
        method="in_category",
    )
    level = django_filters.ChoiceFilter(label=_("level"), choices=Unit.Level.choices)
    standing = django_filters.ChoiceFilter(
        label=_("status"),
        method="of_standing",
        choices=[
            (Standing.ASSESSED, _("assessed")),
            (Standing.MONITORED, _("monitored only")),
            (Standing.INACTIVE, _("out of use")),
        ],
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def search(self, units: Any, _name: str, text: str) -> Any:
        return units.search(text)

    @extend_schema_field(OpenApiTypes.INT)
    def in_category(self, units: Any, _name: str, category: Category) -> Any:
        return units.filter(category_key=category.pk)

    def of_standing(self, units: Any, _name: str, standing: str) -> Any:
        if standing == self.Standing.ASSESSED:
            return units.assessed()
        if standing == self.Standing.MONITORED:
            return units.filter(monitored_only=True, is_active=True)
        return units.filter(is_active=False)


class CadreFilter(django_filters.FilterSet):
    """Cadres by name, unit and identity class."""

    q = django_filters.CharFilter(
        label=_("Search"),
        field_name="name",
        lookup_expr="contains",
        widget=_search_input(_("Name")),
    )
    unit = django_filters.CharFilter(
        label=_("unit"), method="at_unit", widget=_search_input(_("Name or code"))
    )
    identity_class = django_filters.ChoiceFilter(
        label=_("identity class"), choices=Cadre.IdentityClass.choices
    )

    class Meta:
        model = Cadre
        fields: list[str] = []

    def at_unit(self, cadres: Any, _name: str, text: str) -> Any:
        return cadres.at_units(Unit.objects.visible_to(self.request.user).search(text))


class AuditEventFilter(django_filters.FilterSet):
    """Audit events by person, action, kind of object, object and day."""

    actor = django_filters.CharFilter(
        label=_("who"), method="by_actor", widget=_search_input(_("Name or account"))
    )
    action = django_filters.ChoiceFilter(label=_("action"))
    object_type = django_filters.ChoiceFilter(label=_("kind of object"))
    label = django_filters.CharFilter(
        label=_("on what"),
        field_name="object_label",
        lookup_expr="contains",
        widget=_search_input(_("Name")),
    )
    since = django_filters.DateFilter(
        label=_("from"), field_name="happened_at", lookup_expr="date__gte", widget=date_input()
    )
    until = django_filters.DateFilter(
        label=_("to"), field_name="happened_at", lookup_expr="date__lte", widget=date_input()
    )

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("action", verb_of_action), ("object_type", kind_of_object)):
            stored = self.queryset.order_by(name).values_list(name, flat=True).distinct()
            self.filters[name].extra["choices"] = [(value, words(value)) for value in stored]

    def by_actor(self, events: Any, _name: str, text: str) -> Any:
        return events.filter(
            Q(actor__username__icontains=text) | Q(actor__display_name__contains=text)
        )
