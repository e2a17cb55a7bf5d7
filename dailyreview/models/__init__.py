from dailyreview.models.care import GuidanceVisit, Mentoring, Reminder, Revisit
from dailyreview.models.plans import DailyPlan, PilotUnit, Quarter, StandIn
from dailyreview.models.process import ProcessStep
from dailyreview.models.records import (
    REVIEWER_ROLES,
    Attendance,
    QuarterRecord,
    WorkEntry,
    WorkGoal,
)
from dailyreview.models.reviews import ColleagueComment, ReviewStep
from dailyreview.models.uploads import AttendanceUpload, attendance_units

__all__ = [
    "REVIEWER_ROLES",
    "Attendance",
    "AttendanceUpload",
    "ColleagueComment",
    "DailyPlan",
    "GuidanceVisit",
    "Mentoring",
    "PilotUnit",
    "ProcessStep",
    "Quarter",
    "QuarterRecord",
    "Reminder",
    "ReviewStep",
    "Revisit",
    "StandIn",
    "WorkEntry",
    "WorkGoal",
    "attendance_units",
]
