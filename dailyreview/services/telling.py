"""After the review: the person is told, takes note, and has a task where something must change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import QuarterRecord, ReviewFeedback
from dailyreview.selectors.telling import untold_by
from dailyreview.services.care import remind
from organization.models import User
from organization.services.audit import record_event


@dataclass(frozen=True)
class Told:
    """What somebody is told of one record.

    Attributes:
        fix: a shortcoming to be put right; it becomes a reminder that is replied to and closed.
    """

    record: QuarterRecord
    words: str
    fix: str = ""


@transaction.atomic
def give_feedback(told: Sequence[Told], *, by: User) -> list[ReviewFeedback]:
    """Tell people how their quarter was reviewed, several at once, each person once (DLY-03).

    Raises:
        PermissionDenied: a record that is not reviewed, told already, or of nobody below.
        ValidationError: no words.
    """
    keys = [one.record.pk for one in told]
    # The rows are the lock: of two superiors at one moment, one finds the person told.
    locked = QuarterRecord.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    open_ones = set(untold_by(by).filter(pk__in=[one.pk for one in locked]).values_list("pk"))
    if {(key,) for key in keys} != open_ones:
        raise PermissionDenied
    given = []
    for one in told:
        feedback = ReviewFeedback(record=one.record, words=one.words.strip(), given_by=by)
        feedback.full_clean()
        feedback.save()
        record_event("feedback_given", feedback, by=by)
        if one.fix.strip():
            remind(one.record, words=one.fix.strip(), by=by)
        given.append(feedback)
    return given


@transaction.atomic
def acknowledge_feedback(feedback: ReviewFeedback, *, answer: str = "", by: User) -> ReviewFeedback:
    """The person takes note of what they were told, with a word of their own if they like.

    Raises:
        PermissionDenied: somebody else's feedback.
        ValidationError: taken note of already, or the answer is too long.
    """
    feedback = ReviewFeedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if not QuarterRecord.objects.own_of(by).filter(pk=feedback.record_id).exists():
        raise PermissionDenied
    if feedback.acknowledged_at is not None:
        raise ValidationError(_("You have taken note of it already."), code="done")
    feedback.answer, feedback.acknowledged_at = answer.strip(), timezone.now()
    feedback.full_clean()
    feedback.save()
    record_event("feedback_acknowledged", feedback, by=by)
    return feedback
