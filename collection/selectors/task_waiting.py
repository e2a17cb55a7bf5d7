"""How many things of task lists wait for an account; a constant number of queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from collection.models import FollowUpOrder, Milestone, MilestoneReport, Task, TaskList
from collection.models.tasks import home_keys
from collection.selectors.tasks import UNIT_VOICES
from organization.models import PEOPLE_ROLES, Role, User

State = Task.State


@dataclass(frozen=True)
class TasksWaiting:
    """Counts by what is to be done; what is overdue is told to who answers for it alone."""

    to_claim: int
    to_rule: int
    late: int
    to_verify: int
    to_answer: int


def tasks_waiting(user: User, day: dt.date) -> TasksWaiting:
    """What waits for the account on a day."""
    own = _own(user)
    kept = Q(pk=None)
    if user.has_role(Role.OFFICE_STAFF):
        kept = Q(task_list__in=TaskList.objects.editable_by(user))
    tasks = Task.objects.all()
    mine = tasks.filter(own)
    late = Milestone.objects.running().filter(task__in=mine).late(day)
    reports = MilestoneReport.objects.waiting().filter(milestone__task__in=tasks.filter(kept))
    orders = FollowUpOrder.objects.standing().filter(task__in=mine, reply="")
    return TasksWaiting(
        to_claim=tasks.filter(own | _free(user), state=State.OPEN).count(),
        to_rule=tasks.filter(_ruled(user, kept)).count(),
        late=late.count(),
        to_verify=reports.exclude(reported_by=user).count(),
        to_answer=orders.count(),
    )


def _own(user: User) -> Q:
    """Tasks that the account answers for: as the cadre, or for the lead unit."""
    own = Q(lead_unit__in=user.unit_keys(UNIT_VOICES))
    return own | Q(responsible=user.cadre_id) if user.cadre_id else own


def _free(user: User) -> Q:
    """Tasks of the own unit that name nobody yet."""
    if user.cadre_id is None:
        return Q(pk=None)
    return Q(lead_unit__in=home_keys(user), responsible__isnull=True)


def _ruled(user: User, kept: Q) -> Q:
    led = Q(state=State.CLAIMED, lead_unit__in=user.unit_keys(PEOPLE_ROLES))
    if user.cadre_id:
        led &= ~Q(responsible=user.cadre_id)
    checked = Q(state=State.REVIEWED) & kept & ~Q(reviewed_by=user)
    return (led | checked) & ~Q(claimed_by=user)
