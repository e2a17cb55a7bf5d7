"""Goals split down (ORG-11): set at the top, handed on in parts, results told at the ends."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import Goal, TaskList
from collection.rules.goals import left_to_split
from collection.selectors.goals import may_tell, people_within, units_below
from organization.models import Appointment, Role, Unit, User
from organization.services.audit import delete_recorded, record_event, save_recorded


def set_goal_at_top(goal: Goal, *, by: User) -> None:
    """Set a goal of a unit; raises PermissionDenied, ValidationError."""
    kept = TaskList.objects.editable_by(by).filter(pk=goal.task_list_id)
    if not (by.has_role(Role.OFFICE_STAFF) and kept.exists()):
        raise PermissionDenied
    save_recorded(goal, by=by)


@transaction.atomic
def split_goal(
    goal: Goal,
    *,
    unit: Unit | None = None,
    appointment: Appointment | None = None,
    target: Decimal | None = None,
    title: str = "",
    due_on: dt.date | None = None,
    by: User,
) -> Goal:
    """Hand a part of a goal to a unit below, an office or a person.

    Args:
        target: the part of a sum; a rate passes on unchanged, whatever is given.
        title, due_on: those of the goal where nothing else is said.

    Raises:
        PermissionDenied: the account does not manage the goal.
        ValidationError: a person's goal or one with a result, nobody below, the same receiver
            twice, later than the goal, or parts that exceed it together.
    """
    # Parts given out at the same moment wait for each other: together they must fit.
    goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if not Goal.objects.managed_by(by).filter(pk=goal.pk).exists():
        raise PermissionDenied
    _check_may_split(goal)
    place = _check_receiver(goal, unit, appointment)
    part = Goal(
        task_list_id=goal.task_list_id,
        task_id=goal.task_id,
        parent=goal,
        title=title or goal.title,
        kind=goal.kind,
        measure=goal.measure,
        target=_share(goal, target),
        unit=place,
        appointment=appointment,
        due_on=due_on or goal.due_on,
    )
    if part.due_on > goal.due_on:
        raise ValidationError({"due_on": _("A part is not due after the whole.")}, code="late")
    save_recorded(part, by=by)
    return part


@transaction.atomic
def tell_result(goal: Goal, *, result: Decimal, base: Decimal | None = None, by: User) -> None:
    """Tell what came of a goal that is split no further; a later word replaces an earlier one.

    Raises:
        PermissionDenied: neither the person nor who manages the goal, or it has parts.
        ValidationError: a rate without its denominator, or larger than it.
    """
    if not may_tell(goal, by):
        raise PermissionDenied
    is_rate = goal.kind == Goal.Kind.RATE
    if is_rate and (not base or base <= 0 or not 0 <= result <= base):
        message = _("Say how many of how many; the first is not more than the second.")
        raise ValidationError({"base": message}, code="base")
    before = {"result": goal.result, "base": goal.base}
    goal.result, goal.base = result, base if is_rate else None
    goal.reported_by, goal.reported_at = by, timezone.now()
    goal.full_clean()
    goal.save()
    after = {"result": goal.result, "base": goal.base}
    record_event("goal_result_reported", goal, by=by, before=before, after=after)


def remove_goal(goal: Goal, *, by: User) -> None:
    """Take back a goal without parts and without a result.

    Raises:
        PermissionDenied: the account manages neither the goal above nor, at the top, the list.
        ValidationError: it has parts or a result, or a person's goal of the year rests on it.
    """
    whole = goal.parent or goal
    if not Goal.objects.managed_by(by).filter(pk=whole.pk).exists():
        raise PermissionDenied
    if goal.parts.exists() or goal.result is not None:
        raise ValidationError(_("This goal has parts or a result and stays."), code="used")
    delete_recorded(goal, by=by)


def _check_may_split(goal: Goal) -> None:
    if goal.appointment_id:
        raise ValidationError(_("A person's goal is split no further."), code="person")
    if goal.result is not None:
        raise ValidationError(_("A result is told here already."), code="result")


def _check_receiver(goal: Goal, unit: Unit | None, appointment: Appointment | None) -> Unit:
    parts = goal.parts.all()
    if appointment is not None:
        if not people_within(goal).filter(pk=appointment.pk).exists():
            raise ValidationError({"appointment": _("This person does not serve there.")})
        taken, place = parts.filter(appointment=appointment), appointment.unit
    elif unit is not None:
        if not units_below(goal).filter(pk=unit.pk).exists():
            raise ValidationError({"unit": _("This unit does not lie below.")})
        taken, place = parts.filter(unit=unit, appointment__isnull=True), unit
    else:
        raise ValidationError(_("Say who takes the part: a unit or a person."), code="nobody")
    if taken.exists():
        raise ValidationError(_("This unit or person has a part already."), code="twice")
    return place


def _share(goal: Goal, target: Decimal | None) -> Decimal:
    if goal.kind == Goal.Kind.RATE:
        return goal.target
    if target is None or target <= 0:
        raise ValidationError({"target": _("Say how large the part is.")}, code="share")
    left = left_to_split(goal.target, goal.parts.values_list("target", flat=True))
    if target > left:
        message = _("The parts would exceed the goal: %(left)s are left.")
        raise ValidationError({"target": message % {"left": f"{left.normalize():f}"}}, code="left")
    return target
