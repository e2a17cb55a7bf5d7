"""What this app brings to version 1 of the API."""

from dailyreview.api.appointment_forms import AppointmentFormViewSet
from dailyreview.api.attendance import AttendanceUploadViewSet
from dailyreview.api.care import MentoringViewSet, ReminderViewSet, VisitViewSet
from dailyreview.api.dossier import DossierEntryViewSet, DossierViewSet, IntakeViewSet
from dailyreview.api.events import EventFileViewSet
from dailyreview.api.goals import GoalViewSet
from dailyreview.api.grades import GradeViewSet
from dailyreview.api.merits import MeritLineViewSet, TaggingViewSet
from dailyreview.api.papers import FormBatchViewSet
from dailyreview.api.plans import (
    DailyPlanViewSet,
    PilotViewSet,
    ProcessStepViewSet,
    StandInViewSet,
)
from dailyreview.api.quarters import QuarterViewSet
from dailyreview.api.records import RecordViewSet
from dailyreview.api.results import UnitResultViewSet

routes = [
    ("appointment-forms", AppointmentFormViewSet, "appointment-form"),
    ("attendance-uploads", AttendanceUploadViewSet, "attendance-upload"),
    ("daily-plans", DailyPlanViewSet, "daily-plan"),
    ("daily-quarters", QuarterViewSet, "daily-quarter"),
    (r"daily-quarters/(?P<quarter_pk>\d+)/grades", GradeViewSet, "quarter-grade"),
    ("daily-unit-results", UnitResultViewSet, "daily-unit-result"),
    ("dossier-entries", DossierEntryViewSet, "dossier-entry"),
    ("dossier-intake", IntakeViewSet, "dossier-intake"),
    ("dossiers", DossierViewSet, "dossier"),
    ("form-batches", FormBatchViewSet, "form-batch"),
    ("event-files", EventFileViewSet, "event-file"),
    ("guidance-visits", VisitViewSet, "guidance-visit"),
    ("mentorings", MentoringViewSet, "mentoring"),
    ("pilot-units", PilotViewSet, "pilot-unit"),
    ("process-steps", ProcessStepViewSet, "process-step"),
    ("merit-lines", MeritLineViewSet, "merit-line"),
    ("cadre-taggings", TaggingViewSet, "cadre-tagging"),
    ("quarter-records", RecordViewSet, "quarter-record"),
    ("reminders", ReminderViewSet, "reminder"),
    ("stand-ins", StandInViewSet, "stand-in"),
    ("work-goals", GoalViewSet, "work-goal"),
]
