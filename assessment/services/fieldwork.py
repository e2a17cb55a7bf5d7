"""The shared acts of a group: its log, review and end; questions and their one answer."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessment.models import (
    Assessee,
    DebriefComment,
    FieldQuestion,
    GroupClosing,
    GroupReview,
    WorkLogEntry,
)
from assessment.selectors.fieldwork import Remaining, Standing, remaining_of, standing_in
from evaluators.models import AssessmentGroup, Evaluator
from organization.models import Role, User
from organization.services.audit import record_event

Kind = WorkLogEntry.Kind


def check_has_seat(group: AssessmentGroup, by: User) -> Standing:
    """The account's standing, if it has a seat of the group whose task is not done.

    Raises:
        ValidationError: the group's task is closed.
        PermissionDenied: no seat of the group that is open today.
    """
    # The row is the lock: nothing is added to a task while somebody else closes it.
    AssessmentGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    standing = standing_in(group, by)
    if standing.post is None:
        raise PermissionDenied
    if standing.is_closed:
        raise ValidationError(_("The task of this group is closed."), code="closed")
    return standing


def check_may_work(
    group: AssessmentGroup, by: User, *, assessee: Assessee | None = None
) -> Standing:
    """The account's standing, if it talks and verifies in the group.

    Raises:
        ValidationError: the group's task is closed, or it does not go to the assessee.
        PermissionDenied: no seat of the group, or one that reads and reports only.
    """
    standing = check_has_seat(group, by)
    if not standing.may_work:
        raise PermissionDenied
    if assessee is not None and not standing.assessees.filter(pk=assessee.pk).exists():
        raise ValidationError(_("The group does not go to this assessee."), code="assessee")
    return standing


def write_log(
    group: AssessmentGroup,
    *,
    kind: str,
    words: str = "",
    assessee: Assessee | None = None,
    by: User,
) -> WorkLogEntry:
    """Add a line to the work log, in the transaction of what it tells of."""
    entry = WorkLogEntry(group=group, kind=kind, words=words, assessee=assessee, written_by=by)
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def note_work(group: AssessmentGroup, *, words: str, by: User) -> WorkLogEntry:
    """Note something in the work log; from a role that only reads it is a report.

    Raises:
        ValidationError: no words, or the task is closed.
        PermissionDenied: no seat of the group.
    """
    standing = check_has_seat(group, by)
    if not words.strip():
        raise ValidationError({"words": _("Say what was done.")})
    kind = Kind.NOTE if standing.may_work else Kind.REPORT
    entry = write_log(group, kind=kind, words=words, by=by)
    record_event("work_noted", entry, by=by, after={"kind": kind})
    return entry


@transaction.atomic
def record_review(
    group: AssessmentGroup,
    *,
    held_on: dt.date,
    attendees: Collection[Evaluator],
    words: str,
    by: User,
) -> GroupReview:
    """Record the review that the group held together.

    Raises:
        ValidationError: nobody was there, strangers were, nothing was agreed, or a day to come.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(group, by)
    members = set(group.seats.values_list("evaluator", flat=True))
    if not attendees or any(person.pk not in members for person in attendees):
        raise ValidationError({"attendees": _("Name the members of the group who were there.")})
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": _("This day has not come yet.")})
    review = GroupReview(group=group, held_on=held_on, words=words, recorded_by=by)
    review.full_clean()
    review.save()
    review.attendees.set(attendees)
    write_log(group, kind=Kind.REVIEWED, words=words[:200], by=by)
    people = sorted(person.pk for person in attendees)
    record_event("review_recorded", review, by=by, after={"held_on": held_on, "attendees": people})
    return review


@transaction.atomic
def close_group(group: AssessmentGroup, *, by: User) -> GroupClosing:
    """End the group's task: every talk signed, every doubt concluded, a review on record.

    Raises:
        ValidationError: something of it is missing, or the task is closed already.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(group, by)
    remaining = remaining_of(group)
    if not remaining.is_nothing:
        raise ValidationError(
            _("Still open: %(what)s."), code="open", params={"what": _open_words(remaining)}
        )
    closing = GroupClosing(group=group, closed_by=by)
    closing.full_clean()
    closing.save()
    write_log(group, kind=Kind.CLOSED, by=by)
    record_event("group_closed", closing, by=by)
    return closing


def _open_words(remaining: Remaining) -> str:
    talks, signatures = len(remaining.without_talk), len(remaining.unsigned_talks)
    doubts = len(remaining.open_doubts)
    counted = [
        (
            talks,
            ngettext(
                "%(count)s assessee without a talk", "%(count)s assessees without a talk", talks
            ),
        ),
        (
            signatures,
            ngettext("%(count)s talk not signed", "%(count)s talks not signed", signatures),
        ),
        (
            doubts,
            ngettext(
                "%(count)s verification without a conclusion",
                "%(count)s verifications without a conclusion",
                doubts,
            ),
        ),
        (int(remaining.review_missing), _("the review of the group")),
    ]
    return pgettext("list", ", ").join(words % {"count": n} for n, words in counted if n)


@transaction.atomic
def comment_group(group: AssessmentGroup, *, words: str, by: User) -> DebriefComment:
    """What the office says of a group's work at the debrief.

    Raises:
        ValidationError: no words.
        PermissionDenied: not the office's staff.
    """
    _check_office(by)
    comment = DebriefComment(group=group, words=words, written_by=by)
    comment.full_clean()
    comment.save()
    write_log(group, kind=Kind.COMMENTED, words=words[:200], by=by)
    record_event("group_commented", comment, by=by)
    return comment


@transaction.atomic
def ask_question(group: AssessmentGroup, *, question: str, by: User) -> FieldQuestion:
    """Ask the command group something; whoever has a seat in the group may.

    Raises:
        ValidationError: nothing is asked, or the task is closed.
        PermissionDenied: no seat of the group.
    """
    check_has_seat(group, by)
    asked = FieldQuestion(group=group, question=question, asked_by=by)
    asked.full_clean()
    asked.save()
    write_log(group, kind=Kind.QUESTION_ASKED, words=question, by=by)
    record_event("question_asked", asked, by=by)
    return asked


@transaction.atomic
def answer_question(question: FieldQuestion, *, answer: str, by: User) -> None:
    """Answer once, for all groups of the plan.

    Raises:
        ValidationError: no words, or somebody has answered already.
        PermissionDenied: not the office's staff.
    """
    _check_office(by)
    if not answer.strip():
        raise ValidationError({"answer": _("Write the answer.")})
    waiting = FieldQuestion.objects.filter(pk=question.pk, answered_at=None)
    # Of two people who answer at once, the row count lets one through.
    if not waiting.update(answer=answer, answered_by=by, answered_at=timezone.now()):
        raise ValidationError(_("This question has been answered already."), code="answered")
    question.refresh_from_db()
    record_event("question_answered", question, by=by, after={"answer": answer})


def _check_office(by: User) -> None:
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
