"""Admin of the assessment app: to find and to read; cycles, runs and grades change by services."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessment.models import (
    Assessee,
    AssessmentCycle,
    DebriefComment,
    FieldQuestion,
    FlatAcceptance,
    FrozenBundle,
    GradeDecision,
    GroupClosing,
    GroupReview,
    GroupWorkings,
    Irregularity,
    OverlayFact,
    Publication,
    RaterClass,
    ReadinessCheck,
    Result,
    RunGroup,
    Scheme,
    SchemeGrade,
    SchemeQuota,
    ScoreRun,
    ScoreSheet,
    SheetDraft,
    TalkBlock,
    TalkForm,
    TalkOutline,
    TalkRecord,
    Verification,
    VerificationFile,
    WorkbookImport,
    WorkLogEntry,
)
from organization.admin import AuditedAdmin, AuditedInline, ReadOnlyAdmin
from organization.models import Role


class OfficeRecordAdmin(ReadOnlyAdmin):
    """What the office works with: the system administrator may look."""

    viewed_by = (Role.SYSTEM_ADMIN,)


@admin.register(Scheme)
class SchemeAdmin(OfficeRecordAdmin):
    list_display = ["name", "code", "year", "decimals", "tie_method", "missing_value"]
    list_filter = ["year"]
    search_fields = ["name", "code", "clause"]


@admin.register(SchemeGrade)
class SchemeGradeAdmin(OfficeRecordAdmin):
    list_display = ["name", "scheme", "position", "min_score", "clause"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["name", "code"]


@admin.register(SchemeQuota)
class SchemeQuotaAdmin(OfficeRecordAdmin):
    list_display = ["grade", "scope", "level", "value", "share", "rounding", "is_strict", "clause"]
    list_filter = ["scope", "level", "grade__scheme"]
    list_select_related = ["grade"]
    search_fields = ["grade__name", "value", "clause"]


@admin.register(RaterClass)
class RaterClassAdmin(OfficeRecordAdmin):
    list_display = ["name", "scheme", "weight", "aggregation"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["name", "code"]


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


@admin.register(WorkbookImport)
class WorkbookImportAdmin(OfficeRecordAdmin):
    list_display = ["file_name", "state", "uploaded_by", "uploaded_at", "refused_count"]
    list_filter = ["state", "uploaded_at"]
    list_select_related = ["uploaded_by"]
    search_fields = ["file_name"]
    # The way to a file is the page of the import, which checks who asks.
    exclude = ["file"]


class TalkBlockInline(AuditedInline):
    model = TalkBlock


@admin.register(TalkForm)
class TalkFormAdmin(AuditedAdmin):
    """A form is written by the system administrator; one that talks stand on stays as it is."""

    list_display = ["name", "valid_from", "clause"]
    search_fields = ["name", "clause"]
    inlines = [TalkBlockInline]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_used = obj is not None and obj.talks.exists()
        return not is_used and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_used = obj is not None and obj.talks.exists()
        return not is_used and super().has_delete_permission(request, obj)


@admin.register(TalkOutline)
class TalkOutlineAdmin(OfficeRecordAdmin):
    """That an outline exists; what is asked is the group's."""

    list_display = ["assessee", "group", "written_by", "written_at"]
    list_filter = ["group__plan"]
    list_select_related = ["assessee", "group", "written_by"]
    search_fields = ["assessee__name"]
    exclude = ["text"]


@admin.register(TalkRecord)
class TalkRecordAdmin(OfficeRecordAdmin):
    """That a talk was held; with whom and what was said are the group's and the office's."""

    list_display = ["assessee", "group", "talked_by", "talked_on", "state"]
    list_filter = ["state", "group__plan"]
    list_select_related = ["assessee", "group", "talked_by"]
    search_fields = ["assessee__name"]
    exclude = ["with_whom", "answers"]


@admin.register(Verification)
class VerificationAdmin(OfficeRecordAdmin):
    """That something is looked into; the doubt and the findings are the group's."""

    list_display = ["assessee", "group", "way", "due_on", "concluded_at"]
    list_filter = ["way", "group__plan"]
    list_select_related = ["assessee", "group"]
    search_fields = ["assessee__name"]
    exclude = ["doubt", "node", "figure", "conclusion", "findings"]


@admin.register(VerificationFile)
class VerificationFileAdmin(OfficeRecordAdmin):
    list_display = ["pk", "attached_by", "attached_at"]
    list_select_related = ["attached_by"]
    search_fields = ["attached_by__display_name"]
    # The way to a file is the page of the verification, which checks who asks.
    exclude = ["file", "name", "verification"]


@admin.register(WorkLogEntry)
class WorkLogEntryAdmin(OfficeRecordAdmin):
    list_display = ["group", "kind", "written_by", "written_at"]
    list_filter = ["kind", "group__plan"]
    list_select_related = ["group", "written_by"]
    search_fields = ["group__name"]
    exclude = ["words"]


@admin.register(GroupReview)
class GroupReviewAdmin(OfficeRecordAdmin):
    list_display = ["group", "held_on", "recorded_by", "recorded_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group", "recorded_by"]
    search_fields = ["group__name"]
    exclude = ["words"]


@admin.register(GroupClosing)
class GroupClosingAdmin(OfficeRecordAdmin):
    list_display = ["group", "closed_by", "closed_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group", "closed_by"]
    search_fields = ["group__name"]


@admin.register(DebriefComment)
class DebriefCommentAdmin(OfficeRecordAdmin):
    list_display = ["group", "written_by", "written_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group", "written_by"]
    search_fields = ["group__name"]
    exclude = ["words"]


@admin.register(FieldQuestion)
class FieldQuestionAdmin(OfficeRecordAdmin):
    list_display = ["question", "group", "asked_at", "answered_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group"]
    search_fields = ["question", "answer"]


@admin.register(Irregularity)
class IrregularityAdmin(OfficeRecordAdmin):
    """That something was reported and when it was answered; what it was is the office's."""

    list_display = ["group", "reported_at", "answered_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group"]
    search_fields = ["group__name"]
    fields = ["group", "reported_at", "answered_at"]
