"""Uploaded lists from upload to confirmation; the reading itself is `evaluators.imports`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction

from evaluators.models import PoolUpload, TrainingSession
from organization.models import Role, User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = PoolUpload.State


@transaction.atomic
def keep_upload(
    file: "File[bytes]",
    *,
    kind: str,
    session: TrainingSession | None,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> PoolUpload:
    """Keep an uploaded list with its preview; it changes nothing until confirmed.

    Raises:
        PermissionDenied: the account does not keep the pool.
    """
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    upload = PoolUpload(kind=kind, session=session, uploaded_by=by)
    store_upload(upload, file, stem="list", counts=counts, preview=preview)
    record_event("poolupload_uploaded", upload, by=by, after={"kind": kind, **counts})
    return upload


@transaction.atomic
def claim_upload(upload: PoolUpload, *, by: User) -> None:
    """Mark a list as stored, before its rows are stored in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account does not keep the pool.
    """
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    # Confirmations wait for each other here, each before it compares its list with the database:
    # two lists that bring the same person must not both find them missing.
    waiting = PoolUpload.objects.select_for_update(of=("self",)).waiting()
    list(waiting.order_by("pk").values_list("pk", flat=True))
    leave_waiting(upload, State.CONFIRMED)
    record_event("poolupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_upload(upload: PoolUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    drop_with_file(upload)
    record_event("poolupload_dropped", upload, by=by, after={"state": State.DROPPED})


@transaction.atomic
def record_export(*, count: int, filters: Mapping[str, str], by: User) -> None:
    """Write down that the facts of so many people left the house in a file."""
    record_event("pool_exported", by, by=by, after={"evaluators": count, "filters": dict(filters)})
