"""Uploaded workbooks from upload to confirmation; the reading itself is `assessment.imports`."""

from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import transaction

from assessment.models import WorkbookImport
from organization.models import Category, User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = WorkbookImport.State


@transaction.atomic
def keep_upload(
    file: "File[bytes]", *, counts: Mapping[str, int], preview: Mapping[str, Any], by: User
) -> WorkbookImport:
    """Keep an uploaded workbook with its preview; it changes nothing until confirmed."""
    workbook = WorkbookImport(uploaded_by=by)
    store_upload(workbook, file, stem="workbook", counts=counts, preview=preview)
    record_event("workbook_uploaded", workbook, by=by, after=dict(counts))
    return workbook


@transaction.atomic
def claim_upload(workbook: WorkbookImport, *, by: User) -> None:
    """Mark a workbook as stored, before its rows are stored in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    # Confirmations wait for each other here, each before it compares its workbook with the
    # database: two workbooks that create the same unit must not both find it missing.
    waiting = WorkbookImport.objects.select_for_update().filter(state=State.PREVIEWED)
    list(waiting.order_by("pk").values_list("pk", flat=True))
    leave_waiting(workbook, State.CONFIRMED)
    record_event(
        "workbook_confirmed",
        workbook,
        by=by,
        before={"state": State.PREVIEWED},
        after={"state": State.CONFIRMED},
    )


@transaction.atomic
def drop_upload(workbook: WorkbookImport, *, by: User) -> None:
    """Drop a workbook that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    drop_with_file(workbook)
    record_event(
        "workbook_dropped",
        workbook,
        by=by,
        before={"state": State.PREVIEWED},
        after={"state": State.DROPPED},
    )


@transaction.atomic
def record_export(category: Category, *, counts: Mapping[str, int], by: User) -> None:
    """Write down that the figures and people of a category left the house in a file."""
    record_event("workbook_exported", category, by=by, after=dict(counts))


@transaction.atomic
def record_library_export(*, counts: Mapping[str, int], by: User) -> None:
    """Write down that the library left the house in a file."""
    record_event("library_exported", by, by=by, after=dict(counts))
