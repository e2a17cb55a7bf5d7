"""Admin of records with what belongs to them: work, attendance, steps, words about them."""

from django.contrib import admin

from dailyreview.models import (
    Attendance,
    AttendanceUpload,
    ColleagueComment,
    QuarterRecord,
    ReviewFeedback,
    ReviewStep,
    WorkEntry,
)
from evaluators.admin.base import Sealed, WrittenByServices

PERSON = "record__assessee__name"
RECORD = ["record__assessee", "record__quarter__cycle"]


@admin.register(QuarterRecord)
class QuarterRecordAdmin(WrittenByServices):
    list_display = ["assessee", "quarter", "section", "state", "awaits", "submitted_at"]
    list_filter = ["state", "awaits", "quarter__plan__year", "quarter__number"]
    list_select_related = ["assessee", "quarter__cycle", "section"]
    search_fields = ["assessee__name", "section__name"]


@admin.register(WorkEntry)
class WorkEntryAdmin(WrittenByServices):
    list_display = ["title", "record", "kind", "due_on", "is_done"]
    list_filter = ["kind", "is_done"]
    list_select_related = RECORD
    search_fields = ["title", PERSON]


@admin.register(Attendance)
class AttendanceAdmin(WrittenByServices):
    list_display = ["record", "present", "personal_leave", "sick_leave", "absent", "late"]
    list_select_related = RECORD
    search_fields = [PERSON]


@admin.register(AttendanceUpload)
class AttendanceUploadAdmin(WrittenByServices):
    """How far a sheet is; the file with everybody's ID numbers stays with who brought it."""

    list_display = ["file_name", "unit", "quarter", "state", "uploaded_by", "uploaded_at"]
    exclude = ["file"]
    list_filter = ["state"]
    list_select_related = ["unit", "quarter__cycle", "uploaded_by"]
    search_fields = ["file_name", "unit__name"]


@admin.register(ReviewStep)
class ReviewStepAdmin(WrittenByServices):
    list_display = ["record", "role", "reviewer", "stood_in_for", "verdict", "taken_at"]
    list_filter = ["role", "verdict"]
    list_select_related = [*RECORD, "reviewer", "stood_in_for"]
    search_fields = [PERSON, "reviewer__display_name"]


@admin.register(ReviewFeedback)
class ReviewFeedbackAdmin(WrittenByServices):
    list_display = ["record", "given_by", "given_at", "acknowledged_at"]
    list_select_related = [*RECORD, "given_by"]
    date_hierarchy = "given_at"
    search_fields = [PERSON, "given_by__display_name"]


@admin.register(ColleagueComment)
class ColleagueCommentAdmin(Sealed):
    """That somebody said something; what was said is for the reviewers."""

    list_display = ["record", "kind", "source", "written_by", "written_at"]
    list_filter = ["kind"]
    list_select_related = [*RECORD, "written_by"]
    fields = ["record", "kind", "source", "written_by", "written_at"]
    readonly_fields = ["written_at"]
    search_fields = [PERSON]
