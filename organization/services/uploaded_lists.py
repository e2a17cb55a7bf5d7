"""Uploaded lists from upload to confirmation: the steps that are the same for all of them.

Each is part of a service of the list's own app, which knows who may do it and records the event.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from organization.models.uploaded_lists import Upload

OUTCOMES = ("created", "changed", "unchanged", "refused")


def store_upload(
    upload: Upload,
    file: "File[bytes]",
    *,
    stem: str,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
) -> None:
    """Save a new upload with its file and its preview.

    Args:
        stem: name of the stored file: what a user may call a file is no safe path.
        counts: rows by outcome; what is left out is 0.
    """
    name = (file.name or "").rsplit("/")[-1]
    upload.file_name = name[-200:]
    _set_preview(upload, counts, preview)
    ending = "csv" if name.lower().endswith(".csv") else "xlsx"
    upload.file.save(f"{stem}.{ending}", file, save=False)
    upload.save()


def renew_preview(upload: Upload, *, counts: Mapping[str, int], preview: Mapping[str, Any]) -> None:
    """Replace the preview by a newer one, while the upload still waits for confirmation."""
    _set_preview(upload, counts, preview)
    upload.save(update_fields=["preview", *(f"{outcome}_count" for outcome in OUTCOMES)])


def leave_waiting(upload: Upload, state: str) -> None:
    """Mark an upload as stored or dropped, once.

    Raises:
        ValidationError: it was stored or dropped before.
    """
    # The row count is the lock: of two people pressing the button, one gets 0.
    uploads = type(upload)._default_manager
    waiting = uploads.filter(pk=upload.pk, state=Upload.State.PREVIEWED)
    if not waiting.update(state=state):
        raise ValidationError(_("This list was stored or dropped already."), code="settled")
    upload.state = state


def drop_with_file(upload: Upload) -> None:
    """Mark an upload as dropped and forget its preview and, once committed, its file.

    Raises:
        ValidationError: it was stored or dropped before.
    """
    leave_waiting(upload, Upload.State.DROPPED)
    upload.preview = {}
    upload.save(update_fields=["preview"])
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))


def _set_preview(upload: Upload, counts: Mapping[str, int], preview: Mapping[str, Any]) -> None:
    upload.preview = dict(preview)
    for outcome in OUTCOMES:
        setattr(upload, f"{outcome}_count", counts.get(outcome, 0))
