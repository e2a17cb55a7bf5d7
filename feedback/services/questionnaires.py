"""Questionnaires of the office: written, opened, closed and counted, copied."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import (
    AnswerText,
    AskedUnit,
    Question,
    Questionnaire,
    QuestionTally,
    Respondent,
)
from feedback.rules.small_cells import FEWEST_ANSWERS, cells_to_show
from feedback.selectors.questionnaires import people_to_ask, units_to_ask
from organization.models import CategoryMembership, Domain, Unit, User
from organization.services.audit import record_event

MOST_QUESTIONS = 50
MOST_CHOICES = 20
LONGEST_CHOICE = 100
ROWS_AT_ONCE = 2000
# How long people have for a copied questionnaire, until the office says otherwise.
DAYS_FOR_A_COPY = 14
States = Questionnaire.State


@dataclass(frozen=True)
class Asked:
    """A question as the office writes it."""

    kind: str
    text: str
    choices: Sequence[str] = ()
    is_required: bool = False


@transaction.atomic
def create_questionnaire(
    *,
    title: str,
    domain: Domain,
    due_on: dt.date,
    questions: Sequence[Asked],
    intro: str = "",
    by: User,
) -> Questionnaire:
    """Write down what is to be asked; nobody is asked before it is opened.

    Raises:
        ValidationError: a question without possible answers, with one twice, or too many of them.
    """
    questionnaire = Questionnaire(title=title, intro=intro, domain=domain, due_on=due_on)
    questionnaire.full_clean()
    questionnaire.save()
    _write_questions(questionnaire, questions)
    after = {"title": title, "domain": domain, "due_on": due_on}
    record_event("questionnaire_created", questionnaire, by=by, after=after)
    return questionnaire


@transaction.atomic
def update_questionnaire(
    questionnaire: Questionnaire,
    *,
    title: str,
    due_on: dt.date,
    questions: Sequence[Asked],
    units: Iterable[Unit] = (),
    intro: str = "",
    by: User,
) -> None:
    """Change what is asked, whom and until when, as long as it is not open."""
    questionnaire = _draft(questionnaire)
    chosen = list(units)
    if any(unit.domain_id != questionnaire.domain_id for unit in chosen):
        raise ValidationError({"units": _("A unit belongs to another domain.")})
    before = {"title": questionnaire.title, "due_on": questionnaire.due_on}
    questionnaire.title, questionnaire.intro, questionnaire.due_on = title, intro, due_on
    questionnaire.full_clean()
    questionnaire.save()
    questionnaire.units.set(chosen)
    questionnaire.questions.all().delete()
    _write_questions(questionnaire, questions)
    after = {"title": title, "due_on": due_on}
    record_event("questionnaire_updated", questionnaire, by=by, before=before, after=after)


@transaction.atomic
def remove_questionnaire(questionnaire: Questionnaire, *, by: User) -> None:
    """Take away what was never opened."""
    questionnaire = _draft(questionnaire)
    before = {"title": questionnaire.title}
    record_event("questionnaire_removed", questionnaire, by=by, before=before)
    questionnaire.delete()


@transaction.atomic
def copy_questionnaire(questionnaire: Questionnaire, *, by: User) -> Questionnaire:
    """Take over questions and units of another one, as that of last year, into a new draft."""
    copied = create_questionnaire(
        title=questionnaire.title,
        domain=questionnaire.domain,
        due_on=timezone.localdate() + dt.timedelta(days=DAYS_FOR_A_COPY),
        questions=[
            Asked(one.kind, one.text, one.choices, one.is_required)
            for one in questionnaire.questions.order_by("position")
        ],
        intro=questionnaire.intro,
        by=by,
    )
    copied.units.set(questionnaire.units.all())
    return copied


@transaction.atomic
def open_questionnaire(questionnaire: Questionnaire, *, by: User) -> None:
    """Freeze the questions and who is asked; from now on people answer.

    Raises:
        ValidationError: not in preparation any more, no question, the last day is over, or fewer
            people than an answer needs to be hidden among.
    """
    questionnaire = _draft(questionnaire)
    today = timezone.localdate()
    if not questionnaire.questions.exists():
        raise ValidationError(_("There is no question yet."), code="no_question")
    if questionnaire.due_on < today:
        raise ValidationError(_("The last day is over: name a later one."), code="due")
    asked = _freeze_people(questionnaire, today)
    if asked < FEWEST_ANSWERS:
        message = _("Only %(count)s people would be asked; %(fewest)s are the fewest.")
        raise ValidationError(message % {"count": asked, "fewest": FEWEST_ANSWERS}, code="few")
    questionnaire.state, questionnaire.opened_on = States.OPEN, today
    questionnaire.save(update_fields=["state", "opened_on"])
    record_event("questionnaire_opened", questionnaire, by=by, after={"people": asked})


@transaction.atomic
def close_questionnaire(questionnaire: Questionnaire, *, by: User | None) -> None:
    """Count the answers, and forget the sheets and who has answered.

    Args:
        by: nobody where the last day has passed.

    Raises:
        ValidationError: it is not open.
    """
    today = timezone.localdate()
    still_open = Questionnaire.objects.filter(pk=questionnaire.pk, state=States.OPEN)
    # The row count is the lock: an answer under way is waited for, a later one finds it closed.
    if not still_open.update(state=States.CLOSED, closed_on=today):
        raise ValidationError(_("This questionnaire is not open."), code="not_open")
    given = Respondent.objects.filter(asked_unit=OuterRef("pk"), has_answered=True).order_by()
    count = given.values("asked_unit").annotate(n=Count("pk")).values("n")
    questionnaire.asked_units.update(answered=Coalesce(Subquery(count), 0))
    answered = _count_answers(questionnaire)
    questionnaire.respondents.all().delete()
    questionnaire.sheets.all().delete()
    record_event("questionnaire_closed", questionnaire, by=by, after={"people": answered})


def close_due_questionnaires() -> int:
    """Close those whose last day is over; returns how many."""
    due = Questionnaire.objects.filter(state=States.OPEN, due_on__lt=timezone.localdate())
    for questionnaire in due:
        close_questionnaire(questionnaire, by=None)
    return len(due)


def _draft(questionnaire: Questionnaire) -> Questionnaire:
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if found.state != States.DRAFT:
        raise ValidationError(_("It has been opened: it stays as it is."), code="opened")
    return found


def _write_questions(questionnaire: Questionnaire, questions: Sequence[Asked]) -> None:
    if len(questions) > MOST_QUESTIONS:
        message = _("At most %(most)s questions.") % {"most": MOST_QUESTIONS}
        raise ValidationError(message, code="many")
    rows = [
        Question(
            questionnaire=questionnaire,
            position=position,
            kind=one.kind,
            text=one.text,
            choices=_choices(one),
            is_required=one.is_required,
        )
        for position, one in enumerate(questions, start=1)
    ]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    Question.objects.bulk_create(rows)


def _choices(asked: Asked) -> list[str]:
    if asked.kind not in {Question.Kind.SINGLE, Question.Kind.SEVERAL}:
        return []
    choices = [" ".join(choice.split()) for choice in asked.choices if choice.strip()]
    fits = 2 <= len(choices) <= MOST_CHOICES and len(set(choices)) == len(choices)
    if not fits or any(len(choice) > LONGEST_CHOICE for choice in choices):
        message = _(
            "“%(question)s”: 2 to %(most)s different answers of at most %(length)s characters."
        )
        facts = {"question": asked.text, "most": MOST_CHOICES, "length": LONGEST_CHOICE}
        raise ValidationError(message % facts, code="choices")
    return choices


def _freeze_people(questionnaire: Questionnaire, today: dt.date) -> int:
    """Store who is asked, by unit; a class of too few people is not told apart from the others."""
    keys = list(units_to_ask(questionnaire).values_list("pk", flat=True))
    people = people_to_ask(keys)
    sizes = Counter(people.values())
    memberships = CategoryMembership.objects.on(today).filter(unit__in=sizes)
    class_of = dict(memberships.values_list("unit", "category"))
    of_class: Counter[int | None] = Counter()
    for unit, size in sizes.items():
        of_class[class_of.get(unit)] += size
    asked_units = {
        unit: AskedUnit(
            questionnaire=questionnaire,
            unit_id=unit,
            category_id=class_of.get(unit)
            if of_class[class_of.get(unit)] >= FEWEST_ANSWERS
            else None,
            asked=size,
        )
        for unit, size in sizes.items()
    }
    AskedUnit.objects.bulk_create(asked_units.values(), batch_size=ROWS_AT_ONCE)
    Respondent.objects.bulk_create(
        [
            Respondent(questionnaire=questionnaire, asked_unit=asked_units[unit], user_id=user)
            for user, unit in people.items()
        ],
        batch_size=ROWS_AT_ONCE,
    )
    return len(people)


def _count_answers(questionnaire: Questionnaire) -> int:
    """Store counts and texts; of fewer than `FEWEST_ANSWERS` sheets, nothing at all."""
    sheets = list(questionnaire.sheets.values_list("category", "answers"))
    if len(sheets) < FEWEST_ANSWERS:
        return len(sheets)
    tallies: list[QuestionTally] = []
    texts: list[AnswerText] = []
    for question in questionnaire.questions.all():
        given = [
            (category, answers[str(question.pk)])
            for category, answers in sheets
            if str(question.pk) in answers
        ]
        tallies += _tallies(question, given)
        if question.kind == Question.Kind.TEXT:
            texts += [AnswerText(question=question, text=text) for _category, text in given]
    QuestionTally.objects.bulk_create(tallies, batch_size=ROWS_AT_ONCE)
    # The order of the rows on the disk is told by no key, but it is there.
    random.SystemRandom().shuffle(texts)
    AnswerText.objects.bulk_create(texts, batch_size=ROWS_AT_ONCE)
    return len(sheets)


def _tallies(question: Question, given: Sequence[tuple[int | None, Any]]) -> list[QuestionTally]:
    whole = QuestionTally(
        question=question, base=len(given), counts=_counts(question, [one for _key, one in given])
    )
    if question.kind == Question.Kind.TEXT:
        return [whole]
    by_class: dict[int | None, list[Any]] = {}
    for category, answer in given:
        by_class.setdefault(category, []).append(answer)
    rest = len(by_class.pop(None, []))
    sizes = {category: len(answers) for category, answers in by_class.items() if category}
    return [
        whole,
        *(
            QuestionTally(
                question=question,
                category_id=category,
                base=sizes[category],
                counts=_counts(question, by_class[category]),
            )
            for category in sorted(cells_to_show(sizes, rest=rest))
        ),
    ]


def _counts(question: Question, answers: list[Any]) -> list[int]:
    if question.kind == Question.Kind.TEXT:
        return []
    times = Counter(choice for answer in answers for choice in answer)
    return [times[number] for number in range(1, len(question.options) + 1)]
