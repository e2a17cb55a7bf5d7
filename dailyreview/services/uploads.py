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
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = AttendanceUpload.State


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
    upload = AttendanceUpload(quarter=quarter, unit=unit, uploaded_by=by)
    store_upload(upload, file, stem="attendance", counts=counts, preview=preview)
    after = {"quarter": quarter.pk, "unit": unit.pk, **counts}
    record_event("attendanceupload_uploaded", upload, by=by, after=after)
    return upload


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
    leave_waiting(upload, State.CONFIRMED)
    record_event("attendanceupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_attendance(upload: AttendanceUpload, *, by: User) -> None:
    """Drop a sheet that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account does not keep the attendance of the unit.
    """
    _refuse_stranger(upload.unit, by)
    drop_with_file(upload)
    record_event("attendanceupload_dropped", upload, by=by, after={"state": State.DROPPED})


def _refuse_stranger(unit: Unit, by: User) -> None:
    if not attendance_units(by).filter(pk=unit.pk).exists():
        raise PermissionDenied


def _refuse_closed(quarter: Quarter) -> None:
    if quarter.cycle.state != AssessmentCycle.State.OPEN:
        raise ValidationError(_("The quarter is closed; its attendance stays."), code="closed")
