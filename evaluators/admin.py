"""Reference data and records of the pool."""

from django.contrib import admin

from evaluators.models import (
    AssessmentGroup,
    Evaluator,
    FieldPlan,
    GroupRole,
    GroupTemplate,
    LetterVersion,
    PlanUnit,
    ReservePlace,
    RosterSpell,
    Seat,
    Signature,
    Tag,
    TemplateSeat,
    Tie,
    Waiver,
    Workplace,
)
from organization.admin.base import AuditedAdmin, AuditedInline, ReadOnlyAdmin
from organization.models import Role


class WorkplaceInline(AuditedInline):
    model = Workplace
    autocomplete_fields = ["unit"]


class RosterSpellInline(AuditedInline):
    model = RosterSpell


class ReservePlaceInline(AuditedInline):
    model = ReservePlace


class TemplateSeatInline(AuditedInline):
    model = TemplateSeat


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


@admin.register(LetterVersion)
class LetterVersionAdmin(AuditedAdmin):
    list_display = ["kind", "valid_from"]
    list_filter = ["kind"]
    search_fields = ["text"]


class WrittenByServices(ReadOnlyAdmin):
    """Shown to the system administrator; pages and services change it."""

    viewed_by = (Role.SYSTEM_ADMIN,)


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
    list_display = ["group", "role", "evaluator"]
    list_filter = ["role"]
    list_select_related = ["group", "role", "evaluator"]
    search_fields = ["group__name", "evaluator__name"]


@admin.register(Tie)
class TieAdmin(WrittenByServices):
    list_display = ["evaluator", "unit", "kind", "declared_by", "declared_at"]
    list_filter = ["kind"]
    list_select_related = ["evaluator", "unit", "declared_by"]
    search_fields = ["evaluator__name", "unit__name"]


@admin.register(Waiver)
class WaiverAdmin(WrittenByServices):
    list_display = ["evaluator", "unit", "rule", "plan", "approved_by", "approved_at"]
    list_filter = ["rule"]
    list_select_related = ["evaluator", "unit", "plan", "approved_by"]
    search_fields = ["evaluator__name", "unit__name", "reason"]


@admin.register(Signature)
class SignatureAdmin(WrittenByServices):
    list_display = ["evaluator", "letter", "plan", "signed_at"]
    list_select_related = ["evaluator", "letter", "plan"]
    search_fields = ["evaluator__name"]
