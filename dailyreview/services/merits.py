"""Achievement points: versions of the rules, and what each confirmed fact counts by them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dailyreview.models import DossierEntry, MeritLine, MeritRule, MeritVersion
from organization.models import Domain, User
from organization.services.audit import record_event
from organization.services.leases import call_after_commit

LINES_AT_ONCE = 2000


@transaction.atomic
def make_version(
    *,
    domain: Domain,
    name: str,
    valid_from: dt.date,
    clause: str,
    points: Mapping[str, Decimal],
    by: User,
) -> MeritVersion:
    """Make a version of the rules; a worker then values the facts since its first day.

    Args:
        points: by kind of fact; kinds that are left out count nothing.

    Raises:
        PermissionDenied: not the office of the domain.
        ValidationError: it begins among facts that are valued, no kind counts, or a fault adds.
    """
    if not Domain.objects.editable_by(by).filter(pk=domain.pk).exists():
        raise PermissionDenied
    version = MeritVersion(domain=domain, name=name, valid_from=valid_from, clause=clause)
    version.full_clean()
    if not points:
        raise ValidationError(_("Say of at least one kind what it is worth."), code="empty")
    version.save()
    for kind, worth in points.items():
        rule = MeritRule(version=version, kind=kind, points=worth)
        rule.full_clean()
        rule.save()
    after = {"domain": domain.pk, "since": valid_from, "text": _written(points)}
    record_event("merit_version_created", version, by=by, after=after)
    call_after_commit("dailyreview.tasks.value_facts_task", version.pk)
    return version


@transaction.atomic
def remove_version(version: MeritVersion, *, by: User) -> None:
    """Take a version back that has valued nothing yet.

    Raises:
        PermissionDenied: not the office of the domain.
        ValidationError: facts were valued by it.
    """
    if not MeritVersion.objects.editable_by(by).filter(pk=version.pk).exists():
        raise PermissionDenied
    if MeritLine.objects.filter(rule__version=version).exists():
        raise ValidationError(
            _("Facts were valued by this version; make a new one."), code="valued"
        )
    record_event("merit_version_deleted", version, by=by, before={"since": version.valid_from})
    version.delete()


def value_entry(entry: DossierEntry) -> None:
    """Store what a fact counts that is being confirmed; nothing where no rule says so."""
    assert entry.unit is not None
    version = MeritVersion.objects.on(entry.happened_on, entry.unit.domain_id)
    rule = version and version.rules.filter(kind=entry.kind).first()
    if rule:
        MeritLine.objects.create(entry=entry, rule=rule, points=rule.points)


def value_facts(version_id: int) -> int:
    """Value the confirmed facts in the days of a version that no line speaks of yet.

    Returns:
        How many were valued; a second call finds none.
    """
    version = MeritVersion.objects.filter(pk=version_id).first()
    if version is None:
        return 0
    later = MeritVersion.objects.filter(domain=version.domain_id, valid_from__gt=version.valid_from)
    end = later.order_by("valid_from").values_list("valid_from", flat=True).first()
    rules = {rule.kind: rule for rule in version.rules.all()}
    facts = DossierEntry.objects.confirmed().filter(
        unit__domain=version.domain_id,
        happened_on__gte=version.valid_from,
        kind__in=rules,
        merit_line__isnull=True,
    )
    facts = facts.filter(happened_on__lt=end) if end else facts
    lines = [
        MeritLine(entry_id=pk, rule=rules[kind], points=rules[kind].points)
        for pk, kind in facts.values_list("pk", "kind")
    ]
    # A fact that is confirmed at this moment brings its own line.
    MeritLine.objects.bulk_create(lines, batch_size=LINES_AT_ONCE, ignore_conflicts=True)
    return len(lines)


def value_all_facts() -> None:
    """Value what slipped through: a fact confirmed in the moment in which a version was made."""
    for version_id in MeritVersion.objects.values_list("pk", flat=True):
        value_facts(version_id)


def _written(points: Mapping[str, Decimal]) -> str:
    return "; ".join(f"{kind} {worth}" for kind, worth in points.items())
