"""Files that prove a figure."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import ReportedValue
from indicators.services.values import check_may_report
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
# First bytes of each type: a renamed file is refused whatever its name says.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".ofd": (b"PK\x03\x04",),
}


@transaction.atomic
def attach_evidence(value: ReportedValue, file: "File[bytes]", *, by: "User") -> None:
    """Attach a file to a figure. A file it had before stays stored, named in the audit trail.

    Raises:
        ValidationError: too large, empty, of a type that is not accepted, or not the account's.
    """
    check_may_report(value, by)
    check_evidence(file)
    before = {"evidence": value.evidence.name}
    value.evidence.save(PurePath(file.name or "").name, file, save=False)
    value.save(update_fields=["evidence"])
    record_event(
        "evidence_attached", value, by=by, before=before, after={"evidence": value.evidence.name}
    )


def check_evidence(file: "File[bytes]") -> None:
    """Raise ValidationError for a file that cannot stand as evidence."""
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix not in SIGNATURES:
        raise ValidationError(
            _("Files of these types are accepted: %(types)s.")
            % {"types": ", ".join(kind.removeprefix(".") for kind in SIGNATURES)},
            code="type",
        )
    if file.size > LARGEST:
        raise ValidationError(
            _("The file has %(size)d MB; at most %(most)d MB are accepted.")
            % {"size": -(-file.size // MEGABYTE), "most": LARGEST // MEGABYTE},
            code="size",
        )
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if not head.startswith(SIGNATURES[suffix]):
        raise ValidationError(
            _("The content of the file is not what its name says."), code="content"
        )
