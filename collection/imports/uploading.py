"""The two steps of a table: upload with preview, and confirmation of just that."""

from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from collection.imports.tables import TABLE, drafts_of, table_of
from collection.models import DepartmentReport, ReportUpload
from collection.services.report_uploads import keep_table, take_over
from evaluators.imports.files import read_list
from organization.imports.preview import Preview
from organization.models import User
from organization.services.uploaded_lists import renew_preview


def upload_table(report: DepartmentReport, file: "File[bytes]", *, by: User) -> ReportUpload:
    """Preview an uploaded table and keep both.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: the file cannot be read, or the table is handed in.
    """
    preview = _preview(cast(BinaryIO, file), file.name or "", report, by)
    file.seek(0)
    return keep_table(report, file, counts=preview.counts(), preview=preview.described(), by=by)


def confirm_table(upload: ReportUpload, *, by: User) -> None:
    """Save all cells of an uploaded table or none.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: refused rows, confirmed before, or the table is no longer what it was at
            the preview, which is then renewed.
    """
    with transaction.atomic():
        DepartmentReport.objects.select_for_update(of=("self",)).get(pk=upload.report_id)
        with upload.file.open("rb") as file:
            preview = _preview(cast(BinaryIO, file), str(upload.file.name), upload.report, by)
        if not preview.counts()["refused"] and preview.digest() == upload.preview["digest"]:
            take_over(upload, drafts_of(preview.planned[TABLE.key]), by=by)
            return
    renew_preview(upload, counts=preview.counts(), preview=preview.described())
    if preview.counts()["refused"]:
        raise ValidationError(
            _("The list has refused rows. Correct them and upload it anew."), code="refused"
        )
    raise ValidationError(
        _("The data changed since the preview. Look at the new preview, then confirm again."),
        code="changed",
    )


def _preview(file: BinaryIO, name: str, report: DepartmentReport, by: User) -> Preview:
    table, book = table_of(report, by)
    parsed = read_list(file, name, table.sheet)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
