"""Who is assessed on a day: the units, principals and deputies an indicator system is for."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle
from indicators.models import IndicatorSystem
from organization.models import Appointment, Unit, offices_inside

UNIT, PRINCIPAL, STAFF = (
    IndicatorSystem.AssesseeKind.UNIT,
    IndicatorSystem.AssesseeKind.PRINCIPAL,
    IndicatorSystem.AssesseeKind.STAFF,
)


def assessees_on(
    cycle: AssessmentCycle, system: IndicatorSystem, day: dt.date
) -> Iterator[Assessee]:
    """Make the assessees of a system as they stood on a day; nothing is stored.

    Units are compared within their category and principals with those of their category; deputies
    with their own team only, never outside it (GRD-02); staff within their unit, its offices
    included (DLY-11).
    """
    units = Unit.objects.assessed().in_category(system.category, day).select_related("team")
    if cycle.units.exists():
        units = units.filter(pk__in=cycle.units.values("pk"))
    # The name of a group is stored, so it is written in the language of the site, not of the clerk.
    with translation.override(settings.LANGUAGE_CODE):
        if system.assessee_kind == UNIT:
            yield from (_unit(cycle, system, unit) for unit in units)
            return
        by_key = {unit.pk: unit for unit in units}
        homes = {key: key for key in by_key}
        posts = Appointment.objects.on(day)
        if system.assessee_kind == STAFF:
            homes = offices_inside(by_key)
            posts = posts.filter(unit__in=homes, in_team=False)
        else:
            posts = posts.filter(unit__in=by_key, in_team=True, standing=system.assessee_kind)
        seen: set[tuple[int, int]] = set()
        for appointment in posts.select_related("cadre").order_by("starts_on", "pk"):
            unit = by_key[homes[appointment.unit_id]]
            # Who holds two posts in a team (secretary and director) is still assessed once.
            if (unit.pk, appointment.cadre_id) not in seen:
                seen.add((unit.pk, appointment.cadre_id))
                yield _person(cycle, system, appointment, unit)


def _unit(cycle: AssessmentCycle, system: IndicatorSystem, unit: Unit) -> Assessee:
    return Assessee(
        cycle=cycle,
        system=system,
        category=system.category,
        unit=unit,
        team=getattr(unit, "team", None),
        key=unit.code,
        name=unit.label,
        group_key=f"{system.category.code}/{UNIT}",
        group_name=system.category.name,
        area=unit.region_code,
    )


def _person(
    cycle: AssessmentCycle, system: IndicatorSystem, appointment: Appointment, unit: Unit
) -> Assessee:
    category, kind = system.category, system.assessee_kind
    if kind == PRINCIPAL:
        group_key = f"{category.code}/{PRINCIPAL}"
        group_name = _("%(category)s: principals") % {"category": category.name}
    else:
        group_key = f"{category.code}/{kind}/{unit.code}"
        words = _("%(unit)s: staff") if kind == STAFF else _("%(unit)s: deputies")
        group_name = words % {"unit": unit.label}
    return Assessee(
        cycle=cycle,
        system=system,
        category=category,
        unit=unit,
        team=getattr(unit, "team", None),
        appointment=appointment,
        key=f"{unit.code}#{appointment.pk}",
        name=appointment.cadre.name,
        group_key=group_key,
        group_name=group_name,
        identity_class=appointment.cadre.identity_class,
        area=unit.region_code,
    )
