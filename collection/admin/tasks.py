"""Admin of task lists: to read; what is said of a person's conduct is not shown."""

from django.contrib import admin

from collection.models import (
    ConductNote,
    FollowUpOrder,
    Goal,
    Milestone,
    MilestoneReport,
    Task,
    TaskList,
    TaskStep,
    TaskUpload,
)
from evaluators.admin.base import Sealed, WrittenByServices


@admin.register(TaskList)
class TaskListAdmin(WrittenByServices):
    list_display = ["name", "year", "domain"]
    list_filter = ["year", "domain"]
    list_select_related = ["domain"]
    search_fields = ["name"]


@admin.register(Task)
class TaskAdmin(WrittenByServices):
    list_display = ["number", "title", "task_list", "lead_unit", "responsible", "due_on", "state"]
    list_filter = ["state", "task_list"]
    list_select_related = ["task_list", "lead_unit", "responsible"]
    search_fields = ["number", "title", "lead_unit__name"]


@admin.register(TaskStep)
class TaskStepAdmin(WrittenByServices):
    list_display = ["task", "kind", "taken_by", "taken_at"]
    list_filter = ["kind"]
    list_select_related = ["task", "taken_by"]
    search_fields = ["task__title", "task__number"]


@admin.register(Milestone)
class MilestoneAdmin(WrittenByServices):
    list_display = ["title", "task", "due_on", "reached_on"]
    list_select_related = ["task"]
    date_hierarchy = "due_on"
    search_fields = ["title", "task__title"]


@admin.register(MilestoneReport)
class MilestoneReportAdmin(WrittenByServices):
    list_display = ["milestone", "state", "reported_by", "reported_at", "ruled_by"]
    list_filter = ["state"]
    list_select_related = ["milestone", "reported_by", "ruled_by"]
    search_fields = ["milestone__title", "milestone__task__title"]


@admin.register(FollowUpOrder)
class FollowUpOrderAdmin(WrittenByServices):
    list_display = ["task", "demand", "due_on", "replied_at", "closed_at"]
    list_select_related = ["task"]
    search_fields = ["task__title", "task__number"]


@admin.register(Goal)
class GoalAdmin(WrittenByServices):
    list_display = ["title", "unit", "appointment", "target", "result", "due_on"]
    list_filter = ["task_list", "kind"]
    list_select_related = ["unit", "appointment__cadre", "appointment__unit"]
    search_fields = ["title", "unit__name"]


@admin.register(TaskUpload)
class TaskUploadAdmin(WrittenByServices):
    list_display = ["file_name", "task_list", "state", "uploaded_by", "uploaded_at"]
    list_filter = ["state"]
    list_select_related = ["task_list", "uploaded_by"]
    search_fields = ["file_name", "task_list__name"]


@admin.register(ConductNote)
class ConductNoteAdmin(Sealed):
    """That a note was written: about whom and what it says stay out."""

    list_display = ["pk", "task", "written_at"]
    list_select_related = ["task"]
    fields = ["task", "written_at"]
    search_fields = ["=pk"]
