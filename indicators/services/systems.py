"""The life of an indicator system: draft, published, frozen, and its next version."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import (
    Exemption,
    IndicatorSystem,
    PersonWeight,
    ResultLink,
    SystemNode,
    WeightOverride,
)
from indicators.rules.trees import plain
from indicators.selectors.faults import system_faults
from indicators.services.drafts import hold_draft
from indicators.services.steps import forget_steps
from indicators.services.versions import date_version, end_before
from organization.models import Category
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User


@transaction.atomic
def create_system(
    *,
    category: Category,
    assessee_kind: str,
    year: int,
    name: str,
    full_marks: Decimal = Decimal(100),
    by: "User | None",
) -> IndicatorSystem:
    """Begin the next version of the system of a category, kind of assessee and year.

    Raises:
        ValidationError: a field is wrong, or somebody began the same version at the same time.
    """
    system = IndicatorSystem(
        category=category,
        assessee_kind=assessee_kind,
        year=year,
        version=_next_version(category, assessee_kind, year),
        name=name,
        full_marks=full_marks,
    )
    system.full_clean()
    system.save()
    record_event("system_created", system, by=by, after=_facts(system))
    return system


@transaction.atomic
def edit_system(
    system: IndicatorSystem, *, name: str, full_marks: Decimal, by: "User | None"
) -> None:
    """Change the name and the declared full marks of a draft."""
    hold_draft(system)
    before = _facts(system)
    system.name, system.full_marks = name, full_marks
    system.full_clean()
    system.save(update_fields=["name", "full_marks"])
    record_event("system_edited", system, by=by, before=before, after=_facts(system))


@transaction.atomic
def delete_system(system: IndicatorSystem, *, by: "User | None") -> None:
    """Throw away a draft with its tree; what was published stays for good."""
    hold_draft(system)
    if system.cycles.exists():
        raise ValidationError(_("A cycle uses this system."), code="used")
    record_event("system_deleted", system, by=by, before=_facts(system))
    system.delete()


@transaction.atomic
def copy_system(
    system: IndicatorSystem, *, year: int | None = None, by: "User | None"
) -> IndicatorSystem:
    """Begin a new draft with the tree, own weights, exemptions and links of a system.

    Args:
        year: another year than that of the system copied; a name that holds the old one follows.
    """
    year = year or system.year
    copy = create_system(
        category=system.category,
        assessee_kind=system.assessee_kind,
        year=year,
        name=system.name.replace(str(system.year), str(year)),
        full_marks=system.full_marks,
        by=by,
    )
    copy.copied_from = system
    copy.save(update_fields=["copied_from"])
    twins = _copy_nodes(system, copy)
    _copy_rows(WeightOverride.objects.all(), system, twins)
    _copy_rows(PersonWeight.objects.all(), system, twins)
    _copy_rows(Exemption.objects.all(), system, twins)
    _copy_rows(ResultLink.objects.all(), system, twins)
    record_event("system_copied", copy, by=by, before={"from": system.pk}, after=_facts(copy))
    return copy


def _copy_nodes(system: IndicatorSystem, copy: IndicatorSystem) -> dict[int, int]:
    """Copy the nodes level by level; returns the new key of each old one."""
    waiting = list(system.nodes.order_by("position", "code"))
    twins: dict[int | None, int | None] = {None: None}
    while waiting:
        level = [node for node in waiting if node.parent_id in twins]
        waiting = [node for node in waiting if node.parent_id not in twins]
        old = [node.pk for node in level]
        for node in level:
            node.pk, node.system, node.parent_id = None, copy, twins[node.parent_id]
        created = SystemNode.objects.bulk_create(level)
        twins.update(zip(old, (node.pk for node in created), strict=True))
    return {old: new for old, new in twins.items() if old is not None and new is not None}


def _copy_rows(table: QuerySet[Any], system: IndicatorSystem, twins: dict[int, int]) -> None:
    """Copy what hangs on the nodes of a system to the twins of these nodes."""
    rows = list(table.filter(node__system=system))
    for row in rows:
        row.pk, row.node_id = None, twins[row.node_id]
    table.bulk_create(rows)


@transaction.atomic
def change_system(
    system: IndicatorSystem, *, since: dt.date, reason: str, by: "User | None"
) -> IndicatorSystem:
    """Begin the version that replaces a system from a day on; the system itself stays as it is.

    Raises:
        ValidationError: it is a draft, no reason, or two versions would be in force on a day.
    """
    if system.is_draft:
        raise ValidationError(_("A draft is edited, not changed from a day on."), code="draft")
    version = copy_system(system, by=by)
    date_version(version, since=since, reason=reason, by=by)
    return version


@transaction.atomic
def publish_system(system: IndicatorSystem, *, by: "User") -> None:
    """Put a draft into force; from here on nothing in it is edited.

    Raises:
        ValidationError: one message for each fault that blocks, with its place and its remedy.
    """
    hold_draft(system)
    blocking = [fault for fault in system_faults(system) if fault.blocks]
    if blocking:
        raise ValidationError([ValidationError(str(fault), code=fault.code) for fault in blocking])
    end_before(system, by=by)
    system.state = IndicatorSystem.State.PUBLISHED
    system.published_at, system.published_by = timezone.now(), by
    system.save(update_fields=["state", "published_at", "published_by"])
    forget_steps(system)
    record_event(
        "system_published",
        system,
        by=by,
        before={"state": IndicatorSystem.State.DRAFT},
        after=_facts(system),
    )


@transaction.atomic
def freeze_system(system: IndicatorSystem, *, by: "User | None") -> None:
    """Keep a published system as it is because a cycle scores by it; a second call does nothing.

    Raises:
        ValidationError: it is still a draft.
    """
    published = IndicatorSystem.objects.filter(pk=system.pk, state=IndicatorSystem.State.PUBLISHED)
    frozen_now = published.update(state=IndicatorSystem.State.FROZEN)
    system.refresh_from_db(fields=["state"])
    if system.is_draft:
        raise ValidationError(
            _("“%(system)s” is not published yet.") % {"system": system}, code="draft"
        )
    if frozen_now:
        record_event(
            "system_frozen",
            system,
            by=by,
            before={"state": IndicatorSystem.State.PUBLISHED},
            after={"state": system.state},
        )


def _next_version(category: Category, assessee_kind: str, year: int) -> int:
    versions = IndicatorSystem.objects.filter(
        category=category, assessee_kind=assessee_kind, year=year
    )
    latest: int | None = versions.aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1


def _facts(system: IndicatorSystem) -> dict[str, object]:
    return {
        "name": system.name,
        "year": system.year,
        "version": system.version,
        "full_marks": plain(system.full_marks),
        "state": system.state,
    }
