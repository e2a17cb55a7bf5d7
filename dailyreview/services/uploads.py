"""Uploaded sheets of attendance from upload to confirmation; `imports` reads them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle
from dailyreview.models import AttendanceUpload, Quarter, attendance_units
from organization.models import Unit, User
from organization.services.audit import record_event

State = AttendanceUpload.State
OUTCOMES = ("created", "changed", "unchanged", "refused")


@transaction.atomic
def keep_attendance(
    file: "File[bytes]",
    *,
    quarter: Quarter,
    unit: Unit,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> AttendanceUpload:
    """Keep an uploaded sheet with its preview; it changes nothing until confirmed.

    Raises:
        ValidationError: the quarter is closed.
        PermissionDenied: the account does not keep the attendance of the unit.
    """
    _refuse_stranger(unit, by)
    _refuse_closed(quarter)
    name = (file.name or "").rsplit("/")[-1]
    upload = AttendanceUpload(quarter=quarter, unit=unit, uploaded_by=by, file_name=name[-200:])
    _set_preview(upload, counts, preview)
    # The name of the stored file is ours: what a user may call a file is no safe path.
    ending = "csv" if name.lower().endswith(".csv") else "xlsx"
    upload.file.save(f"attendance.{ending}", file, save=False)
    upload.save()
    after = {"quarter": quarter.pk, "unit": unit.pk, **counts}
    record_event("attendanceupload_uploaded", upload, by=by, after=after)
    return upload


@transaction.atomic
def renew_attendance_preview(
    upload: AttendanceUpload, *, counts: Mapping[str, int], preview: Mapping[str, Any]
) -> None:
    """Replace the preview by a newer one, while the sheet still waits for confirmation."""
    _set_preview(upload, counts, preview)
    upload.save(update_fields=["preview", *(f"{outcome}_count" for outcome in OUTCOMES)])


@transaction.atomic
def claim_attendance(upload: AttendanceUpload, *, by: User) -> None:
    """Mark a sheet as stored, before its rows are stored in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before, or the quarter is closed.
        PermissionDenied: the account does not keep the attendance of the unit.
    """
    _refuse_stranger(upload.unit, by)
    _refuse_closed(upload.quarter)
    # Confirmations of one quarter wait for each other, each before it compares its sheet with the
    # database: two sheets with the same person must not both find no attendance.
    Quarter.objects.select_for_update().get(pk=upload.quarter_id)
    _leave_waiting(upload, State.CONFIRMED)
    record_event("attendanceupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_attendance(upload: AttendanceUpload, *, by: User) -> None:
    """Drop a sheet that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account does not keep the attendance of the unit.
    """
    _refuse_stranger(upload.unit, by)
    _leave_waiting(upload, State.DROPPED)
    upload.preview = {}
    upload.save(update_fields=["preview"])
    record_event("attendanceupload_dropped", upload, by=by, after={"state": State.DROPPED})
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))


def _refuse_stranger(unit: Unit, by: User) -> None:
    if not attendance_units(by).filter(pk=unit.pk).exists():
        raise PermissionDenied


def _refuse_closed(quarter: Quarter) -> None:
    if quarter.cycle.state != AssessmentCycle.State.OPEN:
        raise ValidationError(_("The quarter is closed; its attendance stays."), code="closed")


def _set_preview(
    upload: AttendanceUpload, counts: Mapping[str, int], preview: Mapping[str, Any]
) -> None:
    upload.preview = dict(preview)
    for outcome in OUTCOMES:
        setattr(upload, f"{outcome}_count", counts.get(outcome, 0))


def _leave_waiting(upload: AttendanceUpload, state: str) -> None:
    # The row count is the lock: of two people pressing the button, one gets 0.
    waiting = AttendanceUpload.objects.filter(pk=upload.pk, state=State.PREVIEWED)
    if not waiting.update(state=state):
        raise ValidationError(_("This list was stored or dropped already."), code="settled")
    upload.state = state
