"""Admin of checklists: the instruments to look at, and how far the sheets are."""

from django.contrib import admin

from collection.models import Checklist, CheckSheet
from evaluators.admin.base import Sealed, WrittenByServices


@admin.register(Checklist)
class ChecklistAdmin(WrittenByServices):
    list_display = ["name", "code", "domain", "about", "indicator", "is_active"]
    list_filter = ["domain", "about", "is_active"]
    list_select_related = ["domain", "indicator"]
    search_fields = ["name", "code"]


@admin.register(CheckSheet)
class CheckSheetAdmin(Sealed):
    """That a sheet was filled in and how far it is: whom it is about and the answers stay out."""

    list_display = ["pk", "checklist", "period", "state", "filled_at", "ruled_at"]
    list_filter = ["state", "checklist"]
    list_select_related = ["checklist"]
    fields = ["checklist", "period", "state", "filled_at", "ruled_at"]
    search_fields = ["checklist__name", "period"]
