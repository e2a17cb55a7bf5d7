"""Plans of the year: made, changed, and switched on unit by unit."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Scheme
from dailyreview.models import DailyPlan, PilotUnit, StandIn
from indicators.models import IndicatorSystem
from organization.models import Domain, Unit, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def create_plan(
    *,
    domain: Domain,
    year: int,
    name: str,
    scheme: Scheme,
    systems: Iterable[IndicatorSystem],
    form_style: str = DailyPlan.FormStyle.SUMMARY,
    by: User,
) -> DailyPlan:
    """Make the plan of a domain's year.

    Raises:
        ValidationError: there is one already, a system of another year, domain or kind, or two
            systems for the same class of units.
    """
    plan = DailyPlan(domain=domain, year=year, name=name, scheme=scheme, form_style=form_style)
    plan.full_clean()
    chosen = list(systems)
    _check_systems(plan, chosen)
    plan.save()
    plan.systems.set(chosen)
    record_event("daily_plan_created", plan, by=by, after=_described(plan))
    return plan


@transaction.atomic
def update_plan(
    plan: DailyPlan,
    *,
    name: str,
    scheme: Scheme,
    systems: Iterable[IndicatorSystem],
    form_style: str = "",
    by: User,
) -> None:
    """Change a plan; once a quarter is open its scheme and systems stay."""
    plan = DailyPlan.objects.select_for_update().get(pk=plan.pk)
    chosen = list(systems)
    before = _described(plan)
    kept = scheme == plan.scheme and {one.pk for one in chosen} == set(before["systems"])
    if plan.quarters.exists() and not kept:
        raise ValidationError(
            _("A quarter is open: scheme and systems of the year stay as they are."), code="open"
        )
    plan.name, plan.scheme = name, scheme
    plan.form_style = form_style or plan.form_style
    plan.full_clean()
    _check_systems(plan, chosen)
    plan.save()
    plan.systems.set(chosen)
    record_event("daily_plan_updated", plan, by=by, before=before, after=_described(plan))


@transaction.atomic
def switch_on(
    plan: DailyPlan,
    *,
    units: Iterable[Unit],
    first_quarter: int,
    chain: str,
    asks_peers: bool = False,
    asks_users: bool = False,
    by: User,
) -> list[PilotUnit]:
    """Let units take part from a quarter on; those that do already are changed.

    Raises:
        ValidationError: a unit of another domain, or one that is only monitored.
    """
    pilots = []
    for unit in units:
        if unit.domain_id != plan.domain_id or unit.monitored_only or not unit.is_active:
            message = _("%(unit)s cannot take part: another domain, closed, or only monitored.")
            raise ValidationError({"units": message % {"unit": unit}}, code="unit")
        pilot = PilotUnit.objects.filter(plan=plan, unit=unit).first()
        pilot = pilot or PilotUnit(plan=plan, unit=unit)
        pilot.first_quarter, pilot.chain = first_quarter, chain
        pilot.asks_peers, pilot.asks_users = asks_peers, asks_users
        save_recorded(pilot, by=by)
        pilots.append(pilot)
    return pilots


@transaction.atomic
def switch_off(pilot: PilotUnit, *, by: User) -> None:
    """Take a unit out of the quarters to come; what is open goes on."""
    before = {"unit": pilot.unit_id, "first_quarter": pilot.first_quarter}
    record_event("pilot_unit_removed", pilot, by=by, before=before)
    pilot.delete()


@transaction.atomic
def appoint_stand_in(
    *, absent: User, deputy: User, starts_on: Any, ends_on: Any, reason: str, by: User
) -> StandIn:
    """Let somebody review in a reviewer's place between two days."""
    stand_in = StandIn(
        absent=absent, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    save_recorded(stand_in, by=by)
    return stand_in


def _check_systems(plan: DailyPlan, systems: list[IndicatorSystem]) -> None:
    fits = all(
        system.assessee_kind == IndicatorSystem.AssesseeKind.STAFF
        and system.year == plan.year
        and system.category.domain_id == plan.domain_id
        for system in systems
    )
    if not systems or not fits:
        message = _("Choose systems for staff of this domain and year.")
        raise ValidationError({"systems": ValidationError(message, code="systems")})
    if len({system.category_id for system in systems}) < len(systems):
        message = _("Two systems are for the same class of units.")
        raise ValidationError({"systems": ValidationError(message, code="twice")})


def _described(plan: DailyPlan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "scheme": plan.scheme_id,
        "form_style": plan.form_style,
        "systems": sorted(plan.systems.values_list("pk", flat=True)),
    }
