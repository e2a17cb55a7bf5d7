"""Task lists as pages show them: counts of a list, tasks that fit, who may do what with one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from collection.models import Milestone, Task, TaskList
from collection.models.tasks import TaskQuerySet, home_keys
from collection.selectors.task_people import staff_places
from organization.models import PEOPLE_ROLES, Appointment, Role, Unit, User

# Who speaks for a unit; the Party group is those who lead it.
UNIT_VOICES = (Role.DATA_REPORTER, Role.UNIT_PRINCIPAL)


def task_lists(user: User) -> QuerySet[TaskList]:
    """The lists with how many tasks and lead units each has, of those the account sees."""
    seen = Q(tasks__in=Task.objects.visible_to(user))
    return (
        TaskList.objects.visible_to(user)
        .select_related("domain")
        .annotate(
            task_count=Count("tasks", seen, distinct=True),
            unit_count=Count("tasks__lead_unit", seen, distinct=True),
            plan_count=Count("tasks__sub_plan", seen & ~Q(tasks__sub_plan=""), distinct=True),
        )
        .order_by("-year", "domain__position", "name")
    )


def find_tasks(user: User, conditions: Mapping[str, Any], *, day: dt.date) -> TaskQuerySet:
    """The tasks the account sees that fit, with what a row shows.

    Args:
        conditions: any of `q` (in number, title or text), `unit` (name or code of the lead unit),
            `sub_plan`, `state`, `late` (a milestone is).
    """
    tasks = Task.objects.visible_to(user).select_related("lead_unit", "leader", "responsible")
    if text := conditions.get("q"):
        tasks = tasks.filter(
            Q(number__icontains=text) | Q(title__contains=text) | Q(text__contains=text)
        )
    if text := conditions.get("unit"):
        tasks = tasks.filter(lead_unit__in=Unit.objects.visible_to(user).search(text))
    for name in ("sub_plan", "state"):
        if conditions.get(name):
            tasks = tasks.filter(**{name: conditions[name]})
    own = Milestone.objects.running().filter(task=OuterRef("pk"))
    tasks = tasks.annotate(is_late=Exists(own.late(day)))
    return tasks.filter(is_late=True) if conditions.get("late") else tasks


def with_progress(tasks: TaskQuerySet) -> TaskQuerySet:
    """Adds how many milestones there are and how many are reached; by number, 2 before 10."""
    reached = Q(milestones__reached_on__isnull=False)
    counted = tasks.annotate(
        milestone_count=Count("milestones", distinct=True),
        reached_count=Count("milestones", reached, distinct=True),
    )
    return counted.order_by(Length("number"), "number", "pk")


def sub_plans(task_list: TaskList, user: User) -> list[str]:
    """The sub-plans that the tasks of a list name."""
    tasks = Task.objects.visible_to(user).filter(task_list=task_list).exclude(sub_plan="")
    return list(tasks.order_by("sub_plan").values_list("sub_plan", flat=True).distinct())


@dataclass(frozen=True)
class TaskRights:
    """What an account may do with one task now."""

    edit: bool
    claim: bool
    rule: bool
    report: bool
    verify: bool


def rights_on(task: Task, user: User) -> TaskRights:
    """Rights by role, unit and what the account did before; the services ask the same."""
    keeps = keeps_task(task, user)
    in_force = task.state == Task.State.IN_FORCE
    return TaskRights(
        edit=keeps and task.state == Task.State.OPEN,
        claim=task.state == Task.State.OPEN and (speaks_for(task, user) or may_take(task, user)),
        rule=may_rule(task, user),
        report=in_force and (speaks_for(task, user) or answers_for(task, user)),
        verify=in_force and keeps,
    )


def keeps_task(task: Task, user: User) -> bool:
    """Whether the account is the office of the list."""
    if not user.has_role(Role.OFFICE_STAFF):
        return False
    return TaskList.objects.editable_by(user).filter(pk=task.task_list_id).exists()


def speaks_for(task: Task, user: User) -> bool:
    """Whether the account speaks for the lead unit."""
    return task.lead_unit_id in user.unit_keys(UNIT_VOICES)


def answers_for(task: Task, user: User) -> bool:
    """Whether the account is that of the responsible cadre."""
    return user.cadre_id is not None and task.responsible_id == user.cadre_id


def may_take(task: Task, user: User) -> bool:
    """Whether the account's cadre may claim: who is named, or who serves there if nobody is."""
    if user.cadre_id is None:
        return False
    if task.responsible_id is not None:
        return task.responsible_id == user.cadre_id
    return task.lead_unit_id in home_keys(user) and serves_in_lead(task, user.cadre_id)


def serves_in_lead(task: Task, cadre: int) -> bool:
    """Whether a cadre has a post today in the lead unit or an office inside it."""
    posts = Appointment.objects.on(timezone.localdate())
    return posts.filter(cadre=cadre, unit__in=staff_places(task.lead_unit_id)).exists()


def may_rule(task: Task, user: User) -> bool:
    """Whether the next step is the account's: never of those who took a step before."""
    if task.state == Task.State.CLAIMED:
        leads = task.lead_unit_id in user.unit_keys(PEOPLE_ROLES)
        return leads and task.claimed_by_id != user.pk and not answers_for(task, user)
    if task.state == Task.State.REVIEWED:
        before = {task.claimed_by_id, task.reviewed_by_id}
        return keeps_task(task, user) and user.pk not in before
    return task.state == Task.State.IN_FORCE and keeps_task(task, user)
