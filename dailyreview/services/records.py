"""The person's side: writing the record of a quarter, as drafts, and handing it in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import Attendance, QuarterRecord, WorkEntry
from dailyreview.rules.chain import chain_for, next_role
from dailyreview.selectors.chain import own_roles, staffed_roles
from dailyreview.selectors.contents import content_to_keep
from dailyreview.services.quarters import copied
from organization.models import User
from organization.services.audit import record_event

MOST_ENTRIES = 30


@dataclass(frozen=True)
class Work:
    """One piece of work as typed.

    Attributes:
        key: of the entry it stands for; None for a new one.
    """

    key: int | None
    kind: str
    title: str
    standard: str = ""
    due_on: dt.date | None = None
    progress: str = ""
    is_done: bool = False


@transaction.atomic
def save_record(
    record: QuarterRecord,
    *,
    revision: int,
    summary: str,
    best: str,
    regret: str,
    work: Sequence[Work],
    by: User,
) -> QuarterRecord:
    """Store what the person has typed; the pieces of work are replaced by those given.

    No event is recorded: nobody else reads a draft before it is handed in.

    Args:
        revision: of the record as the person saw it.

    Raises:
        PermissionDenied: somebody else's record.
        ValidationError: handed in already, changed in another window (`stale`), a piece of work
            without a title, or too many of them.
    """
    record = _own_draft(record, by)
    if record.revision != revision:
        raise ValidationError(
            _("The record was changed in another window meanwhile; what you typed is still here."),
            code="stale",
        )
    if len(work) > MOST_ENTRIES:
        message = _("At most %(most)d pieces of work; take small ones together.")
        raise ValidationError(message % {"most": MOST_ENTRIES}, code="many")
    record.summary, record.best, record.regret = summary, best, regret
    record.revision += 1
    record.saved_at = timezone.now()
    record.full_clean()
    record.save()
    _replace_work(record, work)
    return record


@transaction.atomic
def copy_last_quarter(record: QuarterRecord, *, by: User) -> int:
    """Add the work of the person's last record that this one does not name yet.

    No event is recorded, as for anything typed into a draft.

    Returns:
        How many pieces were added; 0 as well when there is no earlier record.
    """
    record = _own_draft(record, by)
    last = previous_of(record)
    if last is None:
        return 0
    known = set(record.entries.values_list("title", flat=True))
    added = [copied(entry) for entry in last.entries.all() if entry.title not in known]
    added = added[: max(MOST_ENTRIES - len(known), 0)]
    for position, entry in enumerate(added, start=len(known)):
        entry.record, entry.position = record, position
    WorkEntry.objects.bulk_create(added)
    record.revision += 1
    record.saved_at = timezone.now()
    record.save(update_fields=["revision", "saved_at", "handed_in"])
    return len(added)


@transaction.atomic
def submit_record(record: QuarterRecord, *, revision: int, by: User) -> QuarterRecord:
    """Hand the record in to the first reviewer of the chain.

    Raises:
        PermissionDenied: somebody else's record.
        ValidationError: handed in already, changed meanwhile, or nothing written.
    """
    record = _own_draft(record, by)
    if record.revision != revision:
        raise ValidationError(
            _("The record was changed in another window meanwhile: look at it again."),
            code="stale",
        )
    if not record.summary.strip() and not record.entries.exclude(progress="").exists():
        message = _("Write the summary, or what was done of at least one piece of work.")
        raise ValidationError({"summary": ValidationError(message, code="empty")})
    record.state = QuarterRecord.State.IN_REVIEW
    record.awaits = next_role(chain_of(record), staffed_roles([record.section])[record.section_id])
    record.submitted_at, record.handed_in = timezone.now(), None
    record.save(update_fields=["state", "awaits", "submitted_at", "handed_in"])
    record_event("record_submitted", record, by=by, after={"awaits": record.awaits})
    return record


@transaction.atomic
def store_attendance(
    record: QuarterRecord, *, days: dict[str, object], by: User | None
) -> Attendance:
    """Set the attendance of a record, from an import or by the personnel office."""
    found = Attendance.objects.filter(record=record).first() or Attendance(record=record)
    for name, value in days.items():
        setattr(found, name, value)
    found.full_clean()
    found.save()
    record_event("attendance_stored", found, by=by, after={name: str(days[name]) for name in days})
    return found


def chain_of(record: QuarterRecord) -> Sequence[str]:
    """The roles that review this record, in order."""
    pilot = record.quarter.plan.pilots.filter(unit=record.assessee.unit_id).first()
    # A unit switched off meanwhile still finishes what is open, by the longest chain.
    return chain_for(pilot.chain if pilot else "three", own_roles(record))


def previous_of(record: QuarterRecord) -> QuarterRecord | None:
    """The same person's last record before this one."""
    appointment = record.assessee.appointment
    assert appointment is not None
    quarter = record.quarter
    same_year = Q(quarter__plan__year=quarter.plan.year, quarter__number__lt=quarter.number)
    earlier = QuarterRecord.objects.filter(
        same_year | Q(quarter__plan__year__lt=quarter.plan.year),
        assessee__appointment__cadre=appointment.cadre_id,
    )
    return earlier.order_by("quarter__plan__year", "quarter__number").last()


def _own_draft(record: QuarterRecord, by: User) -> QuarterRecord:
    locked = QuarterRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not QuarterRecord.objects.own_of(by).filter(pk=record.pk).exists():
        raise PermissionDenied
    if not locked.is_with_person:
        raise ValidationError(_("The record is handed in; ask to have it returned."), code="state")
    if locked.state == QuarterRecord.State.RETURNED and locked.handed_in is None:
        # Others read this until it is handed in again, never what is half changed.
        locked.handed_in = content_to_keep(locked)
    return locked


def _replace_work(record: QuarterRecord, work: Sequence[Work]) -> None:
    stored = {entry.pk: entry for entry in record.entries.all()}
    kept = set()
    for position, piece in enumerate(work):
        entry = stored.get(piece.key or 0) or WorkEntry(record=record)
        entry.kind, entry.title, entry.standard = piece.kind, piece.title, piece.standard
        entry.due_on, entry.progress, entry.is_done = piece.due_on, piece.progress, piece.is_done
        entry.position = position
        entry.full_clean()
        entry.save()
        kept.add(entry.pk)
    record.entries.exclude(pk__in=kept).delete()
