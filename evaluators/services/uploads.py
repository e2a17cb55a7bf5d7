"""Uploaded lists from upload to confirmation; the reading itself is `evaluators.imports`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from evaluators.models import PoolUpload, TrainingSession
from organization.models import Role, User
from organization.services.audit import record_event

State = PoolUpload.State
OUTCOMES = ("created", "changed", "unchanged", "refused")


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
    name = (file.name or "").rsplit("/")[-1]
    upload = PoolUpload(kind=kind, session=session, uploaded_by=by, file_name=name[-200:])
    _set_preview(upload, counts, preview)
    # The name of the stored file is ours: what a user may call a file is no safe path.
    ending = "csv" if name.lower().endswith(".csv") else "xlsx"
    upload.file.save(f"list.{ending}", file, save=False)
    upload.save()
    record_event("poolupload_uploaded", upload, by=by, after={"kind": kind, **counts})
    return upload


@transaction.atomic
def renew_preview(
    upload: PoolUpload, *, counts: Mapping[str, int], preview: Mapping[str, Any]
) -> None:
    """Replace the preview by a newer one, while the list still waits for confirmation."""
    _set_preview(upload, counts, preview)
    upload.save(update_fields=["preview", *(f"{outcome}_count" for outcome in OUTCOMES)])


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
    _leave_waiting(upload, State.CONFIRMED)
    record_event("poolupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_upload(upload: PoolUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    _leave_waiting(upload, State.DROPPED)
    upload.preview = {}
    upload.save(update_fields=["preview"])
    record_event("poolupload_dropped", upload, by=by, after={"state": State.DROPPED})
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def record_export(*, count: int, filters: Mapping[str, str], by: User) -> None:
    """Write down that the facts of so many people left the house in a file."""
    record_event("pool_exported", by, by=by, after={"evaluators": count, "filters": dict(filters)})


def _set_preview(upload: PoolUpload, counts: Mapping[str, int], preview: Mapping[str, Any]) -> None:
    upload.preview = dict(preview)
    for outcome in OUTCOMES:
        setattr(upload, f"{outcome}_count", counts.get(outcome, 0))


def _leave_waiting(upload: PoolUpload, state: str) -> None:
    # The row count is the lock: of two people pressing the button, one gets 0.
    waiting: models.QuerySet[PoolUpload] = PoolUpload.objects.waiting().filter(pk=upload.pk)
    if not waiting.update(state=state):
        raise ValidationError(_("This list was stored or dropped already."), code="settled")
    upload.state = state
