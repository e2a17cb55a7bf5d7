from dailyreview.models.appointment_forms import AppointmentForm
from dailyreview.models.batches import DOSSIER_READERS, DossierBatch, FormBatch
from dailyreview.models.bonus import BonusClass
from dailyreview.models.care import GuidanceVisit, Mentoring, Reminder, Revisit
from dailyreview.models.dossier import DossierEntry
from dailyreview.models.events import AwardProposal, EventCitation, EventFile
from dailyreview.models.intake import FactCode, FactUpload
from dailyreview.models.merits import MeritLine, MeritRule, MeritVersion
from dailyreview.models.plans import DailyPlan, PilotUnit, Quarter, StandIn
from dailyreview.models.process import ProcessStep
from dailyreview.models.records import (
    REVIEWER_ROLES,
    Attendance,
    QuarterRecord,
    WorkEntry,
    WorkGoal,
)
from dailyreview.models.reviews import ColleagueComment, ReviewFeedback, ReviewStep
from dailyreview.models.seals import DossierSeal
from dailyreview.models.searches import SavedSearch
from dailyreview.models.tags import CadreTag, Tagging
from dailyreview.models.uploads import AttendanceUpload, attendance_units

__all__ = [
    "DOSSIER_READERS",
    "REVIEWER_ROLES",
    "AppointmentForm",
    "Attendance",
    "AttendanceUpload",
    "AwardProposal",
    "BonusClass",
    "CadreTag",
    "ColleagueComment",
    "DailyPlan",
    "DossierBatch",
    "DossierEntry",
    "DossierSeal",
    "EventCitation",
    "EventFile",
    "FactCode",
    "FactUpload",
    "FormBatch",
    "GuidanceVisit",
    "Mentoring",
    "MeritLine",
    "MeritRule",
    "MeritVersion",
    "PilotUnit",
    "ProcessStep",
    "Quarter",
    "QuarterRecord",
    "Reminder",
    "ReviewFeedback",
    "ReviewStep",
    "Revisit",
    "SavedSearch",
    "StandIn",
    "Tagging",
    "WorkEntry",
    "WorkGoal",
    "attendance_units",
]
