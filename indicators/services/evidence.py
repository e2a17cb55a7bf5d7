"""Files that prove a figure."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction

from indicators.models import ReportedValue
from indicators.services.values import check_may_report
from organization.services.audit import record_event
from organization.services.uploads import check_upload

if TYPE_CHECKING:
    from organization.models import User


@transaction.atomic
def attach_evidence(value: ReportedValue, file: "File[bytes]", *, by: "User") -> None:
    """Attach a file to a figure. A file it had before stays stored, named in the audit trail.

    Raises:
        ValidationError: too large, empty, of a type that is not accepted, or not the account's.
    """
    check_may_report(value, by)
    check_upload(file)
    before = {"evidence": value.evidence.name}
    value.evidence.save(PurePath(file.name or "").name, file, save=False)
    value.save(update_fields=["evidence"])
    record_event(
        "evidence_attached", value, by=by, before=before, after={"evidence": value.evidence.name}
    )
