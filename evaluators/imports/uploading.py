"""The two steps of a list: upload with preview, and confirmation of exactly that preview."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluators.imports.attendees import AttendeeTable, people_of
from evaluators.imports.files import read_list
from evaluators.imports.people import EvaluatorTable
from evaluators.imports.topics import TopicTable
from evaluators.models import Evaluator, PoolUpload, TrainingSession
from evaluators.services.training import record_attendance
from evaluators.services.uploads import claim_upload, keep_upload
from organization.imports.book import Book, Planned
from organization.imports.preview import Preview
from organization.imports.storing import store_rows
from organization.imports.tables import Table
from organization.models import User
from organization.services.uploaded_lists import renew_preview

Kind = PoolUpload.Kind


def upload_list(
    file: "File[bytes]", *, kind: str, session: TrainingSession | None = None, by: User
) -> PoolUpload:
    """Preview an uploaded list and keep both.

    Raises:
        ValidationError: the file cannot be read at all.
        PermissionDenied: the account does not keep the pool.
    """
    table = _table(kind, session)
    preview = _preview(cast(BinaryIO, file), file.name or "", table, by)
    file.seek(0)
    return keep_upload(
        file,
        kind=kind,
        session=session,
        counts=preview.counts(),
        preview=preview.described(),
        by=by,
    )


def confirm_upload(upload: PoolUpload, *, by: User) -> None:
    """Store all rows of a list or none.

    Raises:
        ValidationError: refused rows, another confirmation came first, or the database is no
            longer what it was at the preview; the preview is then renewed.
        PermissionDenied: the account does not keep the pool.
    """
    table = _table(upload.kind, upload.session, upload)
    try:
        with transaction.atomic():
            claim_upload(upload, by=by)
            preview = _preview_again(upload, table, by)
            if not preview.counts()["refused"] and preview.digest() == upload.preview["digest"]:
                _store(table, preview.planned[table.sheet.key], preview.book, upload)
                return
            transaction.set_rollback(True)
    except IntegrityError as error:
        # Somebody stored the same row by another way between our reading and our writing.
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


def _table(kind: str, session: TrainingSession | None, upload: PoolUpload | None = None) -> Table:
    if kind == Kind.ATTENDEES:
        assert session is not None
        return AttendeeTable(session)
    return EvaluatorTable(upload) if kind == Kind.EVALUATORS else TopicTable()


def _preview(file: BinaryIO, name: str, table: Table, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview


def _preview_again(upload: PoolUpload, table: Table, by: User) -> Preview:
    with upload.file.open("rb") as file:
        return _preview(cast(BinaryIO, file), str(upload.file.name), table, by)


def _store(table: Table, planned: Sequence[Planned], book: Book, upload: PoolUpload) -> None:
    if upload.session is None:
        store_rows(table, planned, book, about=upload)
        return
    people = Evaluator.objects.filter(pk__in=people_of(planned))
    record_attendance(upload.session, evaluators=people, by=book.user)
