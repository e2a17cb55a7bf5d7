"""The three steps of a task (IND-09): claimed, reviewed by the Party group, then checked."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collection.models import Task, TaskStep
from collection.selectors.tasks import may_rule, may_take, serves_in_lead, speaks_for
from organization.models import Cadre, User
from organization.services.audit import record_event

State, Kind = Task.State, TaskStep.Kind


@transaction.atomic
def claim_task(task: Task, *, responsible: Cadre | None = None, words: str = "", by: User) -> None:
    """Claim a task for oneself, or as the lead unit for the cadre who answers for it.

    Args:
        responsible: whom the unit names where the list names nobody.

    Raises:
        PermissionDenied: neither the cadre meant nor the lead unit.
        ValidationError: claimed before, another responsible cadre is named, or nobody is.
    """
    _check_open(task)
    if not (may_take(task, by) or speaks_for(task, by)):
        raise PermissionDenied
    named = responsible.pk if responsible else None
    if named and task.responsible_id and named != task.responsible_id:
        message = _("This task has its responsible cadre; a second one is refused.")
        raise ValidationError({"responsible": message}, code="second")
    cadre = task.responsible_id or named or (by.cadre_id if may_take(task, by) else None)
    if cadre is None:
        raise ValidationError({"responsible": _("Name the responsible cadre.")}, code="nobody")
    if not serves_in_lead(task, cadre):
        message = _("The responsible cadre does not serve in the lead unit today.")
        raise ValidationError({"responsible": message}, code="elsewhere")
    _move(task, State.OPEN, by, state=State.CLAIMED, responsible_id=cadre, claimed_by=by)
    _keep(task, Kind.CLAIM, words, by)
    after = {"responsible": cadre, "words": words}
    record_event("task_claimed", task, by=by, after=after)


@transaction.atomic
def pass_task(task: Task, *, words: str = "", by: User) -> None:
    """Pass a claimed task on to the office, or a reviewed one into force.

    Raises:
        PermissionDenied: the step is not the account's.
        ValidationError: nothing waits, no leader in charge, or somebody was faster.
    """
    if task.state == State.IN_FORCE or not may_rule(task, by):
        raise PermissionDenied
    if task.state == State.CLAIMED:
        _move(task, State.CLAIMED, by, state=State.REVIEWED, reviewed_by=by)
        _keep(task, Kind.REVIEW, words, by)
        record_event("task_reviewed", task, by=by, after={"words": words})
        return
    if task.leader_id is None:
        message = _("No leader in charge is named: return the task and let the list name one.")
        raise ValidationError(message, code="leader")
    _move(task, State.REVIEWED, by, state=State.IN_FORCE, checked_by=by)
    _keep(task, Kind.CHECK, words, by)
    record_event("task_checked", task, by=by, after={"words": words})


@transaction.atomic
def return_task(task: Task, *, words: str, by: User) -> None:
    """Give a task back with a reason; it is claimed anew from there.

    Raises:
        PermissionDenied: the step is not the account's.
        ValidationError: no reason, or somebody was faster.
    """
    if not may_rule(task, by):
        raise PermissionDenied
    if not words.strip():
        raise ValidationError({"words": _("Say why it is returned.")}, code="reason")
    nobody = {"claimed_by": None, "reviewed_by": None, "checked_by": None}
    _move(task, task.state, by, state=State.OPEN, **nobody)
    _keep(task, Kind.RETURN, words, by)
    record_event("task_returned", task, by=by, after={"reason": words})


def _check_open(task: Task) -> None:
    if task.state != State.OPEN:
        cadre = task.responsible.name if task.responsible else ""
        message = _("%(cadre)s answers for this task; a second responsible cadre is refused.")
        raise ValidationError(message % {"cadre": cadre}, code="second")


def _move(task: Task, was: str, by: User, **values: Any) -> None:
    # The row count is the lock: of two that take the step, one gets 0.
    if not Task.objects.filter(pk=task.pk, state=was).update(**values):
        raise ValidationError(_("Somebody took this step before."), code="taken")
    task.refresh_from_db()


def _keep(task: Task, kind: str, words: str, by: User) -> None:
    step = TaskStep(task=task, kind=kind, words=words.strip(), taken_by=by)
    step.full_clean()
    step.save()
