"""The two steps of an import: upload with preview, and confirmation of exactly that preview."""

from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessment.imports.preview import preview_workbook
from assessment.models import WorkbookImport
from assessment.services.workbooks import claim_upload, keep_upload
from organization.imports.preview import Preview
from organization.imports.storing import store_rows
from organization.models import User
from organization.services.uploaded_lists import renew_preview


def upload_workbook(file: "File[bytes]", *, by: User) -> WorkbookImport:
    """Preview an uploaded workbook and keep both.

    Raises:
        ValidationError: the file cannot be read at all.
    """
    preview = preview_workbook(cast(BinaryIO, file), file.name or "", user=by)
    file.seek(0)
    return keep_upload(file, counts=preview.counts(), preview=preview.described(), by=by)


def confirm_import(workbook: WorkbookImport, *, by: User) -> None:
    """Store all rows of a workbook or none.

    Raises:
        ValidationError: refused rows, another confirmation came first, or the database is no
            longer what it was at the preview; the preview is then renewed.
    """
    try:
        with transaction.atomic():
            claim_upload(workbook, by=by)
            preview = _preview_again(workbook, by)
            if not preview.counts()["refused"] and preview.digest() == workbook.preview["digest"]:
                store(preview, about=workbook)
                return
            transaction.set_rollback(True)
    except IntegrityError as error:
        # Somebody stored the same row by another way between our reading and our writing.
        raise changed_meanwhile() from error
    workbook.refresh_from_db()
    renew_preview(workbook, counts=preview.counts(), preview=preview.described())
    if preview.counts()["refused"]:
        raise ValidationError(
            _("The workbook has refused rows. Correct them and upload it anew."), code="refused"
        )
    raise changed_meanwhile()


def changed_meanwhile() -> ValidationError:
    """The refusal to store something else than what was shown."""
    return ValidationError(
        _("The data changed since the preview. Look at the new preview, then confirm again."),
        code="changed",
    )


def store(preview: Preview, *, about: WorkbookImport) -> None:
    """Store every sheet, the ones that others refer to first."""
    for key, planned in preview.planned.items():
        store_rows(preview.book.tables[key], planned, preview.book, about=about)


def _preview_again(workbook: WorkbookImport, by: User) -> Preview:
    with workbook.file.open("rb") as file:
        return preview_workbook(cast(BinaryIO, file), "workbook.xlsx", user=by)
