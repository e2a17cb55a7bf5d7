"""Placing people by hand, under the same check as every proposal."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluators.models import Evaluator, FieldPlan, RosterSpell, Seat
from evaluators.rules.problem import Seat as SeatFact
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import told
from evaluators.services.plans import change_plan, objections
from evaluators.services.rights import check_group
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def place_evaluator(seat: Seat, *, evaluator: Evaluator, by: User) -> None:
    """Give an empty seat to somebody who may take it.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), the seat is taken (`taken`), or the
            verifier objects, with its reasons (`barred`).
        PermissionDenied: the account does not form groups.
    """
    check_group(seat.group, by=by)
    plan = seat.group.plan
    change_plan(plan)
    planning = Planning(plan, [evaluator.pk])
    fact = SeatFact(seat.group_id, seat.role.code, evaluator.pk)
    found = planning.objections_to(fact)
    if found:
        raise objections(told(planning, found, grounds=True), code="barred")
    channel = channels_of([evaluator.pk], plan.starts_on).get(evaluator.pk, "")
    empty = Seat.objects.filter(pk=seat.pk, evaluator=None)
    if not empty.update(evaluator=evaluator, channel=channel, empty_reason="", by_hand=True):
        raise ValidationError(_("The seat is taken already."), code="taken")
    seat.refresh_from_db()
    record_event("seat_filled", seat, by=by, after={"evaluator": evaluator, "channel": channel})


@transaction.atomic
def clear_seat(seat: Seat, *, by: User) -> None:
    """Take somebody off a seat.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), or the seat is empty (`empty`).
        PermissionDenied: the account does not form groups.
    """
    check_group(seat.group, by=by)
    change_plan(seat.group.plan)
    before = seat.evaluator
    held = Seat.objects.filter(pk=seat.pk, evaluator=before).exclude(evaluator=None)
    if not held.update(evaluator=None, channel="", by_hand=False):
        raise ValidationError(_("The seat is empty already."), code="empty")
    seat.refresh_from_db()
    record_event("seat_cleared", seat, by=by, before={"evaluator": before})


@transaction.atomic
def leave_empty(seat: Seat, *, reason: str, by: User) -> None:
    """Say why a seat stays empty, so that the plan can be confirmed; no reason takes it back.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), or somebody sits there (`taken`).
        PermissionDenied: the account does not form groups.
    """
    check_group(seat.group, by=by)
    change_plan(seat.group.plan)
    before = seat.empty_reason
    if not Seat.objects.filter(pk=seat.pk, evaluator=None).update(empty_reason=reason):
        raise ValidationError(_("The seat is taken already."), code="taken")
    seat.refresh_from_db()
    record_event(
        "seat_left_empty", seat, by=by, before={"reason": before}, after={"reason": reason}
    )


@transaction.atomic
def change_channel(seat: Seat, *, channel: str, by: User) -> None:
    """Correct by which channel the holder of a seat was chosen; the roster keeps its own (EVP-06).

    Raises:
        ValidationError: no such channel (`channel`), nobody sits there (`empty`), or the field
            work is over (`closed`).
        PermissionDenied: the account does not form groups.
    """
    check_group(seat.group, by=by)
    if channel not in RosterSpell.Channel.values:
        raise ValidationError(_("Choose one of the three channels."), code="channel")
    if seat.group.plan.state == FieldPlan.State.CLOSED:
        raise ValidationError(_("The field work of this plan is over."), code="closed")
    before = seat.channel
    held = Seat.objects.filter(pk=seat.pk, evaluator=seat.evaluator_id).exclude(evaluator=None)
    if not held.update(channel=channel):
        raise ValidationError(_("The seat is empty already."), code="empty")
    seat.refresh_from_db()
    record_event(
        "seat_channel_changed", seat, by=by, before={"channel": before}, after={"channel": channel}
    )


def channels_of(keys: list[int], day: dt.date) -> dict[int, str]:
    """How people had come into the pool, by key (EVP-06)."""
    spells = RosterSpell.objects.on(day).filter(evaluator__in=keys)
    return dict(spells.values_list("evaluator", "channel"))
