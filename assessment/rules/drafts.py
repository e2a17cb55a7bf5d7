"""Drafts of score sheets: how two tabs are merged field by field, and until when one is due."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Merged:
    """What became of some changes.

    Attributes:
        values: the fields after the merge; None or absent is empty.
        stamps: the revision at which each field last changed.
        revision: one higher than before if anything changed.
        conflicts: what stands in the fields that another tab has changed since: not overwritten.
    """

    values: dict[str, Any]
    stamps: dict[str, int]
    revision: int
    conflicts: dict[str, Any] = field(default_factory=dict)


def merge_changes(
    values: Mapping[str, Any],
    stamps: Mapping[str, int],
    revision: int,
    *,
    base: int,
    changes: Mapping[str, Any],
) -> Merged:
    """Take changes over into the fields of a draft.

    A change counts against the revision that its sender had seen: a field that somebody else
    changed since then, to something else, is told as a conflict and left alone. All other fields
    are taken over, so that two people of one sheet hinder each other only where they must.

    Args:
        values, stamps, revision: the draft as it is stored.
        base: the revision that the sender has seen.
        changes: field to new value; None empties it.
    Source: T29.

    >>> merged = merge_changes({"a": "80"}, {"a": 3}, 3, base=2, changes={"a": "85", "b": "90"})
    >>> merged.values, merged.conflicts, merged.revision
    ({'a': '80', 'b': '90'}, {'a': '80'}, 4)
    """
    differing = {name: new for name, new in changes.items() if values.get(name) != new}
    conflicts = {name: values.get(name) for name in differing if stamps.get(name, 0) > base}
    taken = {name: new for name, new in differing.items() if name not in conflicts}
    if not taken:
        return Merged(dict(values), dict(stamps), revision, conflicts)
    merged = {**values, **taken}
    return Merged(
        {name: value for name, value in merged.items() if value is not None},
        {**stamps, **dict.fromkeys(taken, revision + 1)},
        revision + 1,
        conflicts,
    )


def deadline(common: dt.datetime | None, own: dt.datetime | None) -> dt.datetime | None:
    """Until when a sheet is taken: an own deadline only ever gives more time.

    >>> early, late = dt.datetime(2026, 1, 5), dt.datetime(2026, 1, 9)
    >>> deadline(early, late).day, deadline(late, early).day, deadline(None, late)
    (9, 9, None)
    """
    if common is None or own is None:
        return common
    return max(common, own)
