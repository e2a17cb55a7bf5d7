"""Reporting plans and tables: to read; they change on their pages only."""

from django.contrib import admin

from collection.models import DepartmentReport, ReportingPlan, ReportingRound
from organization.admin import ReadOnlyAdmin
from organization.models import Role


class SystemAdminReads(ReadOnlyAdmin):
    """Seen by the system administrator."""

    viewed_by = (Role.SYSTEM_ADMIN,)


@admin.register(ReportingPlan)
class ReportingPlanAdmin(SystemAdminReads):
    list_display = ["name", "year", "kind", "due_days", "late_days"]
    list_filter = ["year", "kind"]
    search_fields = ["name"]


@admin.register(ReportingRound)
class ReportingRoundAdmin(SystemAdminReads):
    list_display = ["plan", "period", "due_on", "late_on"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["plan__name", "period"]


@admin.register(DepartmentReport)
class DepartmentReportAdmin(SystemAdminReads):
    list_display = ["department", "round", "state", "submitted_at", "verified_at"]
    list_filter = ["state", "round__plan"]
    list_select_related = ["department", "round__plan"]
    search_fields = ["department__name", "department__code"]
