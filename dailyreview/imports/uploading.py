"""The two steps of a sheet of attendance: upload with preview, and confirmation of just that."""

import io
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from dailyreview.imports.attendance import ATTENDANCE, AttendanceTable
from dailyreview.models import AttendanceUpload, Quarter
from dailyreview.services.uploads import (
    claim_attendance,
    keep_attendance,
)
from evaluators.imports.files import read_list
from organization.imports.book import Book
from organization.imports.preview import Preview
from organization.imports.storing import store_rows
from organization.imports.writing import BookWriter
from organization.models import Unit, User
from organization.services.uploaded_lists import renew_preview

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}


def attendance_template(*, language: str) -> bytes:
    """An empty sheet to fill in, with a note on every column that needs one."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(ATTENDANCE, [])
    return content.getvalue()


def upload_attendance(
    file: "File[bytes]", *, quarter: Quarter, unit: Unit, by: User
) -> AttendanceUpload:
    """Preview an uploaded sheet and keep both.

    Raises:
        ValidationError: the file cannot be read at all.
        PermissionDenied: the account does not keep the attendance of the unit.
    """
    table = AttendanceTable(quarter, unit)
    preview = _preview(cast(BinaryIO, file), file.name or "", table, by)
    file.seek(0)
    return keep_attendance(
        file,
        quarter=quarter,
        unit=unit,
        counts=preview.counts(),
        preview=preview.described(),
        by=by,
    )


def confirm_attendance(upload: AttendanceUpload, *, by: User) -> None:
    """Store all rows of a sheet or none.

    Raises:
        ValidationError: refused rows, another confirmation came first, or the database is no
            longer what it was at the preview; the preview is then renewed.
        PermissionDenied: the account does not keep the attendance of the unit.
    """
    table = AttendanceTable(upload.quarter, upload.unit)
    with transaction.atomic():
        claim_attendance(upload, by=by)
        with upload.file.open("rb") as file:
            preview = _preview(cast(BinaryIO, file), str(upload.file.name), table, by)
        if not preview.counts()["refused"] and preview.digest() == upload.preview["digest"]:
            store_rows(table, preview.planned[table.sheet.key], preview.book, about=upload)
            return
        transaction.set_rollback(True)
    upload.refresh_from_db()
    renew_preview(upload, counts=preview.counts(), preview=preview.described())
    if preview.counts()["refused"]:
        raise ValidationError(
            _("The list has refused rows. Correct them and upload it anew."), code="refused"
        )
    raise ValidationError(
        _("The data changed since the preview. Look at the new preview, then confirm again."),
        code="changed",
    )


def _preview(file: BinaryIO, name: str, table: AttendanceTable, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
