"""Storing many rows of one table at once, with one audit event for all of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from organization.models import CategoryMembership, LeadershipTeam, User
from organization.services.audit import mention_rows, record_event

BATCH = 500


@dataclass(frozen=True)
class Move:
    """A unit goes into a category from a day on."""

    unit: int
    category: int
    since: dt.date


@transaction.atomic
def store_in_bulk(
    model: type[models.Model],
    *,
    created: Sequence[models.Model],
    changed: Sequence[models.Model],
    fields: Sequence[str],
    about: models.Model,
    labels: Mapping[int, str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: User,
) -> None:
    """Create and change rows that have been checked before; full_clean() would ask for each row.

    Args:
        fields: names of the fields that any of the changed rows changes.
        about: what the rows came from, for the audit event `<model>_imported`.
        labels: of the changed rows, by their keys.
        before, after: the changed fields of the changed rows, by the rows' labels.
    """
    manager = model._default_manager
    manager.bulk_create(created, batch_size=BATCH)
    if changed and fields:
        stamps = [
            field for field in model._meta.concrete_fields if getattr(field, "auto_now", False)
        ]
        for row in changed:
            for stamp in stamps:  # bulk_update() leaves them as they are
                setattr(row, stamp.name, timezone.now())
        names = [*fields, *(stamp.name for stamp in stamps)]
        manager.bulk_update(changed, names, batch_size=BATCH)
    event = record_event(
        f"{model._meta.model_name}_imported",
        about,
        by=by,
        before={"rows": before},
        after={"rows": after, "created": len(created), "changed": len(changed)},
    )
    mention_rows(event, model, created=[row.pk for row in created], changed=labels)


@transaction.atomic
def move_units_in_bulk(moves: Sequence[Move]) -> None:
    """Put units into categories; the category a unit had ends the day before."""
    since = {move.unit: move.since for move in moves}
    open_ones = list(CategoryMembership.objects.filter(unit__in=since, valid_to__isnull=True))
    for membership in open_ones:
        membership.valid_to = since[membership.unit_id] - dt.timedelta(days=1)
    CategoryMembership.objects.bulk_update(open_ones, ["valid_to"], batch_size=BATCH)
    CategoryMembership.objects.bulk_create(
        [
            CategoryMembership(unit_id=move.unit, category_id=move.category, valid_from=move.since)
            for move in moves
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def name_teams_in_bulk(names: Mapping[int, str]) -> None:
    """Form the leadership teams of units, or give them other names, by the units' keys."""
    teams = list(LeadershipTeam.objects.filter(unit__in=names))
    for team in teams:
        team.name = names[team.unit_id]
    LeadershipTeam.objects.bulk_update(teams, ["name"], batch_size=BATCH)
    known = {team.unit_id for team in teams}
    LeadershipTeam.objects.bulk_create(
        [
            LeadershipTeam(unit_id=unit, name=name)
            for unit, name in names.items()
            if unit not in known
        ],
        batch_size=BATCH,
    )
