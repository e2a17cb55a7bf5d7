"""Notes on conduct in concrete tasks (IND-24)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collection.models import ConductNote, Task
from collection.selectors.conduct import may_note
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def note_conduct(task: Task, *, by: User, **facts: str) -> ConductNote:
    """Note how the responsible cadre conducts a task.

    Args:
        facts: grade and text of each dimension, as `ConductNote` names them.

    Raises:
        PermissionDenied: neither the office of the list nor who leads the lead unit, or oneself.
        ValidationError: a grade or a text is missing.
    """
    if not may_note(task, by):
        raise PermissionDenied
    note = ConductNote(task=task, cadre=task.responsible, written_by=by, **facts)
    note.full_clean()
    note.save()
    grades = {name: facts[name] for name in ConductNote.DIMENSIONS}
    record_event("conduct_noted", note, by=by, after=grades)
    return note
