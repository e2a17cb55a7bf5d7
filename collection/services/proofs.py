"""Files that prove a figure of a table, or the table as a whole."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from collection.models import DepartmentReport, ReportEntry, ReportProof
from organization.models import User
from organization.services.audit import record_event
from organization.services.uploads import check_upload


@transaction.atomic
def add_proof(
    report: DepartmentReport,
    file: "File[bytes]",
    *,
    entry: ReportEntry | None = None,
    acknowledged: bool,
    by: User,
) -> ReportProof:
    """Put a file beside a table or one of its figures.

    Args:
        acknowledged: the account has confirmed that the file is not secret (L-12).

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: not acknowledged, handed in, or a file that is not accepted.
    """
    _refuse(report, by)
    if not acknowledged:
        raise ValidationError({"acknowledged": _("Confirm that the file holds no secrets.")})
    check_upload(file)
    name = PurePath(file.name or "").name
    proof = ReportProof(report=report, entry=entry, file_name=name[-200:], uploaded_by=by)
    # What a user may call a file is no safe path.
    proof.file.save(f"proof{PurePath(name).suffix.lower()}", file, save=False)
    proof.save()
    after = {"file": name, "text": str(entry or report)}
    record_event("proof_added", proof, by=by, after=after)
    return proof


@transaction.atomic
def remove_proof(proof: ReportProof, *, by: User) -> None:
    """Take a file away while the table is not handed in; the audit trail keeps its name.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: the table is handed in.
    """
    _refuse(proof.report, by)
    record_event("proof_removed", proof, by=by, before={"file": proof.file_name})
    storage, name = proof.file.storage, str(proof.file.name)
    proof.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _refuse(report: DepartmentReport, by: User) -> None:
    if not DepartmentReport.objects.fillable_by(by).filter(pk=report.pk).exists():
        raise PermissionDenied
    if not report.is_owed:
        raise ValidationError(
            _("The table is handed in. It can be changed once it is returned."), code="submitted"
        )
