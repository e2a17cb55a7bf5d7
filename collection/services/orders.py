"""Standing supervision (督办): what the office demands of a task, the reply, the end."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import FollowUpOrder, Task
from collection.selectors.tasks import answers_for, keeps_task, speaks_for
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def order_followup(task: Task, *, demand: str, due_on: dt.date, by: User) -> FollowUpOrder:
    """Put a task in force under supervision.

    Raises:
        PermissionDenied: not the office of the list.
        ValidationError: not in force, or a reply due in the past.
    """
    if not keeps_task(task, by):
        raise PermissionDenied
    if task.state != Task.State.IN_FORCE:
        raise ValidationError(_("The task is not in force yet."), code="state")
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day has passed.")}, code="past")
    order = FollowUpOrder(task=task, demand=demand, due_on=due_on, ordered_by=by)
    order.full_clean()
    order.save()
    record_event("followup_ordered", order, by=by, after={"text": demand, "due_on": due_on})
    return order


@transaction.atomic
def reply_to_order(order: FollowUpOrder, *, reply: str, by: User) -> None:
    """Say what was done; a later reply replaces an earlier one while the order stands.

    Raises:
        PermissionDenied: neither the responsible cadre nor the lead unit.
        ValidationError: closed meanwhile.
    """
    if not (answers_for(order.task, by) or speaks_for(order.task, by)):
        raise PermissionDenied
    standing = FollowUpOrder.objects.standing().filter(pk=order.pk)
    now = timezone.now()
    if not standing.update(reply=reply, replied_by=by, replied_at=now):
        raise ValidationError(_("This order is closed."), code="closed")
    record_event(
        "followup_replied", order, by=by, before={"text": order.reply}, after={"text": reply}
    )


@transaction.atomic
def close_order(order: FollowUpOrder, *, by: User) -> None:
    """End the supervision; raises PermissionDenied, and ValidationError if it has ended."""
    if not keeps_task(order.task, by):
        raise PermissionDenied
    standing = FollowUpOrder.objects.standing().filter(pk=order.pk)
    if not standing.update(closed_by=by, closed_at=timezone.now()):
        raise ValidationError(_("This order is closed."), code="closed")
    record_event("followup_closed", order, by=by)
