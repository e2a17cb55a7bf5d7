"""The pool: persons, their time in it, ties and reserves."""

from django.contrib import admin

from evaluators.admin.base import WrittenByServices
from evaluators.models import Evaluator, ReservePlace, RosterSpell, Tag, Tie, Workplace
from organization.admin.base import AuditedAdmin, AuditedInline


class WorkplaceInline(AuditedInline):
    model = Workplace
    autocomplete_fields = ["unit"]


class RosterSpellInline(AuditedInline):
    model = RosterSpell


class ReservePlaceInline(AuditedInline):
    model = ReservePlace


@admin.register(Tag)
class TagAdmin(AuditedAdmin):
    list_display = ["name", "kind", "code"]
    list_filter = ["kind"]
    search_fields = ["name", "code"]


@admin.register(Evaluator)
class EvaluatorAdmin(AuditedAdmin):
    list_display = ["name", "pool", "subtype", "tier", "comes_from", "post", "is_invented"]
    list_filter = ["pool", "subtype", "tier", "is_invented"]
    list_select_related = ["home_unit"]
    search_fields = ["name", "organisation", "home_unit__name", "post"]
    autocomplete_fields = ["account", "cadre", "home_unit", "tags"]
    inlines = [RosterSpellInline, ReservePlaceInline, WorkplaceInline]


@admin.register(Tie)
class TieAdmin(WrittenByServices):
    list_display = ["evaluator", "unit", "kind", "declared_by", "declared_at"]
    list_filter = ["kind"]
    list_select_related = ["evaluator", "unit", "declared_by"]
    search_fields = ["evaluator__name", "unit__name"]
