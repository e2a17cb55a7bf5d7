"""The two steps of a list of facts: upload with preview, then sending just that."""

import hashlib
import io
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from dailyreview.imports.facts import FACTS, FactTable
from dailyreview.models import FactUpload
from dailyreview.services.intake import claim_facts, finish_facts, keep_facts
from evaluators.imports.files import read_list
from organization.imports.book import Book
from organization.imports.preview import Preview
from organization.imports.writing import BookWriter
from organization.models import Unit, User

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}
MOST_ROWS = 200


def fact_template(*, language: str) -> bytes:
    """An empty list to fill in, with a note on every column that needs one."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(FACTS, [])
    return content.getvalue()


def upload_facts(file: "File[bytes]", *, source: Unit, by: User) -> FactUpload:
    """Preview an uploaded list and keep both until it is sent or dropped.

    Raises:
        ValidationError: the file cannot be read at all, or it has too many rows.
        PermissionDenied: the account does not report for the department.
    """
    content = file.read()
    file.seek(0)
    table = FactTable(source)
    preview = _preview(cast(BinaryIO, file), file.name or "", table, by)
    if len(preview.planned[FACTS.key]) > MOST_ROWS:
        raise ValidationError(_("At most %(most)s rows in one list.") % {"most": MOST_ROWS})
    file.seek(0)
    return keep_facts(
        file,
        source=source,
        digest=hashlib.sha256(content).hexdigest(),
        counts=preview.counts(),
        preview=preview.described(),
        by=by,
    )


def send_facts(upload: FactUpload, *, by: User) -> None:
    """Send all rows of a list to the office, or none.

    Raises:
        ValidationError: refused rows, sent or dropped before, the same list was sent before, too
            many lists within the hour, or the dictionary of codes has changed meanwhile.
        PermissionDenied: the account does not report for the department.
    """
    table = FactTable(upload.source)
    with transaction.atomic():
        claim_facts(upload, by=by)
        with upload.file.open("rb") as file:
            preview = _preview(cast(BinaryIO, file), str(upload.file.name), table, by)
        if preview.counts()["refused"] or preview.digest() != upload.preview["digest"]:
            message = _("The list has refused rows. Correct them and upload it anew.")
            raise ValidationError(message, code="refused")
        rows = preview.planned[FACTS.key]
        finish_facts(upload, facts=[(row.row.number, table.fact_of(row)) for row in rows], by=by)


def _preview(file: BinaryIO, name: str, table: FactTable, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
