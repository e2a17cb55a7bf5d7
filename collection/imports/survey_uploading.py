"""The steps of a list of survey results: template, upload with preview, marked copy, storing."""

import io
from collections import defaultdict
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from collection.imports.surveys import SURVEY_RESULTS, SurveyTable
from collection.models import Survey, SurveyUpload
from collection.services.survey_uploads import claim_survey_upload, keep_survey_upload
from evaluators.imports.files import raw_list, read_list
from organization.imports.book import Book
from organization.imports.preview import Preview
from organization.imports.storing import store_rows
from organization.imports.writing import BookWriter
from organization.models import User
from organization.services.uploaded_lists import renew_preview

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}


def survey_template(*, language: str) -> bytes:
    """An empty sheet to fill in, with a note on every column that needs one."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(SURVEY_RESULTS, [])
    return content.getvalue()


def upload_survey(file: "File[bytes]", *, survey: Survey, by: User) -> SurveyUpload:
    """Preview an uploaded list and keep both.

    Raises:
        ValidationError: the file cannot be read at all, or the survey is verified.
        PermissionDenied: the account's office does not keep the survey.
    """
    preview = _preview(cast(BinaryIO, file), file.name or "", SurveyTable(survey), by)
    file.seek(0)
    return keep_survey_upload(
        file, survey=survey, counts=preview.counts(), preview=preview.described(), by=by
    )


def confirm_survey(upload: SurveyUpload, *, by: User) -> None:
    """Store all rows of a list or none.

    Raises:
        ValidationError: refused rows, another confirmation came first, the survey is verified, or
            its results are no longer what they were at the preview, which is then renewed.
    """
    table = SurveyTable(upload.survey)
    with transaction.atomic():
        claim_survey_upload(upload, by=by)
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


def marked_list(upload: SurveyUpload) -> bytes:
    """The uploaded list as a workbook, every refused cell coloured and with its reason."""
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in upload.preview.get("refused", []):
        for fault in row["faults"]:
            reasons[max(fault["row"], 1), fault["column"]].append(fault["text"])
    with upload.file.open("rb") as file:
        raw = raw_list(cast(BinaryIO, file), str(upload.file.name), SURVEY_RESULTS)
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        marks = {place: "\n".join(texts) for place, texts in reasons.items()}
        BookWriter(book, "zh-hans", {}).add_copy(raw.name, raw.cells, marks)
    return content.getvalue()


def _preview(file: BinaryIO, name: str, table: SurveyTable, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
