"""Cycles in the admin: assessees, facts on record, uploaded workbooks."""

from django.contrib import admin

from assessment.admin.base import OfficeRecordAdmin
from assessment.models import (
    Assessee,
    AssessmentCycle,
    OverlayFact,
    WorkbookImport,
)


@admin.register(AssessmentCycle)
class AssessmentCycleAdmin(OfficeRecordAdmin):
    list_display = ["name", "kind", "period", "scheme", "state", "opened_on"]
    list_filter = ["state", "kind", "period"]
    list_select_related = ["scheme"]
    search_fields = ["name"]


@admin.register(Assessee)
class AssesseeAdmin(OfficeRecordAdmin):
    list_display = ["name", "key", "cycle", "group_name", "unit"]
    list_filter = ["cycle", "category"]
    list_select_related = ["cycle", "unit"]
    search_fields = ["name", "key", "unit__name"]


@admin.register(OverlayFact)
class OverlayFactAdmin(OfficeRecordAdmin):
    list_display = ["assessee", "effect", "limit", "clause", "recorded_by", "recorded_at"]
    list_filter = ["effect", "assessee__cycle"]
    list_select_related = ["assessee", "recorded_by"]
    search_fields = ["assessee__name", "clause", "fact"]


@admin.register(WorkbookImport)
class WorkbookImportAdmin(OfficeRecordAdmin):
    list_display = ["file_name", "state", "uploaded_by", "uploaded_at", "refused_count"]
    list_filter = ["state", "uploaded_at"]
    list_select_related = ["uploaded_by"]
    search_fields = ["file_name"]
    # The way to a file is the page of the import, which checks who asks.
    exclude = ["file"]
