"""Task lists as files: template, upload with preview, confirmation of just that, export."""

import io
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from collection.imports.task_sheet import TASKS
from collection.imports.tasks import TaskTable, row_of
from collection.models import TaskList, TaskUpload
from collection.models.tasks import TaskQuerySet
from collection.services.task_uploads import claim_upload, keep_upload
from evaluators.imports.files import read_list
from organization.imports.book import Book
from organization.imports.preview import Preview
from organization.imports.storing import store_rows
from organization.imports.writing import BookWriter
from organization.models import User
from organization.services.uploaded_lists import renew_preview

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}


def tasks_book(tasks: TaskQuerySet, *, language: str) -> bytes:
    """Tasks as a file that the import reads back; without any, the template to fill in."""
    rows = tasks.select_related("lead_unit", "leader", "responsible").prefetch_related(
        "other_units", "indicators", "milestones"
    )
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(TASKS, map(row_of, rows))
    return content.getvalue()


def upload_tasks(file: "File[bytes]", *, task_list: TaskList, by: User) -> TaskUpload:
    """Preview an uploaded list and keep both.

    Raises:
        ValidationError: the file cannot be read at all.
        PermissionDenied: the account does not keep the list.
    """
    preview = _preview(cast(BinaryIO, file), file.name or "", TaskTable(task_list), by)
    file.seek(0)
    counts, shown = preview.counts(), preview.described()
    return keep_upload(file, task_list=task_list, counts=counts, preview=shown, by=by)


def confirm_tasks(upload: TaskUpload, *, by: User) -> None:
    """Store all rows of a list or none.

    Raises:
        ValidationError: refused rows, another confirmation came first, or the database is no
            longer what it was at the preview; the preview is then renewed.
        PermissionDenied: the account does not keep the list.
    """
    table = TaskTable(upload.task_list)
    with transaction.atomic():
        claim_upload(upload, by=by)
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


def _preview(file: BinaryIO, name: str, table: TaskTable, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
