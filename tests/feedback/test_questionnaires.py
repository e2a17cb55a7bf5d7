"""A questionnaire from the first question to its counts, and that nobody can be found in it."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from feedback.models import (
    AnswerSheet,
    AnswerText,
    AskedUnit,
    Question,
    Questionnaire,
    QuestionTally,
    Respondent,
)
from feedback.rules.small_cells import FEWEST_ANSWERS
from feedback.selectors.questionnaires import figures_of, participation_of
from feedback.services.answers import WRITTEN_ANEW, answer_questionnaire
from feedback.services.questionnaires import (
    Asked,
    close_due_questionnaires,
    close_questionnaire,
    copy_questionnaire,
    create_questionnaire,
    open_questionnaire,
    remove_questionnaire,
    update_questionnaire,
)
from organization.models import AuditEvent, Category, Role, Unit, User
from tests.feedback import factories
from tests.feedback.factories import FAR
from tests.organization.factories import (
    AppointmentFactory,
    CategoryMembershipFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FAIRNESS = Asked("single", "评鉴是否公平", ["公平", "不公平", "说不清"], is_required=True)
TROUBLES = Asked("several", "主要难处", ["职责交叉", "临时任务多", "难以量化"])
USE = Asked("scale", "结果运用程度")
WORDS = Asked("text", "您的建议")


@pytest.fixture
def clerk() -> User:
    return UserFactory(role=Role.OFFICE_STAFF)


def people_of(category: Category | None = None, count: int = 6) -> tuple[Unit, list[User]]:
    """A unit of a class with people who have accounts."""
    unit = CategoryMembershipFactory(**({"category": category} if category else {})).unit
    return unit, UserFactory.create_batch(count, unit=unit, role=Role.CADRE)


def opened(unit: Unit, clerk: User, *questions: Asked) -> Questionnaire:
    made = create_questionnaire(
        title="问卷",
        domain=unit.domain,
        due_on=FAR,
        questions=questions or (FAIRNESS, TROUBLES, USE, WORDS),
        by=clerk,
    )
    open_questionnaire(made, by=clerk)
    made.refresh_from_db()
    return made


def keys_of(questionnaire: Questionnaire) -> list[int]:
    return list(questionnaire.questions.order_by("position").values_list("pk", flat=True))


def answer(questionnaire: Questionnaire, by: User, fair: int = 1, words: str = "") -> None:
    keys = keys_of(questionnaire)
    given = {keys[0]: [fair], **({keys[-1]: words} if words else {})}
    answer_questionnaire(questionnaire, answers=given, by=by)


def refused(code: str, act, *args, **kwargs) -> None:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code


def test_answers_of_1036_people_are_summarised_with_the_right_figures(clerk):
    """PAIN-10; PAIN-01 and PAIN-09 with their figures: 14.4 % unfair, 19.9 % hardly used."""
    large, small = people_of(count=0)[0], people_of(count=0)[0]
    made = create_questionnaire(
        title="问卷",
        domain=large.domain,
        due_on=FAR,
        questions=(FAIRNESS, TROUBLES, USE, WORDS),
        by=clerk,
    )
    Questionnaire.objects.filter(pk=made.pk).update(state="open", opened_on=dt.date(2024, 1, 1))
    fair, troubles, use, words = map(str, keys_of(made))
    classes = {unit: unit.memberships.get().category for unit in (large, small)}
    AskedUnit.objects.bulk_create(
        AskedUnit(questionnaire=made, unit=unit, category=classes[unit], asked=count)
        for unit, count in ((large, 1200), (small, 100))
    )
    # 149 unfair, 103 of them in the large class; 206 of 1,036 chose the lowest step of use.
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            questionnaire=made,
            category=classes[large if number < 103 or 149 <= number < 980 else small],
            answers={
                fair: [2 if number < 149 else 1],
                use: [1 if number % 5 == 0 and number < 1030 else 4],
                **({troubles: [1, 2] if number < 541 else [3]} if number < 1000 else {}),
                **({words: f"建议{number}"} if number < 40 else {}),
            },
        )
        for number in range(1036)
    )
    close_questionnaire(made, by=clerk)
    figures = figures_of(made)
    assert [(line.count, line.share) for line in figures[0].lines] == [
        (887, Decimal("85.6")),
        (149, Decimal("14.4")),
        (0, Decimal("0.0")),
    ]
    assert {line.name: (line.base, line.cells[1][1]) for line in figures[0].classes} == {
        classes[large].name: (934, Decimal("11.0")),
        classes[small].name: (102, Decimal("45.1")),
    }
    assert figures[1].base == 1000
    assert [line.share for line in figures[1].lines] == list(map(Decimal, ("54.1", "54.1", "45.9")))
    assert (figures[2].lines[0].count, figures[2].lines[0].share) == (206, Decimal("19.9"))
    assert figures[2].mean == Decimal("3.40")
    assert figures[3].base == AnswerText.objects.count() == 40
    assert figures[3].classes == []


def test_people_answer_once_and_the_closing_forgets_who(clerk):
    unit, people = people_of()
    made = opened(unit, clerk)
    events = AuditEvent.objects.count()
    for person in people[:5]:
        answer(made, person, words="多走访基层")
    # The audit trail would tell who answered when.
    assert AuditEvent.objects.count() == events
    assert participation_of(made).answered == 5
    refused("answered", answer, made, people[0], fair=2)
    refused("not_asked", answer, made, UserFactory(role=Role.CADRE))
    assert AnswerSheet.objects.count() == 5
    close_questionnaire(made, by=clerk)
    assert not Respondent.objects.exists()
    assert not AnswerSheet.objects.exists()
    assert list(AskedUnit.objects.values_list("asked", "answered")) == [(6, 5)]
    told = participation_of(made)
    assert (told.asked, told.answered, told.share) == (6, 5, Decimal("83.3"))
    refused("closed", answer, made, people[5])
    refused("not_open", close_questionnaire, made, by=clerk)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.after) == ("questionnaire_closed", {"people": 5})


def test_answers_and_people_share_nothing_that_joins_them():
    """No person, no moment, no serial number; the class of units is all that both tables know."""
    for model in (AnswerSheet, AnswerText, QuestionTally):
        targets = {field.related_model for field in model._meta.fields if field.is_relation}
        assert targets <= {Questionnaire, Question, Category}
        assert not any(
            isinstance(field, models.DateField | models.TimeField | models.GenericIPAddressField)
            for field in [*model._meta.fields, *Respondent._meta.fields]
        )
    for model in (AnswerSheet, AnswerText):
        assert isinstance(model._meta.pk, models.UUIDField)
    assert {field.name for field in AnswerSheet._meta.fields} == {
        "id",
        "questionnaire",
        "category",
        "answers",
    }


def test_each_sheet_comes_into_the_box_among_others(clerk):
    """Whatever a database keeps with a row, it is the same for the new sheet and nine others."""
    unit, people = people_of(count=24)
    made = opened(unit, clerk, FAIRNESS)
    before: set = set()
    for number, person in enumerate(people):
        answer(made, person)
        after = set(made.sheets.values_list("pk", flat=True))
        assert len(after) == number + 1
        assert len(after - before) == 1 + min(number, WRITTEN_ANEW)
        before = after


def test_small_classes_are_not_told_apart(clerk):
    """Neither directly nor by subtracting the others from the whole."""
    large, many = people_of(count=8)
    domain = large.domain
    small = UnitFactory(domain=domain)
    CategoryMembershipFactory(unit=small, category__domain=domain)
    few = UserFactory.create_batch(FEWEST_ANSWERS - 1, unit=small, role=Role.CADRE)
    made = opened(large, clerk, FAIRNESS)
    assert AskedUnit.objects.get(unit=small).category is None
    for person in (*many, *few):
        answer(made, person)
    close_questionnaire(made, by=clerk)
    figures = figures_of(made)[0]
    assert (figures.base, figures.classes) == (12, [])


def test_of_fewer_than_five_sheets_nothing_is_kept(clerk):
    unit, people = people_of()
    made = opened(unit, clerk)
    for person in people[: FEWEST_ANSWERS - 1]:
        answer(made, person, words="建议")
    close_questionnaire(made, by=clerk)
    assert not QuestionTally.objects.exists()
    assert not AnswerText.objects.exists()
    assert [one.base for one in figures_of(made)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("place", "given"),
    [
        (0, [4]),
        (0, [0]),
        (0, [1, 2]),
        (0, "公平"),
        (0, []),
        (1, [1, 9]),
        (2, [6]),
        (3, [1]),
        (3, "长" * 1001),
    ],
)
def test_bad_answers_are_told_by_question_and_use_nothing_up(clerk, place, given):
    unit, people = people_of()
    made = opened(unit, clerk)
    keys = keys_of(made)
    with pytest.raises(ValidationError) as refusal:
        answer_questionnaire(made, answers={keys[0]: [1], keys[place]: given}, by=people[0])
    assert list(refusal.value.message_dict) == [f"q{keys[place]}"]
    assert not AnswerSheet.objects.exists()
    answer(made, people[0])
    assert AnswerSheet.objects.get().answers == {str(keys[0]): [1]}


def test_nobody_answers_after_the_last_day_and_it_closes_by_itself(clerk):
    unit, people = people_of()
    made, later = opened(unit, clerk), opened(unit, clerk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Questionnaire.objects.filter(pk=made.pk).update(due_on=yesterday)
    refused("closed", answer, made, people[0])
    assert close_due_questionnaires() == 1
    assert close_due_questionnaires() == 0
    made.refresh_from_db()
    later.refresh_from_db()
    assert (made.state, later.state) == ("closed", "open")
    assert AuditEvent.objects.latest("pk").actor is None


def test_opening_freezes_questions_and_people(clerk):
    unit, people = people_of()
    office = UnitFactory(parent=unit, domain=unit.domain, internal=True)
    inside = UserFactory(unit=office, role=Role.SECTION_HEAD)
    leader = UserFactory(role=Role.SUPERVISING_LEADER, role__unit=unit)
    post = AppointmentFactory(unit=office)
    borrowed = UserFactory(cadre=post.cadre, unit=UnitFactory(), role=Role.CADRE)
    UserFactory(unit=unit, role=Role.DATA_REPORTER)
    UserFactory(unit=unit, role=Role.CADRE, is_active=False)
    made = opened(unit, clerk)
    asked = set(made.respondents.values_list("user", flat=True))
    assert asked == {one.pk for one in (*people, inside, leader, borrowed)}
    assert list(made.asked_units.values_list("unit", "asked")) == [(unit.pk, 9)]
    typed = {"title": "别的", "due_on": FAR, "questions": [FAIRNESS], "by": clerk}
    refused("opened", update_questionnaire, made, **typed)
    refused("opened", open_questionnaire, made, by=clerk)
    refused("opened", remove_questionnaire, made, by=clerk)
    newcomer = UserFactory(unit=unit, role=Role.CADRE)
    refused("not_asked", answer, made, newcomer)


def test_what_cannot_be_asked_is_refused(clerk):
    unit, _people = people_of(count=FEWEST_ANSWERS - 1)
    typed = {"title": "问卷", "domain": unit.domain, "due_on": FAR, "by": clerk}
    made = create_questionnaire(questions=[], **typed)
    refused("no_question", open_questionnaire, made, by=clerk)
    update_questionnaire(made, title="问卷", due_on=FAR, questions=[WORDS], by=clerk)
    refused("few", open_questionnaire, made, by=clerk)
    assert not AskedUnit.objects.exists()
    past = dt.date(2020, 1, 1)
    update_questionnaire(made, title="问卷", due_on=past, questions=[WORDS], by=clerk)
    refused("due", open_questionnaire, made, by=clerk)
    for choices in ([], ["同意"], ["同意", " 同意 "], ["甲", "乙" * 101]):
        question = Asked("single", "是否", choices)
        refused("choices", create_questionnaire, questions=[question], **typed)
    refused("many", create_questionnaire, questions=[WORDS] * 51, **typed)
    foreign = {"questions": [WORDS], "units": [UnitFactory()], "due_on": FAR, "by": clerk}
    with pytest.raises(ValidationError, match="another domain"):
        update_questionnaire(made, title="问卷", **foreign)
    remove_questionnaire(made, by=clerk)
    assert AuditEvent.objects.latest("pk").action == "questionnaire_removed"


def test_last_years_questionnaire_is_copied_with_its_units(clerk):
    unit, _people = people_of()
    other, _others = people_of(category=unit.memberships.get().category)
    first = create_questionnaire(
        title="上年问卷", domain=unit.domain, due_on=FAR, questions=[FAIRNESS, WORDS], by=clerk
    )
    update_questionnaire(
        first, title="上年问卷", due_on=FAR, questions=[FAIRNESS, WORDS], units=[unit], by=clerk
    )
    open_questionnaire(first, by=clerk)
    assert list(first.asked_units.values_list("unit", flat=True)) == [unit.pk]
    assert other.pk
    copied = copy_questionnaire(first, by=clerk)
    assert copied.state == Questionnaire.State.DRAFT
    rows = [
        list(one.questions.order_by("position").values_list("kind", "text", "choices"))
        for one in (first, copied)
    ]
    assert rows[0] == rows[1]
    assert list(copied.units.all()) == [unit]


def test_two_windows_send_once(clerk):
    """The second one finds the mark of the first, whatever it was loaded with."""
    unit, people = people_of()
    made = opened(unit, clerk)
    for fair in (1, 2):
        with suppress(ValidationError):
            answer(Questionnaire.objects.get(pk=made.pk), people[0], fair=fair)
    assert [list(one.answers.values()) for one in made.sheets.all()] == [[[1]]]


@pytest.mark.parametrize("name", ["AnswerSheet", "AnswerText", "AskedUnit", "Respondent"])
def test_rows_of_answers_are_shown_in_no_admin(name):
    """What would let an administrator put two and two together has no page at all."""
    row = getattr(factories, f"{name}Factory")()
    assert type(row) not in admin.site._registry
