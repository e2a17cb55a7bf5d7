"""Uploaded lists of uses from upload to confirmation; `feedback.imports` reads them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, GradeDecision
from feedback.models import UseUpload
from organization.models import Role, User
from organization.services.audit import record_event

State = UseUpload.State
OUTCOMES = ("created", "unchanged", "refused")


@transaction.atomic
def keep_use_upload(
    file: "File[bytes]",
    *,
    cycle: AssessmentCycle,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> UseUpload:
    """Keep an uploaded list with its preview; it changes nothing until confirmed.

    Raises:
        PermissionDenied: the account is not of the office.
    """
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    name = (file.name or "").rsplit("/")[-1]
    upload = UseUpload(cycle=cycle, uploaded_by=by, file_name=name[-200:])
    _set_preview(upload, counts, preview)
    # The name of the stored file is ours: what a user may call a file is no safe path.
    ending = "csv" if name.lower().endswith(".csv") else "xlsx"
    upload.file.save(f"uses.{ending}", file, save=False)
    upload.save()
    after = {"cycle": cycle.pk, **counts}
    record_event("useupload_uploaded", upload, by=by, after=after)
    return upload


@transaction.atomic
def renew_use_preview(
    upload: UseUpload, *, counts: Mapping[str, int], preview: Mapping[str, Any]
) -> None:
    """Replace the preview by a newer one, while the list still waits for confirmation."""
    _set_preview(upload, counts, preview)
    upload.save(update_fields=["preview", *(f"{outcome}_count" for outcome in OUTCOMES)])


@transaction.atomic
def claim_use_upload(upload: UseUpload, *, by: User) -> None:
    """Mark a list as stored, before its rows are stored in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account is not of the office.
    """
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    # Lists of one cycle, and whoever records by hand, wait for each other, each before it compares
    # its rows with the ledger.
    decisions = GradeDecision.objects.filter(assessee__cycle=upload.cycle_id).order_by("pk")
    list(decisions.select_for_update(of=("self",)).values_list("pk", flat=True))
    _leave_waiting(upload, State.CONFIRMED)
    record_event("useupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_use_upload(upload: UseUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    _leave_waiting(upload, State.DROPPED)
    upload.preview = {}
    upload.save(update_fields=["preview"])
    record_event("useupload_dropped", upload, by=by, after={"state": State.DROPPED})
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))


def _set_preview(upload: UseUpload, counts: Mapping[str, int], preview: Mapping[str, Any]) -> None:
    upload.preview = dict(preview)
    for outcome in OUTCOMES:
        setattr(upload, f"{outcome}_count", counts.get(outcome, 0))


def _leave_waiting(upload: UseUpload, state: str) -> None:
    # The row count is the lock: of two people pressing the button, one gets 0.
    waiting = UseUpload.objects.filter(pk=upload.pk, state=State.PREVIEWED)
    if not waiting.update(state=state):
        raise ValidationError(_("This list was stored or dropped already."), code="settled")
    upload.state = state
