"""Roles and templates as reference data; plans, groups and seats to look at."""

from django.contrib import admin

from evaluators.admin.base import WrittenByServices
from evaluators.models import (
    AssessmentGroup,
    FieldPlan,
    GroupRole,
    GroupTemplate,
    MatchRule,
    PlanSeat,
    PlanUnit,
    Seat,
    TemplateSeat,
)
from organization.admin.base import AuditedAdmin, AuditedInline


class TemplateSeatInline(AuditedInline):
    model = TemplateSeat


@admin.register(GroupRole)
class GroupRoleAdmin(AuditedAdmin):
    list_display = ["name", "code", "lowest_post_level", "reserve", "marks_sheets"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["origins"]


@admin.register(GroupTemplate)
class GroupTemplateAdmin(AuditedAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    inlines = [TemplateSeatInline]


@admin.register(MatchRule)
class MatchRuleAdmin(AuditedAdmin):
    list_display = ["category", "role", "tag"]
    list_filter = ["category"]
    list_select_related = ["category", "role", "tag"]
    search_fields = ["tag__name"]
    autocomplete_fields = ["tag"]


@admin.register(FieldPlan)
class FieldPlanAdmin(WrittenByServices):
    list_display = ["name", "year", "mode", "state"]
    list_filter = ["state", "mode", "year"]
    search_fields = ["name"]


@admin.register(AssessmentGroup)
class AssessmentGroupAdmin(WrittenByServices):
    list_display = ["name", "plan", "number", "category"]
    list_select_related = ["plan", "category"]
    search_fields = ["name", "plan__name"]


@admin.register(PlanUnit)
class PlanUnitAdmin(WrittenByServices):
    list_display = ["unit", "plan", "category", "group"]
    list_select_related = ["unit", "plan", "category", "group"]
    search_fields = ["unit__name", "plan__name"]


@admin.register(Seat)
class SeatAdmin(WrittenByServices):
    list_display = ["group", "role", "evaluator", "channel"]
    list_filter = ["role", "channel"]
    list_select_related = ["group", "role", "evaluator"]
    search_fields = ["group__name", "evaluator__name"]


@admin.register(PlanSeat)
class PlanSeatAdmin(WrittenByServices):
    list_display = ["plan", "role", "count"]
    list_select_related = ["plan", "role"]
    search_fields = ["plan__name"]
