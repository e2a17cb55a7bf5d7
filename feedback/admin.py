"""Admin of the feedback app: to look at only; reports and batches change by their services."""

from django.contrib import admin

from evaluators.admin.base import Sealed, WrittenByServices
from feedback.models import (
    Candidate,
    CandidateCheck,
    CheckItem,
    FileBatch,
    PersonCard,
    Posting,
    Questionnaire,
    Recommendation,
    ReportAdvice,
    ReportBatch,
    ResultUse,
    Statement,
    TeamCard,
    UseUpload,
)
from organization.admin.base import AuditedAdmin
from organization.models import Role


@admin.register(ReportAdvice)
class ReportAdviceAdmin(AuditedAdmin):
    """Who advised what."""

    viewed_by = (Role.SYSTEM_ADMIN,)
    changed_by = ()
    list_display = ["result", "written_by", "written_at"]
    list_select_related = ["result__assessee", "written_by"]
    list_filter = ["written_at"]
    search_fields = ["result__assessee__name"]
    exclude = ["text"]


@admin.register(ReportBatch)
class ReportBatchAdmin(AuditedAdmin):
    """How far batches are, and why one failed."""

    viewed_by = (Role.SYSTEM_ADMIN,)
    changed_by = ()
    list_display = ["group", "format", "state", "done_count", "total_count", "requested_by"]
    list_select_related = ["group__run__cycle", "requested_by"]
    list_filter = ["state", "format", "requested_at"]
    search_fields = ["group__name", "group__run__cycle__name"]
    # The way to a file is the page of the batch, which checks who asks.
    exclude = ["file"]


@admin.register(ResultUse)
class ResultUseAdmin(WrittenByServices):
    """That something was recorded, and by whom; results themselves are read on the pages."""

    list_display = ["kind", "used_on", "places", "recorded_by", "recorded_at", "withdrawn_at"]
    list_select_related = ["recorded_by"]
    list_filter = ["kind"]
    date_hierarchy = "used_on"
    search_fields = ["document"]
    exclude = ["decision", "note"]


@admin.register(UseUpload)
class UseUploadAdmin(WrittenByServices):
    list_display = ["file_name", "cycle", "state", "uploaded_by", "uploaded_at"]
    list_select_related = ["cycle", "uploaded_by"]
    list_filter = ["state"]
    search_fields = ["file_name", "cycle__name"]
    # The way to a file is the page of the upload, which checks who asks.
    exclude = ["file", "preview"]


@admin.register(Questionnaire)
class QuestionnaireAdmin(WrittenByServices):
    """What is asked and until when. Who is asked and what was answered have no page here."""

    list_display = ["title", "domain", "state", "opened_on", "due_on", "closed_on"]
    list_filter = ["state", "domain"]
    list_select_related = ["domain"]
    search_fields = ["title"]


@admin.register(Posting)
class PostingAdmin(WrittenByServices):
    """What was put up for whom, by whom, and why it was taken down."""

    list_display = ["title", "domain", "scope", "starts_on", "ends_on", "withdrawn_at"]
    list_filter = ["scope", "domain", "starts_on"]
    list_select_related = ["domain"]
    search_fields = ["title", "cycle__name"]


@admin.register(FileBatch)
class FileBatchAdmin(AuditedAdmin):
    """How far batches of files are, and why one failed."""

    viewed_by = (Role.SYSTEM_ADMIN,)
    changed_by = ()
    list_display = ["unit", "format", "state", "done_count", "total_count", "requested_by"]
    list_select_related = ["unit", "requested_by"]
    list_filter = ["state", "format", "requested_at"]
    search_fields = ["unit__name"]
    # The way to a file is the page of the batch, which checks who asks.
    exclude = ["file"]


@admin.register(PersonCard)
class PersonCardAdmin(AuditedAdmin):
    """Who wrote on the card of whom; the words are the office's."""

    viewed_by = (Role.SYSTEM_ADMIN,)
    changed_by = ()
    list_display = ["cadre", "written_by", "written_at"]
    list_select_related = ["cadre", "written_by"]
    search_fields = ["cadre__name"]
    exclude = ["gaps", "matters"]


@admin.register(TeamCard)
class TeamCardAdmin(AuditedAdmin):
    """Who wrote on the card of which team."""

    viewed_by = (Role.SYSTEM_ADMIN,)
    changed_by = ()
    list_display = ["unit", "written_by", "written_at"]
    list_select_related = ["unit", "written_by"]
    search_fields = ["unit__name"]
    exclude = ["traits", "gaps", "advice"]


@admin.register(CheckItem)
class CheckItemAdmin(AuditedAdmin):
    """The checks themselves; one that is out of use keeps what it found."""

    changed_by = (Role.SYSTEM_ADMIN,)
    list_display = ["text", "family", "position", "clause", "is_active"]
    list_filter = ["family", "is_active"]
    search_fields = ["text", "code", "clause"]


@admin.register(Recommendation)
class RecommendationAdmin(WrittenByServices):
    list_display = ["post", "unit", "places", "rounds", "created_by", "created_at"]
    list_select_related = ["unit", "created_by"]
    search_fields = ["post", "unit__name"]


@admin.register(Candidate)
class CandidateAdmin(Sealed):
    """That there are records; who is recommended by whom and why stands on the pages alone."""

    list_display = ["recommendation", "recommended_on", "first_signed_by", "second_signed_by"]
    list_select_related = ["recommendation__unit", "first_signed_by", "second_signed_by"]
    date_hierarchy = "recommended_on"
    fields = ["recommendation", "recommended_on", "first_signed_by", "second_signed_by"]
    search_fields = ["recommendation__post", "recommendation__unit__name"]


@admin.register(CandidateCheck)
class CandidateCheckAdmin(Sealed):
    list_display = ["item", "checked_on", "recorded_by"]
    list_select_related = ["item", "recorded_by"]
    list_filter = ["item"]
    fields = ["item", "checked_on", "recorded_by"]
    search_fields = ["item__text"]


@admin.register(Statement)
class StatementAdmin(Sealed):
    list_display = ["recommendation", "position", "is_principal"]
    list_select_related = ["recommendation__unit"]
    fields = ["recommendation", "position", "is_principal"]
    search_fields = ["recommendation__post", "recommendation__unit__name"]
