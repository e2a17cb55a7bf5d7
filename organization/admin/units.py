"""Domains, categories, units and teams: reference data of the system administrator."""

from django.contrib import admin

from organization.admin.base import AuditedAdmin, AuditedInline
from organization.models import (
    Category,
    CategoryMembership,
    Domain,
    LeadershipTeam,
    Role,
    Unit,
)


@admin.register(Domain)
class DomainAdmin(AuditedAdmin):
    viewed_by = (Role.SECURITY_ADMIN,)  # who gives a role names the domain or unit it is for
    list_display = ["name", "code", "position"]
    search_fields = ["name", "code"]


@admin.register(Category)
class CategoryAdmin(AuditedAdmin):
    list_display = ["name", "code", "domain", "position"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "code"]


class CategoryMembershipInline(AuditedInline):
    model = CategoryMembership
    autocomplete_fields = ["category"]


class LeadershipTeamInline(AuditedInline):
    model = LeadershipTeam


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    viewed_by = (Role.SECURITY_ADMIN,)
    list_display = ["name", "code", "domain", "level", "parent", "monitored_only", "is_active"]
    list_filter = ["domain", "level", "monitored_only", "is_active"]
    list_select_related = ["domain", "parent"]
    search_fields = ["name", "short_name", "code", "credit_code"]
    autocomplete_fields = ["parent"]
    inlines = [CategoryMembershipInline, LeadershipTeamInline]


@admin.register(CategoryMembership)
class CategoryMembershipAdmin(AuditedAdmin):
    list_display = ["unit", "category", "valid_from", "valid_to"]
    list_filter = ["category"]
    list_select_related = ["unit", "category"]
    search_fields = ["unit__name", "unit__code"]
    autocomplete_fields = ["unit", "category"]


@admin.register(LeadershipTeam)
class LeadershipTeamAdmin(AuditedAdmin):
    list_display = ["name", "unit"]
    list_filter = ["unit__domain"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__name"]
    autocomplete_fields = ["unit"]
