"""The two steps of a list of uses: upload with preview, and confirmation of just that."""

import io
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from assessment.models import AssessmentCycle
from evaluators.imports.files import read_list
from feedback.imports.uses import USES, UseTable
from feedback.models import UseUpload
from feedback.services.use_uploads import claim_use_upload, keep_use_upload
from organization.imports.book import Book
from organization.imports.preview import Preview
from organization.imports.storing import store_rows
from organization.imports.writing import BookWriter
from organization.models import User
from organization.services.uploaded_lists import renew_preview

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}


def uses_template(*, language: str) -> bytes:
    """An empty sheet to fill in, with a note on every column that needs one."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(USES, [])
    return content.getvalue()


def upload_uses(file: "File[bytes]", *, cycle: AssessmentCycle, by: User) -> UseUpload:
    """Preview an uploaded list and keep both.

    Raises:
        ValidationError: the file cannot be read at all.
        PermissionDenied: the account is not of the office.
    """
    preview = _preview(cast(BinaryIO, file), file.name or "", UseTable(cycle), by)
    file.seek(0)
    return keep_use_upload(
        file, cycle=cycle, counts=preview.counts(), preview=preview.described(), by=by
    )


def confirm_uses(upload: UseUpload, *, by: User) -> None:
    """Store all rows of a list or none.

    Raises:
        ValidationError: refused rows, another confirmation came first, or the ledger is no longer
            what it was at the preview; the preview is then renewed.
        PermissionDenied: the account is not of the office.
    """
    table = UseTable(upload.cycle)
    try:
        with transaction.atomic():
            claim_use_upload(upload, by=by)
            with upload.file.open("rb") as file:
                preview = _preview(cast(BinaryIO, file), str(upload.file.name), table, by)
            if not preview.counts()["refused"] and preview.digest() == upload.preview["digest"]:
                store_rows(table, preview.planned[table.sheet.key], preview.book, about=upload)
                return
            transaction.set_rollback(True)
    except IntegrityError as error:
        # Somebody recorded the same use by hand between our reading and our writing.
        raise _changed_meanwhile() from error
    upload.refresh_from_db()
    renew_preview(upload, counts=preview.counts(), preview=preview.described())
    if preview.counts()["refused"]:
        raise ValidationError(
            _("The list has refused rows. Correct them and upload it anew."), code="refused"
        )
    raise _changed_meanwhile()


def _changed_meanwhile() -> ValidationError:
    return ValidationError(
        _("The data changed since the preview. Look at the new preview, then confirm again."),
        code="changed",
    )


def _preview(file: BinaryIO, name: str, table: UseTable, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
