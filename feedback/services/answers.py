"""Answering a questionnaire: once, and so that nobody can tell whose answers these are.

No event is recorded: the audit trail would tell who answered when. That somebody has answered is a
mark beside their name until the questionnaire closes.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from feedback.models import AnswerSheet, AskedUnit, Question, Questionnaire
from organization.models import User

LONGEST_TEXT = 1000
# Sheets of others that are written anew together with each new one.
WRITTEN_ANEW = 9

Answer = Sequence[int] | str


@transaction.atomic
def answer_questionnaire(
    questionnaire: Questionnaire, *, answers: Mapping[int, Answer], by: User
) -> None:
    """Put the answers of an account into the box.

    Args:
        answers: by key of the question the numbers of the choices, from 1 on, or a text; what was
            left out is not there or empty.

    Raises:
        ValidationError: not open or the last day is over (`closed`), answered before (`answered`),
            not asked (`not_asked`), or by question an answer that does not fit (`q<key>`).
    """
    # One after the other, so that closing finds every answer either counted or refused.
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if not Questionnaire.objects.taking_answers().filter(pk=questionnaire.pk).exists():
        raise ValidationError(
            _("This questionnaire takes no more answers; nothing was sent."), code="closed"
        )
    given = _checked(questionnaire, answers)
    _mark_answered(questionnaire, by)
    unit = AskedUnit.objects.get(respondents__questionnaire=questionnaire, respondents__user=by)
    _put_into_box(questionnaire, unit.category_id, given)


def answer_key(question: Question) -> str:
    """The name of a question in forms and errors."""
    return f"q{question.pk}"


def _mark_answered(questionnaire: Questionnaire, user: User) -> None:
    own = questionnaire.respondents.filter(user=user)
    # The row count is the lock: of two windows, one gets 0.
    if own.filter(has_answered=False).update(has_answered=True):
        return
    if own.exists():
        raise ValidationError(
            _("You have answered already; what was sent first counts."), code="answered"
        )
    raise ValidationError(_("You are not asked."), code="not_asked")


def _put_into_box(
    questionnaire: Questionnaire, category: int | None, answers: dict[str, Any]
) -> None:
    """Add a sheet among others that are written anew, all under new keys and in random order."""
    box = AnswerSheet.objects.filter(questionnaire=questionnaire).order_by("pk")
    # Keys are random, so the next ones after a random key are a random draw.
    start = uuid4()
    drawn = list(box.filter(pk__gte=start)[:WRITTEN_ANEW])
    drawn += box.filter(pk__lt=start)[: WRITTEN_ANEW - len(drawn)]
    contents = [(category, answers), *((one.category_id, one.answers) for one in drawn)]
    sheets = [
        AnswerSheet(questionnaire=questionnaire, category_id=key, answers=content)
        for key, content in contents
    ]
    random.SystemRandom().shuffle(sheets)
    AnswerSheet.objects.filter(pk__in=[one.pk for one in drawn]).delete()
    AnswerSheet.objects.bulk_create(sheets)


def _checked(questionnaire: Questionnaire, answers: Mapping[int, Answer]) -> dict[str, Any]:
    """The answers as they are stored; raises with all faults at once."""
    stored: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in questionnaire.questions.all():
        answer = answers.get(question.pk) or ()
        try:
            fitting = (
                _text(answer) if question.kind == Question.Kind.TEXT else _picked(question, answer)
            )
        except ValueError as error:
            faults[answer_key(question)] = str(error)
            continue
        if fitting:
            stored[str(question.pk)] = fitting
        elif question.is_required:
            faults[answer_key(question)] = _("This question has to be answered.")
    if faults:
        raise ValidationError(faults)
    return stored


def _text(answer: Answer) -> str:
    if not isinstance(answer, str):
        if answer:
            raise ValueError(_("Write the answer in words."))
        return ""
    text = answer.strip()
    if len(text) > LONGEST_TEXT:
        raise ValueError(_("At most %(most)s characters.") % {"most": LONGEST_TEXT})
    return text


def _picked(question: Question, answer: Answer) -> list[int]:
    numbers = range(1, len(question.options) + 1)
    is_known = not isinstance(answer, str) and all(
        isinstance(one, int) and one in numbers for one in answer
    )
    if not is_known:
        raise ValueError(_("This is none of the answers."))
    picked = sorted({int(one) for one in answer})
    if len(picked) > 1 and question.kind != Question.Kind.SEVERAL:
        raise ValueError(_("Choose one answer."))
    return picked
