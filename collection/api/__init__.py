"""What this app brings to version 1 of the API."""

from typing import Any

from collection.api.events import CheckSheetViewSet, EventKindViewSet, UnitEventViewSet
from collection.api.opinions import OpinionViewSet
from collection.api.reports import (
    ReportingPlanViewSet,
    ReportingRoundViewSet,
    ReportingTableViewSet,
)
from collection.api.surveys import SurveyViewSet
from collection.api.tasks import (
    GoalViewSet,
    MilestoneReportViewSet,
    MilestoneViewSet,
    TaskListViewSet,
    TaskViewSet,
)

routes: list[tuple[str, Any, str]] = [
    ("check-sheets", CheckSheetViewSet, "check-sheet"),
    ("event-kinds", EventKindViewSet, "event-kind"),
    ("opinions", OpinionViewSet, "opinion"),
    ("surveys", SurveyViewSet, "survey"),
    ("unit-events", UnitEventViewSet, "unit-event"),
    ("reporting-plans", ReportingPlanViewSet, "reporting-plan"),
    ("reporting-rounds", ReportingRoundViewSet, "reporting-round"),
    ("reporting-tables", ReportingTableViewSet, "reporting-table"),
    ("task-lists", TaskListViewSet, "task-list"),
    ("tasks", TaskViewSet, "task"),
    ("milestones", MilestoneViewSet, "milestone"),
    ("milestone-reports", MilestoneReportViewSet, "milestone-report"),
    ("goals", GoalViewSet, "goal"),
]
