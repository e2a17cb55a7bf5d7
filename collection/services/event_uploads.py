"""Uploaded lists of events from upload to registration; `imports` reads them."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction

from collection.models import EventUpload, UnitEvent
from collection.services.events import store_event
from organization.models import Domain, Role, User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload
from organization.services.uploads import check_upload

State = EventUpload.State


@transaction.atomic
def keep_events(
    file: "File[bytes]",
    *,
    evidence: "File[bytes]",
    domain: Domain,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> EventUpload:
    """Keep an uploaded list with its preview and its paper; it registers nothing until confirmed.

    Raises:
        ValidationError: the paper is not accepted.
        PermissionDenied: the account does not keep the domain.
    """
    _refuse_stranger(domain, by)
    check_upload(evidence)
    upload = EventUpload(domain=domain, uploaded_by=by)
    upload.evidence.save(PurePath(evidence.name or "").name, evidence, save=False)
    store_upload(upload, file, stem="events", counts=counts, preview=preview)
    record_event("eventupload_uploaded", upload, by=by, after={"domain": domain.pk, **counts})
    return upload


@transaction.atomic
def claim_events(upload: EventUpload, *, by: User) -> None:
    """Mark a list as stored, before its events are registered in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account does not keep the domain.
    """
    _refuse_stranger(upload.domain, by)
    # Lists of one domain wait for each other: two with the same event must not both be new.
    Domain.objects.select_for_update().get(pk=upload.domain_id)
    leave_waiting(upload, State.CONFIRMED)


@transaction.atomic
def finish_events(upload: EventUpload, *, events: Sequence[UnitEvent], by: User) -> None:
    """Register the events of a list that was claimed; all rest on its paper."""
    for event in events:
        event.upload, event.recorded_by = upload, by
        event.evidence = upload.evidence.name
        store_event(event, by=by)
    record_event("eventupload_confirmed", upload, by=by, after={"created": len(events)})


@transaction.atomic
def drop_events(upload: EventUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account does not keep the domain.
    """
    _refuse_stranger(upload.domain, by)
    drop_with_file(upload)
    record_event("eventupload_dropped", upload, by=by, after={"state": State.DROPPED})


def _refuse_stranger(domain: Domain, by: User) -> None:
    kept = Domain.objects.editable_by(by).filter(pk=domain.pk)
    if not (by.has_role(Role.OFFICE_STAFF) and kept.exists()):
        raise PermissionDenied
