"""Admin of events: kinds to look at, and how far the events are, never what happened."""

from django.contrib import admin

from collection.models import DataNeed, EventKind, EventUpload, UnitEvent
from evaluators.admin.base import Sealed, WrittenByServices


@admin.register(EventKind)
class EventKindAdmin(WrittenByServices):
    list_display = ["name", "code", "domain", "colour", "indicator", "counts_as", "is_active"]
    list_filter = ["domain", "colour", "is_active"]
    list_select_related = ["domain", "indicator"]
    search_fields = ["name", "code"]


@admin.register(UnitEvent)
class UnitEventAdmin(Sealed):
    list_display = ["pk", "state", "recorded_at", "ruled_at", "withdrawn_at"]
    list_filter = ["state"]
    date_hierarchy = "recorded_at"
    fields = ["state", "recorded_at", "ruled_at", "withdrawn_at"]
    search_fields = ["=pk"]


@admin.register(EventUpload)
class EventUploadAdmin(Sealed):
    list_display = ["pk", "domain", "state", "uploaded_by", "uploaded_at"]
    list_filter = ["state", "domain"]
    list_select_related = ["domain", "uploaded_by"]
    fields = ["domain", "state", "uploaded_by", "uploaded_at", "created_count", "refused_count"]
    search_fields = ["domain__name", "uploaded_by__username"]


@admin.register(DataNeed)
class DataNeedAdmin(WrittenByServices):
    list_display = ["datum", "asking", "asked", "due_on", "state"]
    list_filter = ["state"]
    list_select_related = ["asking", "asked"]
    search_fields = ["datum"]
