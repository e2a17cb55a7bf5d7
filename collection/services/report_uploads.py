"""Uploaded tables from upload to confirmation; `imports` reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from collection.models import DepartmentReport, ReportUpload
from collection.services.reports import CellDraft, save_cells
from organization.models import User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = ReportUpload.State


@transaction.atomic
def keep_table(
    report: DepartmentReport,
    file: "File[bytes]",
    *,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> ReportUpload:
    """Keep an uploaded table with its preview; it changes nothing until confirmed.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: the table is handed in.
    """
    if not DepartmentReport.objects.fillable_by(by).filter(pk=report.pk).exists():
        raise PermissionDenied
    if not report.is_owed:
        raise ValidationError(
            _("The table is handed in. It can be changed once it is returned."), code="submitted"
        )
    upload = ReportUpload(report=report, uploaded_by=by)
    store_upload(upload, file, stem="table", counts=counts, preview=preview)
    record_event("reportupload_uploaded", upload, by=by, after=dict(counts))
    return upload


@transaction.atomic
def take_over(upload: ReportUpload, cells: Sequence[CellDraft], *, by: User) -> None:
    """Mark an upload as stored and save its cells.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: confirmed or dropped before, or the table is handed in.
    """
    leave_waiting(upload, State.CONFIRMED)
    save_cells(upload.report, cells, by=by)
    after = {"state": State.CONFIRMED, "figures": len(cells)}
    record_event("reportupload_confirmed", upload, by=by, after=after)


@transaction.atomic
def drop_table(upload: ReportUpload, *, by: User) -> None:
    """Drop an upload that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    drop_with_file(upload)
    record_event("reportupload_dropped", upload, by=by, after={"state": State.DROPPED})
