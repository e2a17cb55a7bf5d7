"""What a record says: to the person as it stands, to everybody else what was handed in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dailyreview.models import QuarterRecord, WorkEntry
from organization.models import User

TEXTS = ("summary", "best", "regret")
FIELDS = ("kind", "title", "standard", "progress", "is_done")


@dataclass(frozen=True)
class Content:
    """Texts and work of a record.

    Attributes:
        is_former: as handed in before, while the person is changing it.
    """

    summary: str
    best: str
    regret: str
    entries: Sequence[WorkEntry]
    is_former: bool = False

    @property
    def ad_hoc(self) -> int:
        """How many of the pieces of work came in between (PAIN-03)."""
        return sum(entry.kind == WorkEntry.Kind.AD_HOC for entry in self.entries)


def content_of(record: QuarterRecord, user: User) -> Content:
    """What the account may read of a record that it sees."""
    appointment = record.assessee.appointment
    is_own = user.cadre_id and appointment and appointment.cadre_id == user.cadre_id
    if record.submitted_at is None and not is_own:
        return Content("", "", "", entries=())
    if record.handed_in is None or is_own:
        texts = {name: getattr(record, name) for name in TEXTS}
        return Content(**texts, entries=list(record.entries.all()))
    texts = {name: record.handed_in[name] for name in TEXTS}
    entries = [_entry(row) for row in record.handed_in["work"]]
    return Content(**texts, entries=entries, is_former=True)


def content_to_keep(record: QuarterRecord) -> dict[str, Any]:
    """What was handed in, to be kept while the person changes it."""
    texts = {name: getattr(record, name) for name in TEXTS}
    work = [
        {name: getattr(entry, name) for name in FIELDS}
        | {"due_on": entry.due_on and entry.due_on.isoformat()}
        for entry in record.entries.all()
    ]
    return {**texts, "work": work}


def _entry(row: dict[str, Any]) -> WorkEntry:
    due_on = row["due_on"] and dt.date.fromisoformat(row["due_on"])
    return WorkEntry(**{name: row[name] for name in FIELDS}, due_on=due_on)
