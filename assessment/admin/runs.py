"""Runs in the admin: that they are kept and how they ended, never a score."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessment.admin.base import OfficeRecordAdmin
from assessment.models import (
    FrozenBundle,
    GradeDecision,
    GroupWorkings,
    Publication,
    ReadinessCheck,
    Result,
    RunGroup,
    ScoreRun,
)


@admin.register(ReadinessCheck)
class ReadinessCheckAdmin(OfficeRecordAdmin):
    """That a check is asked for and how it ended; the findings are the office's."""

    list_display = ["cycle", "state", "attempt", "requested_by", "requested_at", "finished_at"]
    list_filter = ["state", "cycle"]
    list_select_related = ["cycle", "requested_by"]
    search_fields = ["cycle__name", "error"]
    exclude = ["findings"]


@admin.register(ScoreRun)
class ScoreRunAdmin(OfficeRecordAdmin):
    list_display = ["cycle", "number", "state", "requested_by", "requested_at", "finished_at"]
    list_filter = ["state", "cycle"]
    list_select_related = ["cycle", "requested_by"]
    search_fields = ["cycle__name", "note", "digest"]


@admin.register(RunGroup)
class RunGroupAdmin(OfficeRecordAdmin):
    list_display = ["name", "run", "stage", "size", "state", "attempt", "lease_until"]
    list_filter = ["state", "run__cycle"]
    list_select_related = ["run__cycle"]
    search_fields = ["name", "key", "error", "digest"]


@admin.register(FrozenBundle)
class FrozenBundleAdmin(OfficeRecordAdmin):
    """That the inputs are kept; `manage.py replay_run` reads them."""

    list_display = ["group"]
    list_filter = ["group__run__cycle"]
    list_select_related = ["group__run__cycle"]
    search_fields = ["group__name", "group__digest"]
    exclude = ["content"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenBundle]:
        return super().get_queryset(request).defer("content")


@admin.register(GroupWorkings)
class GroupWorkingsAdmin(OfficeRecordAdmin):
    """That the workings are kept; what is in them are scores."""

    list_display = ["group"]
    list_filter = ["group__run__cycle"]
    list_select_related = ["group__run__cycle"]
    search_fields = ["group__name", "group__digest"]
    fields = ["group"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GroupWorkings]:
        return super().get_queryset(request).defer("content")


@admin.register(Result)
class ResultAdmin(OfficeRecordAdmin):
    """That a result exists; administrators read no scores."""

    list_display = ["assessee", "group"]
    list_filter = ["group__run__cycle"]
    list_select_related = ["assessee", "group__run__cycle"]
    search_fields = ["assessee__name", "assessee__key"]
    fields = ["assessee", "group"]


@admin.register(GradeDecision)
class GradeDecisionAdmin(OfficeRecordAdmin):
    """Who decided when and for which body; administrators read no grades."""

    list_display = ["assessee", "run", "body", "decided_on", "decided_by"]
    list_filter = ["run__cycle"]
    list_select_related = ["assessee", "run__cycle", "decided_by"]
    search_fields = ["assessee__name", "body"]
    fields = ["assessee", "run", "body", "decided_on", "decided_by", "recorded_at"]


@admin.register(Publication)
class PublicationAdmin(OfficeRecordAdmin):
    list_display = ["group", "published_by", "published_at"]
    list_filter = ["group__run__cycle"]
    list_select_related = ["group__run__cycle", "published_by"]
    search_fields = ["group__name"]
