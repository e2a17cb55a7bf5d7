"""What comes in: rows that later become evidence."""

from collection.models.checklists import Checklist, ChecklistBand, ChecklistItem, CheckSheet
from collection.models.comment_points import CommentDesk, CommentPoint
from collection.models.conduct import ConductNote
from collection.models.data_needs import DataNeed
from collection.models.events import EVENT_READERS, EventKind, EventLevel, EventUpload, UnitEvent
from collection.models.goals import Goal
from collection.models.milestones import FollowUpOrder, Milestone, MilestoneReport
from collection.models.opinions import Opinion
from collection.models.reports import DepartmentReport, ReportEntry, ReportProof, ReportUpload
from collection.models.rounds import (
    RHYTHMS,
    LeafTerm,
    ReportingPlan,
    ReportingRound,
    reporting_departments,
)
from collection.models.survey_uploads import SurveyUpload
from collection.models.surveys import Survey, SurveyResult, SurveySheet, SurveyTheme
from collection.models.task_uploads import TaskUpload
from collection.models.tasks import Task, TaskList, TaskStep

__all__ = [
    "EVENT_READERS",
    "RHYTHMS",
    "CheckSheet",
    "Checklist",
    "ChecklistBand",
    "ChecklistItem",
    "CommentDesk",
    "CommentPoint",
    "ConductNote",
    "DataNeed",
    "DepartmentReport",
    "EventKind",
    "EventLevel",
    "EventUpload",
    "FollowUpOrder",
    "Goal",
    "LeafTerm",
    "Milestone",
    "MilestoneReport",
    "Opinion",
    "ReportEntry",
    "ReportProof",
    "ReportUpload",
    "ReportingPlan",
    "ReportingRound",
    "Survey",
    "SurveyResult",
    "SurveySheet",
    "SurveyTheme",
    "SurveyUpload",
    "Task",
    "TaskList",
    "TaskStep",
    "TaskUpload",
    "UnitEvent",
    "reporting_departments",
]
