"""Keeping the method documents."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.forms import model_to_dict

from assessment.models import MethodDocument
from organization.services.audit import record_event
from organization.services.uploads import check_upload

if TYPE_CHECKING:
    from organization.models import User


@transaction.atomic
def save_method(
    document: MethodDocument | None,
    *,
    file: "File[bytes] | None" = None,
    by: "User",
    **fields: Any,
) -> MethodDocument:
    """Enter a document (None) or change one. A file it had before stays stored, named in the trail.

    Raises:
        ValidationError: a field is wrong, it is for nothing, or the file is not accepted.
    """
    is_new = document is None
    document = document or MethodDocument()
    before = {} if is_new else _facts(MethodDocument.objects.get(pk=document.pk))
    for name, value in fields.items():
        setattr(document, name, value)
    document.full_clean()
    if file is not None:
        check_upload(file)
        document.file.save(PurePath(file.name or "").name, file, save=False)
    document.save()
    action = "method_created" if is_new else "method_edited"
    record_event(action, document, by=by, before=before, after=_facts(document))
    return document


def _facts(document: MethodDocument) -> dict[str, Any]:
    return {**model_to_dict(document, exclude=["id"]), "file": document.file.name}
