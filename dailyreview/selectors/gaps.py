"""Whom nobody could review: the last level of their unit is empty, or held by themselves alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dailyreview.models import DailyPlan, StandIn
from dailyreview.rules.chain import PRINCIPAL
from organization.models import Appointment, RoleAssignment, Unit, User, offices_inside


@dataclass(frozen=True)
class Gap:
    """People of a unit whose records would wait for nobody.

    Attributes:
        people: how many.
        holder: who alone holds the last level and needs a stand-in; None when nobody holds it.
    """

    unit: Unit
    people: int
    holder: User | None = None


def gaps_of(plan: DailyPlan, day: dt.date) -> list[Gap]:
    """The gaps among the units of a plan as of a day, by unit; constant in queries."""
    units = {pilot.unit_id: pilot.unit for pilot in plan.pilots.select_related("unit")}
    homes = offices_inside(units)
    reviewers = _reviewers(homes, day)
    posts = Appointment.objects.on(day).filter(unit__in=homes, in_team=False)
    nobody: dict[int, set[int]] = defaultdict(set)
    alone: dict[int, dict[int, User]] = defaultdict(dict)
    for section, cadre in posts.values_list("unit", "cadre"):
        found = reviewers[section]
        if not found:
            nobody[homes[section]].add(cadre)
        elif all(one.cadre_id == cadre for one in found):
            alone[homes[section]][cadre] = found[0]
    gaps = [Gap(units[key], len(people)) for key, people in nobody.items()]
    gaps += [Gap(units[key], 1, one) for key, found in alone.items() for one in found.values()]
    return sorted(gaps, key=lambda gap: (gap.unit.code, gap.holder is not None))


def _reviewers(homes: Mapping[int, int], day: dt.date) -> Mapping[int, list[User]]:
    """By office the accounts that hold its last level, those who stand in for them behind."""
    held = RoleAssignment.objects.current().filter(role=PRINCIPAL, user__is_active=True)
    holders: dict[int | None, list[User]] = defaultdict(list)
    for one in held.select_related("user"):
        holders[one.unit_id or one.user.unit_id].append(one.user)
    deputies: dict[int, list[User]] = defaultdict(list)
    standing = StandIn.objects.filter(ends_on__gte=day, deputy__is_active=True)
    for stand_in in standing.select_related("deputy"):
        deputies[stand_in.absent_id].append(stand_in.deputy)
    found = {}
    for section, unit in homes.items():
        users = [user for place in {section, unit} for user in holders[place]]
        found[section] = users + [deputy for user in users for deputy in deputies[user.pk]]
    return found
