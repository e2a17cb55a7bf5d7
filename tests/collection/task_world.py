"""Task lists for the permission matrix: a task in each state, milestones, reports."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone
from xlsxwriter import Workbook

from collection.imports.task_sheet import TASKS
from collection.imports.task_uploading import upload_tasks
from collection.models import ConductNote
from organization.imports.writing import BookWriter
from organization.models import Role, User
from tests.collection.task_factories import (
    ConductNoteFactory,
    FollowUpOrderFactory,
    GoalFactory,
    MilestoneFactory,
    MilestoneReportFactory,
    TaskFactory,
    TaskListFactory,
)
from tests.indicators.world import PROOF
from tests.organization.factories import AppointmentFactory, UserFactory


class Sent:
    """A file to be sent again and again: the test client reads a real one only once."""

    name = "tasks.xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, side: Any) -> None:
        self.content = _list(side).read()

    def read(self) -> bytes:
        return self.content


def task_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    task_list = TaskListFactory(domain=side.domain, name=f"清单 {side.canary}")
    facts = {
        "task_list": task_list,
        "lead_unit": side.unit,
        "responsible": side.objects["cadre"],
        "text": side.canary,
    }
    running = TaskFactory(running=True, title=f"在办 {side.canary}", **facts)
    report = MilestoneReportFactory(
        milestone=MilestoneFactory(task=running, title=f"已报节点 {side.canary}"),
        text=side.canary,
    )
    clerk = users["office_staff"] if side.name == "own" else UserFactory(role=Role.OFFICE_STAFF)
    goal = GoalFactory(task_list=task_list, unit=side.unit, title=f"目标 {side.canary}")
    part = GoalFactory(
        task_list=task_list,
        parent=goal,
        unit=side.unit,
        appointment=side.objects["work_goal"].appointment,
        title=f"分解 {side.canary}",
        target=10,
    )
    return {
        "goal": goal,
        "second_post": AppointmentFactory(unit=side.unit),
        "goal_part": part,
        "task_list": task_list,
        "task_order": FollowUpOrderFactory(task=running, demand=side.canary),
        "task_upload": upload_tasks(_list(side), task_list=task_list, by=clerk),
        "refused_task_upload": upload_tasks(
            _list(side, lead_unit="无此单位"), task_list=task_list, by=clerk
        ),
        "conduct_note": ConductNoteFactory(task=running, attitude_text=side.canary),
        "open_task": TaskFactory(title=f"待认领 {side.canary}", **facts),
        "claimed_task": TaskFactory(claimed=True, title=f"已认领 {side.canary}", **facts),
        "reviewed_task": TaskFactory(reviewed=True, title=f"已审核 {side.canary}", **facts),
        "running_task": running,
        "milestone": MilestoneFactory(task=running, title=f"节点 {side.canary}"),
        "milestone_report": report,
        "proven_report": MilestoneReportFactory(
            milestone=MilestoneFactory(task=running),
            evidence=ContentFile(PROOF, name="proof.pdf"),
        ),
    }


def _list(side: Any, **facts: str) -> SimpleUploadedFile:
    row = {
        "number": "IN-1",
        "title": f"导入 {side.canary}",
        "lead_unit": side.unit.code,
        "starts_on": "2024-01-01",
        "due_on": "2024-12-31",
    }
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        BookWriter(book, "zh-hans", {}).add_sheet(TASKS, [row | facts])
    return SimpleUploadedFile("tasks.xlsx", content.getvalue())


def task_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    task = {
        "number": "NEW-1",
        "title": "新任务",
        "lead_unit": side.unit.code,
        "starts_on": "2024-01-01",
        "due_on": "2024-12-31",
        "milestones": "2024-06-30 过半",
        "weight": "1",
    }
    return {
        "collection:tasklist_create": {
            "domain": side.domain.pk,
            "year": "2025",
            "name": "2025年任务清单",
        },
        "collection:tasklist_edit": {"name": "改名"},
        "collection:task_create": task,
        "collection:task_edit": task,
        "collection:task_claim": {"words": "认领"},
        "collection:task_rule": {"verdict": "pass"},
        "collection:milestone_report": {"text": "完成"},
        "collection:milestonereport_rule": {"verdict": "pass"},
        "collection:taskupload_create": {"file": Sent(side)},
        "collection:supervision_create": {
            "demand": "说明原因",
            "due_on": timezone.localdate().isoformat(),
        },
        "collection:goal_create": {
            "task_list": side.objects["task_list"].pk,
            "title": "新目标",
            "kind": "sum",
            "target": "10",
            "unit": side.unit.code,
            "due_on": "2024-12-31",
        },
        "collection:goal_split": {
            "appointment": side.objects["second_post"].pk,
            "target": "1",
        },
        "api:task-rule": {"verdict": "pass"},
        "api:milestone-report": {"text": "完成"},
        "api:milestone-report-rule": {"verdict": "pass"},
        "api:goal-result": {"result": "8"},
        "collection:goal_report": {"result": "8"},
        "collection:supervision_reply": {"reply": "已补报"},
        "collection:conductnote_create": {
            f"{name}{part}": "好" if part else "good"
            for name in ConductNote.DIMENSIONS
            for part in ("", "_text")
        },
    }
