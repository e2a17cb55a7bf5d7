"""Who took out a form of a person: the forms carry grades, words of reviewers, ID numbers."""

from django.db import transaction
from django.db.models import Model

from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def record_download(source: Model, *, kind: str, form: str, by: User) -> None:
    """Leave in the audit trail that a form was taken out.

    Args:
        source: the record, quarter, batch or appointment form that it was made from.
        kind: of the file.
        form: which of the forms of the source.
    """
    record_event("form_exported", source, by=by, after={"kind": kind, "form": form})
