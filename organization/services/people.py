"""Cadres and the posts they hold."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organization.models import Appointment, Cadre, Role, Unit, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def create_cadre(cadre: Cadre, *, by: User) -> Cadre:
    """Store a new cadre.

    Raises:
        ValidationError: a rule is broken, as by a wrong ID number.
        PermissionDenied: the account does not keep people.
    """
    if not by.has_role(Role.OFFICE_STAFF, Role.SYSTEM_ADMIN):
        raise PermissionDenied
    save_recorded(cadre, by=by)
    return cadre


@transaction.atomic
def update_cadre(cadre: Cadre, *, by: User) -> Cadre:
    """Store the changed facts of a cadre.

    Raises:
        ValidationError: a rule is broken.
        PermissionDenied: the cadre never served in a domain that the account keeps.
    """
    if not Cadre.objects.editable_by(by).filter(pk=cadre.pk).exists():
        raise PermissionDenied
    save_recorded(cadre, by=by)
    return cadre


@transaction.atomic
def open_appointment(appointment: Appointment, *, by: User) -> Appointment:
    """Give a cadre a post from a day on.

    Raises:
        ValidationError: somebody else holds this principal post in these days, or it is on record.
        PermissionDenied: the account does not keep the units of this domain.
    """
    _check_unit(appointment.unit, by)
    _save_in_turn(appointment, by=by)
    return appointment


@transaction.atomic
def update_appointment(appointment: Appointment, *, by: User) -> Appointment:
    """Store the corrected facts of a post.

    Raises:
        ValidationError: somebody else holds this principal post in these days, or it is on record.
        PermissionDenied: the account does not keep the units of the old or the new domain.
    """
    _check_unit(Unit.objects.get(appointments=appointment), by)
    _check_unit(appointment.unit, by)
    _save_in_turn(appointment, by=by)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: dt.date, by: User) -> None:
    """End a post with a last day.

    Raises:
        ValidationError: it has ended already, or began after that day.
        PermissionDenied: the account does not keep the units of this domain.
    """
    _check_unit(appointment.unit, by)
    if on < appointment.starts_on:
        raise ValidationError(
            {"on": ValidationError(_("The last day lies before the first."), code="order")}
        )
    running = Appointment.objects.filter(pk=appointment.pk, ends_on__isnull=True)
    if not running.update(ends_on=on):
        raise ValidationError(_("This post has ended already."), code="ended")
    appointment.ends_on = on
    record_event(
        "appointment_ended", appointment, by=by, before={"ends_on": None}, after={"ends_on": on}
    )


def _check_unit(unit: Unit, by: User) -> None:
    if not Unit.objects.editable_by(by).filter(pk=unit.pk).exists():
        raise PermissionDenied


def _save_in_turn(appointment: Appointment, *, by: User) -> None:
    # Two clerks naming a principal of the same unit take turns here; else neither sees the other.
    Unit.objects.select_for_update(of=("self",)).get(pk=appointment.unit_id)
    save_recorded(appointment, by=by)
