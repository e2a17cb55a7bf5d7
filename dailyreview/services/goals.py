"""Goals of the year: one's own, or handed down by who reviews the person (DLY-10)."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from collection.models import Goal
from dailyreview.models import DailyPlan, WorkGoal
from dailyreview.selectors.chain import posts_of
from organization.models import Appointment, User
from organization.services.audit import record_event


@transaction.atomic
def set_goal(
    plan: DailyPlan,
    *,
    appointment: Appointment,
    title: str,
    standard: str = "",
    due_on: dt.date | None = None,
    split: Goal | None = None,
    by: User,
) -> WorkGoal:
    """Set a goal: for oneself, or for somebody whom the account reviews.

    Args:
        split: the part of a goal split down that it was taken from.

    Raises:
        PermissionDenied: somebody else's person.
        ValidationError: no title, or the part was taken before.
    """
    is_own = by.cadre_id is not None and appointment.cadre_id == by.cadre_id
    posts = posts_of(by, timezone.localdate())
    if not is_own and not any(appointment.unit_id in post.sections for post in posts):
        raise PermissionDenied
    goal = WorkGoal(
        plan=plan,
        appointment=appointment,
        title=title,
        standard=standard,
        due_on=due_on,
        handed_down_by=None if is_own else by,
        split=split,
    )
    goal.full_clean()
    goal.save()
    record_event("goal_set", goal, by=by, after={"appointment": appointment.pk, "title": title})
    return goal


def take_goal(plan: DailyPlan, *, part: Goal, by: User) -> WorkGoal:
    """Take what was split down to a person into the person's goals of the year.

    Raises:
        PermissionDenied: somebody else's person, or no part of a person.
        ValidationError: taken before.
    """
    if part.appointment is None:
        raise PermissionDenied
    measure = "%" if part.kind == Goal.Kind.RATE else part.measure
    return set_goal(
        plan,
        appointment=part.appointment,
        title=part.title,
        standard=f"{part.target.normalize():f} {measure}".strip(),
        due_on=part.due_on,
        split=part,
        by=by,
    )


@transaction.atomic
def finish_goal(goal: WorkGoal, *, by: User) -> None:
    """The person, or who hands goals down to them, marks a goal as reached."""
    is_own = by.cadre_id is not None and goal.appointment.cadre_id == by.cadre_id
    posts = posts_of(by, timezone.localdate())
    if not is_own and not any(goal.appointment.unit_id in post.sections for post in posts):
        raise PermissionDenied
    WorkGoal.objects.filter(pk=goal.pk, done_on__isnull=True).update(done_on=timezone.localdate())
    record_event("goal_finished", goal, by=by)
