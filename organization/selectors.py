"""Reads that put several models together for a page."""

import datetime as dt
from dataclasses import dataclass

from organization.models import Appointment, Cadre, Unit, User


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post as a page shows it to one account."""

    appointment: Appointment
    may_open_cadre: bool


def posts_in_unit(unit: Unit, *, day: dt.date, user: User) -> list[PostHeld]:
    """Who held what in a unit on a day: principals first, then by level and length of service.

    A cadre who has left may still be named here although the account no longer opens their record.
    """
    posts = list(
        Appointment.objects.visible_to(user)
        .filter(unit=unit)
        .on(day)
        .select_related("cadre")
        .by_standing()
    )
    open_cadres = set(
        Cadre.objects.visible_to(user)
        .filter(pk__in=[post.cadre_id for post in posts])
        .values_list("pk", flat=True)
    )
    return [PostHeld(post, post.cadre_id in open_cadres) for post in posts]


def superiors(unit: Unit, *, user: User) -> list[Unit]:
    """The units above a unit that the account sees, the highest first; one query for each level."""
    above: list[Unit] = []
    seen = {unit.pk}
    parent_key = unit.parent_id
    while parent_key and parent_key not in seen:
        seen.add(parent_key)
        parent = Unit.objects.get(pk=parent_key)
        above.insert(0, parent)
        parent_key = parent.parent_id
    visible = set(
        Unit.objects.visible_to(user)
        .filter(pk__in=[higher.pk for higher in above])
        .values_list("pk", flat=True)
    )
    return [higher for higher in above if higher.pk in visible]
