"""Admin of the daily review: everything is written by pages and services, here it is seen."""

from django.contrib import admin

from dailyreview.models import (
    AppointmentForm,
    Attendance,
    AttendanceUpload,
    AwardProposal,
    BonusClass,
    CadreTag,
    ColleagueComment,
    DailyPlan,
    DossierBatch,
    DossierEntry,
    DossierSeal,
    EventCitation,
    EventFile,
    FormBatch,
    GuidanceVisit,
    Mentoring,
    MeritLine,
    MeritRule,
    MeritVersion,
    PilotUnit,
    ProcessStep,
    Quarter,
    QuarterRecord,
    Reminder,
    ReviewFeedback,
    ReviewStep,
    Revisit,
    SavedSearch,
    StandIn,
    Tagging,
    WorkEntry,
    WorkGoal,
)
from evaluators.admin.base import WrittenByServices

PERSON = "record__assessee__name"
RECORD = ["record__assessee", "record__quarter__cycle"]


@admin.register(DailyPlan)
class DailyPlanAdmin(WrittenByServices):
    list_display = ["name", "domain", "year", "scheme", "form_style"]
    list_filter = ["year", "domain", "form_style"]
    list_select_related = ["domain", "scheme"]
    search_fields = ["name", "domain__name"]


@admin.register(PilotUnit)
class PilotUnitAdmin(WrittenByServices):
    list_display = ["unit", "plan", "first_quarter", "chain", "asks_peers", "asks_users"]
    list_filter = ["chain", "asks_peers", "asks_users", "plan__year"]
    list_select_related = ["unit", "plan"]
    search_fields = ["unit__name", "unit__code", "plan__name"]


@admin.register(BonusClass)
class BonusClassAdmin(WrittenByServices):
    list_display = ["plan", "identity_class", "pool", "floor", "gap"]
    list_filter = ["plan__year"]
    list_select_related = ["plan"]
    search_fields = ["plan__name"]


@admin.register(ProcessStep)
class ProcessStepAdmin(WrittenByServices):
    list_display = ["plan", "from_quarter", "min_score", "change", "clause"]
    list_filter = ["plan__year"]
    list_select_related = ["plan"]
    search_fields = ["plan__name", "clause"]


@admin.register(Quarter)
class QuarterAdmin(WrittenByServices):
    list_display = ["cycle", "plan", "number", "records_due_on", "reviews_due_on"]
    list_filter = ["plan__year", "number"]
    list_select_related = ["cycle", "plan"]
    search_fields = ["cycle__name", "plan__name"]


@admin.register(StandIn)
class StandInAdmin(WrittenByServices):
    list_display = ["absent", "deputy", "starts_on", "ends_on", "reason"]
    list_select_related = ["absent", "deputy"]
    date_hierarchy = "starts_on"
    search_fields = ["absent__display_name", "deputy__display_name", "reason"]


@admin.register(WorkGoal)
class WorkGoalAdmin(WrittenByServices):
    list_display = ["title", "appointment", "plan", "due_on", "handed_down_by", "done_on"]
    list_filter = ["plan__year"]
    list_select_related = ["appointment__cadre", "appointment__unit", "plan", "handed_down_by"]
    search_fields = ["title", "appointment__cadre__name"]


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
    list_display = ["file_name", "unit", "quarter", "state", "uploaded_by", "uploaded_at"]
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
class ColleagueCommentAdmin(WrittenByServices):
    list_display = ["record", "kind", "source", "written_by", "written_at"]
    list_filter = ["kind"]
    list_select_related = [*RECORD, "written_by"]
    search_fields = [PERSON]


@admin.register(Reminder)
class ReminderAdmin(WrittenByServices):
    list_display = ["record", "words", "written_by", "written_at", "replied_at", "closed_at"]
    list_select_related = [*RECORD, "written_by"]
    date_hierarchy = "written_at"
    search_fields = [PERSON, "words"]


@admin.register(Mentoring)
class MentoringAdmin(WrittenByServices):
    list_display = ["record", "grade", "mentor", "opened_at", "ended_on"]
    list_filter = ["grade"]
    list_select_related = [*RECORD, "mentor"]
    search_fields = [PERSON, "mentor__display_name"]


@admin.register(Revisit)
class RevisitAdmin(WrittenByServices):
    list_display = ["mentoring", "held_on", "held_by"]
    list_select_related = [
        "mentoring__record__assessee",
        "mentoring__record__quarter__cycle",
        "held_by",
    ]
    date_hierarchy = "held_on"
    search_fields = ["mentoring__record__assessee__name", "words"]


@admin.register(GuidanceVisit)
class GuidanceVisitAdmin(WrittenByServices):
    list_display = ["unit", "quarter", "visited_on", "process_score", "visited_by"]
    list_filter = ["quarter__plan__year", "quarter__number"]
    list_select_related = ["unit", "quarter__cycle", "visited_by"]
    search_fields = ["unit__name", "words"]


@admin.register(DossierEntry)
class DossierEntryAdmin(WrittenByServices):
    """That an entry came in and how far it is: whom it is about and what it says stays out."""

    list_display = ["receipt", "origin", "state", "recorded_at", "ruled_at"]
    list_filter = ["state", "origin"]
    date_hierarchy = "recorded_at"
    search_fields = ["receipt"]
    fields = ["receipt", "origin", "secrecy", "state", "recorded_at", "ruled_at"]


@admin.register(DossierSeal)
class DossierSealAdmin(WrittenByServices):
    list_display = ["cadre", "year", "stage", "sealed_by", "sealed_at"]
    list_filter = ["stage", "year"]
    list_select_related = ["cadre", "sealed_by"]
    search_fields = ["cadre__name"]


@admin.register(MeritVersion)
class MeritVersionAdmin(WrittenByServices):
    list_display = ["name", "domain", "valid_from", "clause"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "clause"]


@admin.register(MeritRule)
class MeritRuleAdmin(WrittenByServices):
    list_display = ["version", "kind", "points"]
    list_filter = ["kind"]
    list_select_related = ["version"]
    search_fields = ["version__name"]


@admin.register(MeritLine)
class MeritLineAdmin(WrittenByServices):
    """That a fact was valued and when: what it counts is for office and committee."""

    list_display = ["pk", "valued_at"]
    date_hierarchy = "valued_at"
    fields = ["valued_at"]
    readonly_fields = ["valued_at"]
    search_fields = ["entry__receipt"]


@admin.register(CadreTag)
class CadreTagAdmin(WrittenByServices):
    list_display = ["name", "code", "domain", "description"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "code"]


@admin.register(Tagging)
class TaggingAdmin(WrittenByServices):
    """That a tag was put on and taken away: on whom stays with office and committee."""

    list_display = ["pk", "tag", "put_by", "put_at", "removed_by", "removed_at"]
    list_filter = ["tag"]
    list_select_related = ["tag", "put_by", "removed_by"]
    fields = ["tag", "put_by", "put_at", "removed_by", "removed_at"]
    readonly_fields = ["put_at"]
    search_fields = ["tag__name", "put_by__display_name"]


@admin.register(EventFile)
class EventFileAdmin(WrittenByServices):
    list_display = ["name", "kind", "domain", "starts_on", "ends_on"]
    list_filter = ["kind", "domain"]
    list_select_related = ["domain"]
    search_fields = ["name"]


@admin.register(EventCitation)
class EventCitationAdmin(WrittenByServices):
    """In which event a fact was recorded; whom it is about and what it says stays out."""

    list_display = ["event", "entry"]
    list_select_related = ["event", "entry"]
    fields = ["event"]
    search_fields = ["event__name"]


@admin.register(AwardProposal)
class AwardProposalAdmin(WrittenByServices):
    list_display = ["award", "state", "proposed_by", "proposed_at", "decided_by", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["proposed_by", "decided_by"]
    fields = ["award", "state", "proposed_by", "proposed_at", "decided_by", "decided_at"]
    readonly_fields = ["proposed_at"]
    search_fields = ["award"]


@admin.register(SavedSearch)
class SavedSearchAdmin(WrittenByServices):
    list_display = ["name", "owner", "query"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__display_name"]


@admin.register(FormBatch)
class FormBatchAdmin(WrittenByServices):
    list_display = ["plan", "quarter", "unit", "format", "state", "requested_by", "requested_at"]
    list_filter = ["state", "format"]
    list_select_related = ["plan", "quarter__cycle", "unit", "requested_by"]
    search_fields = ["plan__name", "unit__name"]


@admin.register(DossierBatch)
class DossierBatchAdmin(WrittenByServices):
    """That a list was ordered; the conditions may name a person and stay out."""

    list_display = ["pk", "state", "total_count", "requested_by", "requested_at"]
    list_filter = ["state"]
    list_select_related = ["requested_by"]
    fields = ["state", "total_count", "requested_by", "requested_at"]
    readonly_fields = ["requested_at"]
    search_fields = ["requested_by__display_name"]


@admin.register(AppointmentForm)
class AppointmentFormAdmin(WrittenByServices):
    """Who has a form, since when; what it says is for the pages of the office."""

    list_display = ["cadre", "imported_by", "imported_at"]
    list_select_related = ["cadre", "imported_by"]
    fields = ["cadre", "imported_by", "imported_at"]
    readonly_fields = ["imported_by", "imported_at"]
    search_fields = ["cadre__name"]
