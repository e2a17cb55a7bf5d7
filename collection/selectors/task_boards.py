"""The board of tasks: milestones by what waits, counts by lead unit, orders."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from collection.models import FollowUpOrder, Milestone, MilestoneReport, TaskList
from collection.models.milestones import SOON, MilestoneQuerySet
from collection.selectors.tasks import UNIT_VOICES, answers_for
from organization.models import Role, Unit, User

HEAPS = ("late", "soon", "reported", "done")


def milestones_of(user: User, conditions: Mapping[str, Any]) -> MilestoneQuerySet:
    """Milestones of tasks in force that the account sees, by day.

    Args:
        conditions: any of `task_list` (key), `unit` (name or code of the lead unit).
    """
    milestones = Milestone.objects.visible_to(user).running()
    if conditions.get("task_list"):
        milestones = milestones.filter(task__task_list=conditions["task_list"])
    if text := conditions.get("unit"):
        milestones = milestones.filter(task__lead_unit__in=Unit.objects.all().search(text))
    related = ("task__lead_unit", "task__responsible")
    return milestones.select_related(*related).order_by("due_on", "pk")


def heaps_of(milestones: MilestoneQuerySet, day: dt.date) -> dict[str, MilestoneQuerySet]:
    """The milestones by what waits, by the names of HEAPS."""
    return {
        "late": milestones.late(day),
        "soon": milestones.soon(day),
        "reported": milestones.reported(),
        "done": milestones.done(),
    }


def units_of(milestones: MilestoneQuerySet, day: dt.date) -> QuerySet[Milestone, Any]:
    """By lead unit how many milestones are late, due soon, reported and done; in one query."""
    waiting = MilestoneReport.objects.waiting().values("milestone")
    open_ones = Q(reached_on__isnull=True) & ~Q(pk__in=waiting)
    soon = open_ones & Q(due_on__range=(day, day + SOON))
    return (
        milestones.order_by()
        .values("task__lead_unit", "task__lead_unit__name", "task__lead_unit__code")
        .annotate(
            tasks=Count("task", distinct=True),
            late=Count("pk", open_ones & Q(due_on__lt=day)),
            soon=Count("pk", soon),
            reported=Count("pk", Q(reached_on__isnull=True, pk__in=waiting)),
            done=Count("pk", Q(reached_on__isnull=False)),
            total=Count("pk"),
        )
        .order_by("-late", "task__lead_unit__code")
    )


@dataclass(frozen=True)
class OrderRow:
    """An order, with what the account may do about it."""

    order: FollowUpOrder
    may_reply: bool
    may_close: bool


def orders_of(user: User, *, closed: bool) -> QuerySet[FollowUpOrder]:
    """Orders on the tasks the account sees, those due first."""
    orders = FollowUpOrder.objects.visible_to(user).filter(closed_at__isnull=not closed)
    related = ("task__lead_unit", "task__responsible", "ordered_by", "replied_by")
    return orders.select_related(*related)


def rows_of(orders: Iterable[FollowUpOrder], user: User) -> list[OrderRow]:
    """Orders as the list shows them, with one query for however many."""
    spoken = user.unit_keys(UNIT_VOICES)
    kept: set[int] = set()
    if user.has_role(Role.OFFICE_STAFF):
        kept = set(TaskList.objects.editable_by(user).values_list("pk", flat=True))
    return [
        OrderRow(
            order,
            order.task.lead_unit_id in spoken or answers_for(order.task, user),
            order.task.task_list_id in kept,
        )
        for order in orders
    ]
