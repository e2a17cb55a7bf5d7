"""Score sheets in the admin: who has begun, who has handed in, never a mark."""

from django.contrib import admin

from assessment.admin.base import OfficeRecordAdmin
from assessment.models import (
    FlatAcceptance,
    ScoreSheet,
    SheetDraft,
)


@admin.register(ScoreSheet)
class ScoreSheetAdmin(OfficeRecordAdmin):
    """Who has handed in for whom; the marks are the office's."""

    list_display = ["assessee", "evaluator", "rater_class", "submitted_at", "withdrawn_at"]
    list_filter = ["assessee__cycle", "rater_class"]
    list_select_related = ["assessee", "evaluator"]
    search_fields = ["assessee__name", "evaluator__display_name"]
    exclude = ["marks", "remarks", "advice"]


@admin.register(SheetDraft)
class SheetDraftAdmin(OfficeRecordAdmin):
    """That somebody has begun; what is typed so far is nobody else's."""

    list_display = ["assessee", "evaluator", "revision", "saved_at", "returned_at"]
    list_filter = ["assessee__cycle"]
    list_select_related = ["assessee", "evaluator"]
    search_fields = ["assessee__name", "evaluator__display_name"]
    fields = [
        "assessee",
        "evaluator",
        "revision",
        "saved_at",
        "returned_reason",
        "returned_at",
        "due_at",
    ]


@admin.register(FlatAcceptance)
class FlatAcceptanceAdmin(OfficeRecordAdmin):
    list_display = ["cycle", "evaluator", "reason", "accepted_by", "accepted_at"]
    list_filter = ["cycle"]
    list_select_related = ["cycle", "evaluator", "accepted_by"]
    search_fields = ["evaluator__display_name", "reason"]
    exclude = ["sheets"]
