"""Opinions from coming in to the published answer."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import CommentPoint, Opinion, SurveyTheme
from organization.models import Unit, User
from organization.services.audit import record_event

State = Opinion.State
VERDICTS = (State.CONFIRMED, State.PARTLY, State.UNFOUNDED, State.UNCLEAR)


@transaction.atomic
def register_opinion(
    *,
    unit: Unit,
    channel: str,
    theme: SurveyTheme | None,
    attitude: int,
    text: str,
    received_on: dt.date,
    by: User,
) -> Opinion:
    """Write down what came in through a channel other than the comment page.

    Raises:
        ValidationError: a field is wrong, or the day has not come.
        PermissionDenied: the account does not see the unit.
    """
    if not Unit.objects.visible_to(by).filter(pk=unit.pk).exists():
        raise PermissionDenied
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": _("This day has not come yet.")})
    if channel == Opinion.Channel.COMMENT:
        raise ValidationError({"channel": _("Comments come by their own page.")})
    opinion = Opinion(
        unit=unit,
        channel=channel,
        theme=theme,
        attitude=attitude,
        text=text,
        received_on=received_on,
        registered_by=by,
    )
    opinion.full_clean()
    opinion.save()
    record_event("opinion_recorded", opinion, by=by, after={"channel": channel})
    return opinion


@transaction.atomic
def receive_comment(
    point: CommentPoint,
    *,
    number: str,
    theme: SurveyTheme | None,
    attitude: int,
    text: str,
    contact: str = "",
) -> Opinion:
    """Take in a comment of the public; sent twice with one number, it stands there once.

    Nothing is kept of who sent it but what the writer chose to leave as a contact.
    """
    opinion, is_new = Opinion.objects.get_or_create(
        number=number,
        defaults={
            "unit": point.unit,
            "point": point,
            "channel": Opinion.Channel.COMMENT,
            "theme": theme,
            "attitude": attitude,
            "text": text,
            "contact": contact,
        },
    )
    if is_new:
        record_event("comment_received", opinion, by=None)
    return opinion


@transaction.atomic
def check_opinion(opinion: Opinion, *, verdict: str, finding: str, by: User) -> None:
    """Say whether an opinion is true; somebody else than who registered it does.

    Raises:
        ValidationError: checked or set aside before (`checked`), registered by the same person
            (`same_person`), no such verdict, or nothing is written.
    """
    if verdict not in VERDICTS:
        raise ValidationError({"verdict": _("Choose what checking found.")})
    if not finding.strip():
        raise ValidationError({"finding": _("Say how it was checked and what was found.")})
    if opinion.registered_by_id == by.pk:
        raise ValidationError(
            _("You registered this opinion; somebody else checks it."), code="same_person"
        )
    _settle(opinion, state=verdict, finding=finding.strip(), by=by)
    after = {"state": verdict, "finding": finding.strip()}
    record_event("opinion_checked", opinion, by=by, after=after)


@transaction.atomic
def dismiss_opinions(opinions: Sequence[Opinion], *, reason: str, by: User) -> int:
    """Set comments aside that are no comment: spam, insults, foreign names. Others stay.

    Returns:
        How many were set aside; those looked at before and those of the own pen are left out.

    Raises:
        ValidationError: no reason is given.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    chosen = [
        one for one in opinions if one.state == State.WAITING and one.registered_by_id != by.pk
    ]
    for opinion in chosen:
        _settle(opinion, state=State.DISMISSED, finding=reason.strip(), by=by, contact="")
        after = {"reason": reason.strip()}
        record_event("opinion_dismissed", opinion, by=by, after=after)
    return len(chosen)


@transaction.atomic
def forward_opinions(opinions: Sequence[Opinion], *, by: User) -> int:
    """Ask the units to answer; they read the text and never the contact.

    Returns:
        How many were forwarded; those set aside or forwarded before are left out.
    """
    done = 0
    for opinion in opinions:
        fresh = Opinion.objects.filter(pk=opinion.pk, forwarded_at__isnull=True)
        if fresh.exclude(state=State.DISMISSED).update(forwarded_at=timezone.now()):
            record_event("opinion_forwarded", opinion, by=by, after={"unit": opinion.unit})
            done += 1
    return done


@transaction.atomic
def answer_opinion(opinion: Opinion, *, answer: str, by: User) -> None:
    """Answer for the unit; until it is published an answer replaces the one before.

    Raises:
        ValidationError: nothing is written, or the answer is published.
        PermissionDenied: the account's units were not asked.
    """
    if not answer.strip():
        raise ValidationError({"answer": _("Write the answer.")})
    asked = Opinion.objects.answerable_by(by).filter(pk=opinion.pk)
    fields = {"answer": answer.strip(), "answered_by": by, "answered_at": timezone.now()}
    if not asked.update(**fields):
        raise PermissionDenied
    before = {"answer": opinion.answer}
    record_event(
        "opinion_answered", opinion, by=by, before=before, after={"answer": fields["answer"]}
    )


@transaction.atomic
def publish_answer(opinion: Opinion, *, by: User) -> None:
    """Let whoever has the number read the answer, once the comment was checked.

    Raises:
        ValidationError: nobody has checked it (`unchecked`), there is no answer, or it is published
            (`published`).
    """
    if opinion.state == State.WAITING:
        raise ValidationError(_("Check first whether it is true."), code="unchecked")
    answered = Opinion.objects.exclude(number="").filter(
        pk=opinion.pk, answered_at__isnull=False, is_published=False
    )
    if not answered.update(is_published=True):
        raise ValidationError(
            _("There is no answer to publish, or it is published already."), code="published"
        )
    record_event("opinion_published", opinion, by=by)


@transaction.atomic
def forget_contacts(today: dt.date) -> int:
    """Delete contacts that writers left longer ago than their desk keeps them."""
    forgotten = 0
    kept = Opinion.objects.exclude(contact="").values_list(
        "pk", "received_on", "unit__domain__comment_desk__contact_days"
    )
    old = [key for key, day, days in kept if day + dt.timedelta(days=days or 0) < today]
    for opinion in Opinion.objects.filter(pk__in=old).select_related("unit"):
        Opinion.objects.filter(pk=opinion.pk).update(contact="")
        record_event("contact_removed", opinion, by=None)
        forgotten += 1
    return forgotten


def _settle(opinion: Opinion, *, state: str, finding: str, by: User, **fields: Any) -> None:
    waiting = Opinion.objects.filter(pk=opinion.pk, state=State.WAITING)
    changed = waiting.update(
        state=state, finding=finding, checked_by=by, checked_at=timezone.now(), **fields
    )
    if not changed:
        raise ValidationError(_("Somebody has looked at this one already."), code="checked")
