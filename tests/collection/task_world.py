"""Task lists for the permission matrix: a task in each state, milestones, reports."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from organization.models import User
from tests.collection.task_factories import (
    MilestoneFactory,
    MilestoneReportFactory,
    TaskFactory,
    TaskListFactory,
)
from tests.indicators.world import PROOF


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
    return {
        "task_list": task_list,
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
    }
