"""Uploaded workbooks from upload to confirmation; the reading itself is `assessment.imports`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import WorkbookImport
from organization.models import Category, User
from organization.services.audit import record_event

State = WorkbookImport.State


@transaction.atomic
def keep_upload(
    file: "File[bytes]", *, counts: Mapping[str, int], preview: Mapping[str, Any], by: User
) -> WorkbookImport:
    """Keep an uploaded workbook with its preview; it changes nothing until confirmed."""
    name = (file.name or "").rsplit("/")[-1]
    workbook = WorkbookImport(uploaded_by=by, file_name=name[-200:])
    set_preview(workbook, counts=counts, preview=preview)
    # The name of the stored file is ours: what a user may call a file is no safe path.
    workbook.file.save("workbook.xlsx", file, save=False)
    workbook.save()
    record_event("workbook_uploaded", workbook, by=by, after=dict(counts))
    return workbook


@transaction.atomic
def renew_preview(
    workbook: WorkbookImport, *, counts: Mapping[str, int], preview: Mapping[str, Any]
) -> None:
    """Replace the preview by a newer one, while the workbook still waits for confirmation."""
    set_preview(workbook, counts=counts, preview=preview)
    workbook.save(
        update_fields=[
            "preview",
            "created_count",
            "changed_count",
            "unchanged_count",
            "refused_count",
        ]
    )


def set_preview(
    workbook: WorkbookImport, *, counts: Mapping[str, int], preview: Mapping[str, Any]
) -> None:
    """Put a preview and its counts onto a workbook, without saving."""
    workbook.preview = dict(preview)
    for outcome in ("created", "changed", "unchanged", "refused"):
        setattr(workbook, f"{outcome}_count", counts.get(outcome, 0))


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
    _leave_waiting(workbook, State.CONFIRMED)
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
    _leave_waiting(workbook, State.DROPPED)
    workbook.preview = {}
    workbook.save(update_fields=["preview"])
    record_event(
        "workbook_dropped",
        workbook,
        by=by,
        before={"state": State.PREVIEWED},
        after={"state": State.DROPPED},
    )
    storage, name = workbook.file.storage, str(workbook.file.name)
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def record_export(category: Category, *, counts: Mapping[str, int], by: User) -> None:
    """Write down that the figures and people of a category left the house in a file."""
    record_event("workbook_exported", category, by=by, after=dict(counts))


def _leave_waiting(workbook: WorkbookImport, state: str) -> None:
    # The row count is the lock: of two people pressing the button, one gets 0.
    waiting = WorkbookImport.objects.filter(pk=workbook.pk, state=State.PREVIEWED)
    if not waiting.update(state=state):
        raise ValidationError(_("This workbook was stored or dropped already."), code="settled")
    workbook.state = state
