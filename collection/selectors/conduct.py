"""Conduct in tasks: who may note it, and notes that fit a search."""

from django.db.models import Q

from collection.models import ConductNote, Task
from collection.models.conduct import ConductNoteQuerySet
from collection.selectors.tasks import keeps_task
from organization.models import PEOPLE_ROLES, User


def may_note(task: Task, user: User) -> bool:
    """Whether the account may note the conduct: the office, or who leads the unit; not oneself."""
    if task.state != Task.State.IN_FORCE or task.responsible_id == user.cadre_id:
        return False
    return keeps_task(task, user) or task.lead_unit_id in user.unit_keys(PEOPLE_ROLES)


def notes_telling(text: str, user: User) -> ConductNoteQuerySet:
    """Notes the account sees in whose task or facts a text stands."""
    told = Q(task__title__contains=text)
    for name in ConductNote.DIMENSIONS:
        told |= Q(**{f"{name}_text__contains": text})
    return ConductNote.objects.visible_to(user).filter(told)


def notes_graded(grade: str, user: User) -> ConductNoteQuerySet:
    """Notes the account sees that give a grade in any dimension."""
    graded = Q()
    for name in ConductNote.DIMENSIONS:
        graded |= Q(**{name: grade})
    return ConductNote.objects.visible_to(user).filter(graded)
