"""Evaluators, where they worked, what ties them to a unit, and the reserves they stand in."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import Evaluator, ReservePlace, Tag, Tie, Workplace
from organization.models import Role, Unit, User
from organization.services.audit import delete_recorded, record_event, save_recorded


@transaction.atomic
def save_evaluator(evaluator: Evaluator, *, tags: Collection[Tag], by: User) -> Evaluator:
    """Store a new evaluator, or the changed facts of one, with all tags.

    Raises:
        ValidationError: a rule of the model is broken.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    save_recorded(evaluator, by=by)
    before, after = set(evaluator.tags.all()), set(tags)
    if before != after:
        evaluator.tags.set(after)
        record_event(
            "evaluator_tagged",
            evaluator,
            by=by,
            before={"tags": sorted(tag.code for tag in before)},
            after={"tags": sorted(tag.code for tag in after)},
        )
    return evaluator


@transaction.atomic
def save_workplace(workplace: Workplace, *, by: User) -> Workplace:
    """Store where an evaluator worked. Raises ValidationError or PermissionDenied."""
    _check_office(by)
    save_recorded(workplace, by=by)
    return workplace


@transaction.atomic
def remove_workplace(workplace: Workplace, *, by: User) -> None:
    """Take a wrongly noted workplace off the record. Raises PermissionDenied."""
    _check_office(by)
    delete_recorded(workplace, by=by)


@transaction.atomic
def declare_tie(evaluator: Evaluator, unit: Unit, *, kind: str, note: str, by: User) -> Tie:
    """Note kinship or another interest; the office does it, or the evaluator for the own record.

    Source: 公务员法 (2018), articles 74 to 77: the person applies for recusal, the organ decides.

    Raises:
        ValidationError: it is on record already, or another interest comes without a word on it.
        PermissionDenied: the record is somebody else's.
    """
    if evaluator.account_id != by.pk:
        _check_office(by)
    if kind == Tie.Kind.INTEREST and not note:
        raise ValidationError({"note": _("Say what the interest is.")})
    tie = Tie(evaluator=evaluator, unit=unit, kind=kind, note=note, declared_by=by)
    save_recorded(tie, by=by)
    return tie


@transaction.atomic
def withdraw_tie(tie: Tie, *, by: User) -> None:
    """Take a tie off the record: the office's to decide, never the evaluator's own.

    Raises:
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    delete_recorded(tie, by=by)


@transaction.atomic
def enter_reserve(evaluator: Evaluator, *, reserve: str, reason: str, by: User) -> ReservePlace:
    """Put somebody on a reserve list from today, with the reason.

    Raises:
        ValidationError: listed already, or no reason.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    place = ReservePlace(
        evaluator=evaluator, reserve=reserve, reason=reason, since=timezone.localdate()
    )
    save_recorded(place, by=by)
    return place


@transaction.atomic
def leave_reserve(place: ReservePlace, *, on: dt.date, by: User) -> None:
    """Take somebody off a reserve list with a last day.

    Raises:
        ValidationError: off the list already, or the day lies before the first.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    if on < place.since:
        raise ValidationError(_("The last day lies before the first."), code="order")
    if not ReservePlace.objects.filter(pk=place.pk, until=None).update(until=on):
        raise ValidationError(_("The evaluator is off this list already."), code="left")
    record_event("reserveplace_ended", place, by=by, after={"until": on})


def _check_office(by: User) -> None:
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
