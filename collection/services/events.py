"""Events of units: registered by one, confirmed by another, answered by the unit, withdrawn."""

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import EventKind, EventLevel, UnitEvent
from organization.models import Domain, Role, Unit, User
from organization.services.audit import delete_recorded, record_event, save_recorded
from organization.services.uploads import check_upload

State = UnitEvent.State


@transaction.atomic
def save_kind(kind: EventKind, *, levels: Mapping[str, str], by: User) -> None:
    """Add a kind or correct it; events keep what they counted when they were registered.

    Args:
        levels: what each level counts as, by its name; a level with events stays.

    Raises:
        PermissionDenied: not the office of the domain.
        ValidationError: the code is taken, a level counts nothing or has events, or the kind would
            change sides after events.
    """
    _check_office(kind.domain_id, by)
    if kind.pk:
        stored = EventKind.objects.get(pk=kind.pk)
        turned = stored.adds != kind.adds or stored.domain_id != kind.domain_id
        if turned and kind.events.exists():
            message = _("Events of this kind stand already; add another kind instead.")
            raise ValidationError(message, code="in_use")
    save_recorded(kind, by=by)
    kept = {level.name: level for level in kind.levels.all()}
    for name, level in kept.items():
        if name not in levels:
            _delete_level(level, by=by)
    for name, counts_as in levels.items():
        level = kept.get(name) or EventLevel(kind=kind, name=name)
        level.counts_as = counts_as
        try:
            save_recorded(level, by=by)
        except ValidationError as error:
            raise ValidationError({"levels": error.messages}) from error


def _delete_level(level: EventLevel, *, by: User) -> None:
    if level.events.exists():
        message = _("Events of the level “%(level)s” stand already; leave it.")
        raise ValidationError({"levels": message % {"level": level}}, code="in_use")
    delete_recorded(level, by=by)


@transaction.atomic
def register_event(
    kind: EventKind,
    *,
    unit: Unit,
    level: EventLevel | None,
    happened_on: dt.date,
    fact: str,
    document: str,
    source_department: str,
    evidence: "File[bytes]",
    by: User,
) -> UnitEvent:
    """Register an event with the paper that proves it; it waits for a second person.

    Raises:
        PermissionDenied: not the office of the kind's domain.
        ValidationError: the day is still to come, the kind is out of use, the unit is of another
            domain, a level is missing, or the file is not accepted.
    """
    _check_office(kind.domain_id, by)
    check_upload(evidence)
    event = UnitEvent(
        kind=kind,
        unit=unit,
        level=level,
        counts_as=level.counts_as if level else kind.counts_as,
        happened_on=happened_on,
        fact=fact,
        document=document,
        source_department=source_department,
        recorded_by=by,
    )
    event.evidence.save(PurePath(evidence.name or "").name, evidence, save=False)
    return store_event(event, by=by)


@transaction.atomic
def store_event(event: UnitEvent, *, by: User) -> UnitEvent:
    """Check and store an event that was put together, by hand or from a list."""
    if event.happened_on > timezone.localdate():
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    if not event.kind.is_active:
        raise ValidationError({"kind": _("This kind is out of use.")})
    event.full_clean()
    event.save()
    after = {
        "kind": event.kind_id,
        "unit": event.unit_id,
        "happened_on": event.happened_on,
        "counts_as": event.counts_as,
        "document": event.document,
        "evidence": event.evidence.name,
    }
    record_event("unitevent_recorded", event, by=by, after=after)
    return event


@transaction.atomic
def rule_on_event(event: UnitEvent, *, confirmed: bool, reason: str, by: User) -> None:
    """Confirm an event or refuse it; from then on it is never edited.

    Raises:
        PermissionDenied: not the office of the domain, or who registered it.
        ValidationError: ruled on before, or refused without a reason.
    """
    _check_office(event.unit.domain_id, by)
    if event.recorded_by_id == by.pk:
        raise PermissionDenied
    if not confirmed and not reason.strip():
        raise ValidationError({"reason": _("Say why it is not confirmed.")}, code="reason")
    state = State.CONFIRMED if confirmed else State.REFUSED
    # The row count is the lock: of two that rule, one gets 0.
    waiting = UnitEvent.objects.waiting().filter(pk=event.pk)
    if not waiting.update(state=state, reason=reason, ruled_by=by, ruled_at=timezone.now()):
        raise ValidationError(_("This event is settled already."), code="settled")
    event.refresh_from_db()
    verb = "unitevent_confirmed" if confirmed else "unitevent_refused"
    record_event(verb, event, by=by, after={"state": state, "reason": reason})


@transaction.atomic
def withdraw_event(event: UnitEvent, *, reason: str, by: User) -> None:
    """Take an event back: a waiting one whoever keeps it, a confirmed one not its writer alone.

    Runs made before keep it in their frozen inputs.

    Raises:
        PermissionDenied: not the office of the domain, or the writer of a confirmed event.
        ValidationError: no reason, or refused or withdrawn before.
    """
    _check_office(event.unit.domain_id, by)
    if event.state == State.CONFIRMED and event.recorded_by_id == by.pk:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the event is withdrawn.")}, code="reason")
    # With the state that was read: a confirmation meanwhile must not slip past the writer.
    standing = UnitEvent.objects.filter(
        pk=event.pk, state=event.state, state__in=[State.WAITING, State.CONFIRMED]
    )
    values = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawal": reason}
    if not standing.update(state=State.WITHDRAWN, **values):
        raise ValidationError(_("This event is settled already."), code="settled")
    before = {"state": event.state}
    event.refresh_from_db()
    after = {"state": State.WITHDRAWN, "withdrawal": reason}
    record_event("unitevent_withdrawn", event, by=by, before=before, after=after)


@transaction.atomic
def state_view(event: UnitEvent, *, view: str, by: User) -> None:
    """State what the unit says to an event, while it waits; a later view replaces it.

    Raises:
        PermissionDenied: the account does not speak for the unit.
        ValidationError: nothing said, or the event is ruled on.
    """
    if not view.strip():
        raise ValidationError({"view": _("Write what the unit has to say.")}, code="empty")
    speaks = UnitEvent.objects.filter(pk=event.pk).visible_to(by).exists()
    if not (speaks and by.has_role(Role.UNIT_PRINCIPAL)):
        raise PermissionDenied
    answered = UnitEvent.objects.answerable_by(by).filter(pk=event.pk)
    if not answered.update(view=view, viewed_by=by, viewed_at=timezone.now()):
        raise ValidationError(_("This event is settled already."), code="settled")
    before = {"view": event.view}
    event.refresh_from_db()
    record_event("unitevent_answered", event, by=by, before=before, after={"view": view})


def _check_office(domain_id: int, by: User) -> None:
    kept = Domain.objects.editable_by(by).filter(pk=domain_id)
    if not (by.has_role(Role.OFFICE_STAFF) and kept.exists()):
        raise PermissionDenied
