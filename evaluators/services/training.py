"""Training, needs, practice in the field and research topics: what the office notes of them."""

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluators.models import (
    Evaluator,
    FieldPractice,
    ResearchTopic,
    Tag,
    TrainingAttendance,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
)
from organization.models import Role, User
from organization.services.audit import delete_recorded, record_event, save_recorded

Noted = FieldPractice | ResearchTopic | TrainingNeed | TrainingResource
Removable = FieldPractice | TrainingAttendance


@transaction.atomic
def save_session(
    session: TrainingSession, *, capacities: Collection[Tag], by: User
) -> TrainingSession:
    """Store a new session or the changed facts of one, with the capacities it trains.

    Raises:
        ValidationError: a rule of the model is broken.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    save_recorded(session, by=by)
    before, after = set(session.capacities.all()), set(capacities)
    if before != after:
        session.capacities.set(after)
        record_event(
            "trainingsession_tagged",
            session,
            by=by,
            before={"capacities": sorted(tag.code for tag in before)},
            after={"capacities": sorted(tag.code for tag in after)},
        )
    return session


@transaction.atomic
def record_attendance(
    session: TrainingSession, *, evaluators: Iterable[Evaluator], by: User
) -> int:
    """Note who took part; who is noted already stays as they are.

    Returns:
        How many were new.

    Raises:
        ValidationError: nobody was chosen.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    chosen = {person.pk: person for person in evaluators}
    if not chosen:
        raise ValidationError(_("Choose somebody."), code="nobody")
    # Two clerks may note the same person: the session is the lock.
    TrainingSession.objects.select_for_update().get(pk=session.pk)
    known = set(
        session.attendances.filter(evaluator__in=chosen).values_list("evaluator", flat=True)
    )
    new = [key for key in chosen if key not in known]
    TrainingAttendance.objects.bulk_create(
        [TrainingAttendance(session=session, evaluator_id=key) for key in new]
    )
    if new:
        record_event("attendance_recorded", session, by=by, after={"evaluators": sorted(new)})
    return len(new)


@transaction.atomic
def match_need(need: TrainingNeed, *, session: TrainingSession | None, by: User) -> None:
    """Link a need to the session that meets it, or take the link away (EVP-17).

    Raises:
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    need.session = session
    save_recorded(need, by=by)


@transaction.atomic
def save_noted(thing: Noted, *, by: User) -> None:
    """Store a need, a practice, a topic, a base or a handbook.

    Raises:
        ValidationError: a rule of the model is broken.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    save_recorded(thing, by=by)


@transaction.atomic
def remove_noted(thing: Removable, *, by: User) -> None:
    """Take what was noted wrongly off the record. Raises PermissionDenied."""
    _check_office(by)
    delete_recorded(thing, by=by)


def _check_office(by: User) -> None:
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
