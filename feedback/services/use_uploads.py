"""Uploaded lists of uses from upload to confirmation; `feedback.imports` reads them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction

from assessment.models import AssessmentCycle, GradeDecision
from feedback.models import UseUpload
from organization.models import Role, User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = UseUpload.State


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
    upload = UseUpload(cycle=cycle, uploaded_by=by)
    store_upload(upload, file, stem="uses", counts=counts, preview=preview)
    after = {"cycle": cycle.pk, **counts}
    record_event("useupload_uploaded", upload, by=by, after=after)
    return upload


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
    leave_waiting(upload, State.CONFIRMED)
    record_event("useupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_use_upload(upload: UseUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    drop_with_file(upload)
    record_event("useupload_dropped", upload, by=by, after={"state": State.DROPPED})
