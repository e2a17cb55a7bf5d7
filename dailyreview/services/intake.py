"""Lists of facts from upload to receipts, and the dictionary of departments' codes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import FactCode, FactUpload
from dailyreview.services.dossier import take_in
from organization.models import Role, Unit, User
from organization.services.audit import delete_recorded, record_event, save_recorded

State = FactUpload.State
HOUR = dt.timedelta(hours=1)


def save_code(code: FactCode, *, by: User) -> None:
    """Say which kind a department's code means; raises PermissionDenied, ValidationError."""
    if not Unit.objects.editable_by(by).filter(pk=code.source_id).exists():
        raise PermissionDenied
    save_recorded(code, by=by)


def remove_code(code: FactCode, *, by: User) -> None:
    """Take a code out of the dictionary; raises PermissionDenied."""
    if not FactCode.objects.editable_by(by).filter(pk=code.pk).exists():
        raise PermissionDenied
    delete_recorded(code, by=by)


@transaction.atomic
def keep_facts(
    file: "File[bytes]",
    *,
    source: Unit,
    digest: str,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> FactUpload:
    """Keep an uploaded list with its preview; nothing is sent until that is confirmed.

    Raises:
        PermissionDenied: the account does not report for the department.
    """
    _refuse_stranger(source, by)
    name = (file.name or "").rsplit("/")[-1]
    upload = FactUpload(
        source=source,
        uploaded_by=by,
        file_name=name[-200:],
        digest=digest,
        preview=dict(preview),
        created_count=counts.get("created", 0),
        refused_count=counts.get("refused", 0),
    )
    # The name of the stored file is ours: what a user may call a file is no safe path.
    ending = "csv" if name.lower().endswith(".csv") else "xlsx"
    upload.file.save(f"facts.{ending}", file, save=False)
    upload.save()
    after = {"source": source.pk, "created": upload.created_count}
    record_event("factupload_uploaded", upload, by=by, after=after)
    return upload


@transaction.atomic
def claim_facts(upload: FactUpload, *, by: User) -> None:
    """Mark a list as sent, before its rows are taken in by the same transaction.

    Raises:
        ValidationError: sent or dropped before, the same list was sent before, or the account has
            sent as many lists within the hour as it may.
        PermissionDenied: the account does not report for the department.
    """
    _refuse_stranger(upload.source, by)
    # The account is locked, so that two lists sent at once are counted one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    sent = FactUpload.objects.filter(state=State.CONFIRMED)
    if sent.filter(source=upload.source_id, digest=upload.digest).exists():
        raise ValidationError(_("This very list was sent before."), code="twice")
    recent = sent.filter(uploaded_by=by, uploaded_at__gt=timezone.now() - HOUR)
    if recent.count() >= settings.INTAKE_LISTS_PER_HOUR:
        message = _("This account has sent %(most)s lists within an hour; send this one later.")
        raise ValidationError(message % {"most": settings.INTAKE_LISTS_PER_HOUR}, code="too_many")
    _leave_waiting(upload, State.CONFIRMED)


@transaction.atomic
def finish_facts(
    upload: FactUpload, *, facts: Sequence[tuple[int, Mapping[str, Any]]], by: User
) -> None:
    """Take in the rows of a claimed list; the sender keeps receipts and nothing that can be read.

    Args:
        facts: the number of each row in the file with what `take_in` wants.

    Raises:
        ValidationError: a row that the dossier refuses; then none is taken in.
    """
    receipts = [
        [number, take_in(upload.source, **fact, upload=upload, by=by).receipt]
        for number, fact in facts
    ]
    storage, name = upload.file.storage, str(upload.file.name)
    upload.receipts, upload.preview, upload.file = receipts, {}, ""
    upload.save(update_fields=["receipts", "preview", "file"])
    after = {"state": State.CONFIRMED, "rows": len(receipts)}
    record_event("factupload_confirmed", upload, by=by, after=after)
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def drop_facts(upload: FactUpload, *, by: User) -> None:
    """Drop a list that nobody will send, with its file.

    Raises:
        ValidationError: it was sent or dropped before.
        PermissionDenied: the account does not report for the department.
    """
    _refuse_stranger(upload.source, by)
    _leave_waiting(upload, State.DROPPED)
    storage, name = upload.file.storage, str(upload.file.name)
    upload.preview, upload.file = {}, ""
    upload.save(update_fields=["preview", "file"])
    record_event("factupload_dropped", upload, by=by, after={"state": State.DROPPED})
    transaction.on_commit(lambda: storage.delete(name))


def _refuse_stranger(source: Unit, by: User) -> None:
    if source.pk not in by.unit_keys([Role.DATA_REPORTER]):
        raise PermissionDenied


def _leave_waiting(upload: FactUpload, state: str) -> None:
    # The row count is the lock: of two people pressing the button, one gets 0.
    waiting = FactUpload.objects.filter(pk=upload.pk, state=State.PREVIEWED)
    if not waiting.update(state=state):
        raise ValidationError(_("This list was stored or dropped already."), code="settled")
    upload.state = state
