"""Storing many invented rows at once, with the one audit event that an import writes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from organization.models import User
from organization.services.bulk import store_in_bulk


def store(rows: Sequence[Model], *, about: Model, by: User) -> None:
    """Create rows of one table; nothing happens without rows."""
    if rows:
        nothing: Mapping[str, Any] = {}
        store_in_bulk(
            type(rows[0]),
            created=rows,
            changed=[],
            fields=[],
            about=about,
            labels={},
            before=nothing,
            after=nothing,
            by=by,
        )
