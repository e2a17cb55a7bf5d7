"""Cycles: preparing, opening (which freezes who is assessed) and closing."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle, Scheme, SchemeQuota
from assessment.services.assessees import assessees_on
from indicators.models import IndicatorSystem
from indicators.selectors.versions import version_on
from indicators.services.systems import freeze_system
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def create_cycle(
    *,
    name: str,
    kind: str,
    period: str,
    scheme: Scheme,
    systems: Iterable[IndicatorSystem],
    by: User,
) -> AssessmentCycle:
    """Prepare a cycle. Raises ValidationError: a taken name, a wrong period, two equal systems."""
    cycle = AssessmentCycle(name=name, kind=kind, period=period, scheme=scheme)
    _store(cycle, list(systems))
    record_event("cycle_created", cycle, by=by, after=_described(cycle))
    return cycle


@transaction.atomic
def update_cycle(
    cycle: AssessmentCycle,
    *,
    name: str,
    kind: str,
    period: str,
    scheme: Scheme,
    systems: Iterable[IndicatorSystem],
    by: User,
) -> AssessmentCycle:
    """Change a cycle in preparation. Raises ValidationError once it is open."""
    cycle = AssessmentCycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state != AssessmentCycle.State.DRAFT:
        raise ValidationError(_("Only a cycle in preparation can be changed."), code="not_draft")
    before = _described(cycle)
    cycle.name, cycle.kind, cycle.period, cycle.scheme = name, kind, period, scheme
    _store(cycle, list(systems))
    record_event("cycle_updated", cycle, by=by, before=before, after=_described(cycle))
    return cycle


@transaction.atomic
def open_cycle(cycle: AssessmentCycle, *, day: dt.date, by: User) -> int:
    """Freeze who is assessed as of a day and by which versions of the systems; open the cycle.

    Returns:
        How many assessees were frozen.

    Raises:
        ValidationError: opened before, no system, one that is not published, nobody to assess, or
            a unit without region code under a quota of areas, or no version of a system is in
            force on that day.
    """
    drafts = AssessmentCycle.objects.filter(pk=cycle.pk, state=AssessmentCycle.State.DRAFT)
    opened = drafts.update(state=AssessmentCycle.State.OPEN, opened_on=day)
    # The row count is the lock: of two clerks pressing the button, one gets 0.
    if not opened:
        raise ValidationError(_("This cycle is open already."), code="not_draft")
    cycle.refresh_from_db()
    systems = list(cycle.systems.select_related("category"))
    _check_systems(systems)
    systems = _versions_on(systems, day)
    cycle.systems.set(systems)
    assessees = [entry for system in systems for entry in assessees_on(cycle, system, day)]
    if not assessees:
        raise ValidationError(_("Nobody is to be assessed on this day."), code="nobody")
    _check_areas(cycle.scheme, assessees)
    Assessee.objects.bulk_create(assessees, batch_size=1000)
    for system in systems:
        freeze_system(system, by=by)
    after = {
        "opened_on": day,
        "assessees": len(assessees),
        "systems": [system.label for system in systems],
    }
    record_event("cycle_opened", cycle, by=by, before={"state": "draft"}, after=after)
    return len(assessees)


@transaction.atomic
def close_cycle(cycle: AssessmentCycle, *, by: User) -> None:
    """End an open cycle: no run starts after it. Raises ValidationError unless open and at rest."""
    still_open = AssessmentCycle.objects.filter(pk=cycle.pk, state=AssessmentCycle.State.OPEN)
    if cycle.runs.unfinished().exists():
        raise ValidationError(_("A run of this cycle is under way."), code="under_way")
    if not still_open.update(state=AssessmentCycle.State.CLOSED):
        raise ValidationError(_("Only an open cycle can be closed."), code="not_open")
    cycle.refresh_from_db()
    record_event("cycle_closed", cycle, by=by, before={"state": "open"}, after={"state": "closed"})


def _store(cycle: AssessmentCycle, systems: list[IndicatorSystem]) -> None:
    measured = [(system.category_id, system.assessee_kind) for system in systems]
    if len(set(measured)) < len(measured):
        raise ValidationError(
            {"systems": _("Two systems are for the same category and kind of assessee.")}
        )
    cycle.full_clean()
    cycle.save()
    cycle.systems.set(systems)


def _described(cycle: AssessmentCycle) -> dict[str, Any]:
    return {
        "name": cycle.name,
        "kind": cycle.kind,
        "period": cycle.period,
        "scheme": cycle.scheme.code,
        "systems": sorted(cycle.systems.values_list("pk", flat=True)),
    }


def _check_systems(systems: list[IndicatorSystem]) -> None:
    if not systems:
        raise ValidationError(_("The cycle has no indicator system."), code="no_system")
    drafts = [system.name for system in systems if system.is_draft]
    if drafts:
        raise ValidationError(
            _("These systems are not published: %(names)s."),
            code="unpublished",
            params={"names": ", ".join(drafts)},
        )


def _versions_on(systems: list[IndicatorSystem], day: dt.date) -> list[IndicatorSystem]:
    """Of each system the version in force on the day that counts (IND-26)."""
    versions = []
    for system in systems:
        version = version_on(system, day)
        if version is None:
            raise ValidationError(
                _("No version of “%(system)s” is in force on %(day)s."),
                code="not_in_force",
                params={"system": system, "day": day},
            )
        versions.append(version)
    return versions


def _check_areas(scheme: Scheme, assessees: list[Assessee]) -> None:
    """Nobody escapes a quota of areas because the region code was forgotten."""
    of_areas = SchemeQuota.objects.of_scheme(scheme).filter(level=SchemeQuota.Level.AREA)
    if not of_areas.exists():
        return
    without = sorted({assessee.unit.label for assessee in assessees if not assessee.area})
    if without:
        raise ValidationError(
            _("The scheme has a quota of areas, but these units have no region code: %(names)s."),
            code="no_area",
            params={"names": ", ".join(without[:5])},
        )
