"""What the district of the demonstration asks its people, and what it posts of their grades."""

import datetime as dt
import random

from dailyreview.models import Quarter
from demo.district import District
from feedback.models import AnswerSheet, Posting, Question, Questionnaire, Respondent
from feedback.services.answers import answer_questionnaire
from feedback.services.postings import post_results
from feedback.services.questionnaires import (
    Asked,
    close_questionnaire,
    copy_questionnaire,
    create_questionnaire,
    open_questionnaire,
    update_questionnaire,
)
from organization.models import User

TITLE = "{year}年示例区平时考核工作问卷"
INTRO = "了解平时考核推进情况，用于改进下一年工作方案。不记名，约需三分钟。"
QUESTIONS = (
    Asked(
        "single",
        "您认为本单位平时考核评鉴是否公平？",
        ["公平", "比较公平", "不够公平", "说不清"],
        True,
    ),
    Asked(
        "single",
        "本单位领导对平时考核是否重视？",
        ["重视", "比较重视", "重视不够"],
    ),
    Asked(
        "several",
        "平时考核的主要难处是什么？",
        ["职责交叉", "临时任务多", "工作难以量化", "评分标准不明确", "没有明显难处"],
    ),
    Asked("scale", "您对结果运用是否满意？"),
    Asked("text", "您对改进平时考核有什么建议？"),
)
# How often each choice is taken, of a hundred, by question.
LIKELY = ((52, 27, 14, 7), (61, 29, 10), (52, 41, 35, 22, 12), (9, 11, 26, 34, 20))
WORDS = (
    "评分标准再具体一些，临时任务也要计入。",
    "“好”等次不要轮流坐庄。",
    "希望及时反馈不足，不要只在年底说。",
    "少填表，多看实绩。",
    "培训名额优先给季度评为“好”的同志。",
    "借调人员在哪边考核应当说清楚。",
)
# One of so many does not answer; so many have answered what is still open.
SILENT, SPOKEN = 12, 25
DAYS_OPEN = 10
OBJECTIONS = "示例区委组织部公务员科，电话 0000-0000（示例），工作日 9:00 至 17:00。"
SEED = 2026


def ask_and_post(
    done: Quarter, *, district: District, today: dt.date, by: User, second: User
) -> None:
    """A questionnaire of last year with its counts, this year's still open, grades posted.

    Args:
        done: a quarter whose grades are published.
    """
    over = create_questionnaire(
        title=TITLE.format(year=today.year - 1),
        intro=INTRO,
        domain=district.domain,
        due_on=today,
        questions=QUESTIONS,
        by=by,
    )
    open_questionnaire(over, by=by)
    _fill(over)
    close_questionnaire(over, by=by)
    runs = copy_questionnaire(over, by=by)
    update_questionnaire(
        runs,
        title=TITLE.format(year=today.year),
        intro=INTRO,
        due_on=today + dt.timedelta(days=DAYS_OPEN),
        questions=QUESTIONS,
        by=by,
    )
    open_questionnaire(runs, by=by)
    _answer_some(runs)
    post_results(
        done.cycle,
        title=f"{done.cycle.name}“好”等次人员公示",
        domain=district.domain,
        scope=Posting.Scope.EVERYBODY,
        shows_unit=True,
        shows_post=True,
        shows_grade=True,
        grades=["good"],
        starts_on=today,
        ends_on=today + dt.timedelta(days=7),
        objections=OBJECTIONS,
        by=second,
    )


def _fill(questionnaire: Questionnaire) -> None:
    """Put most people's sheets into the box at once; closing shuffles what it keeps."""
    draw = random.Random(SEED)
    people = list(questionnaire.respondents.select_related("asked_unit"))
    answered = [person for person in people if draw.randrange(SILENT)]
    questions = list(questionnaire.questions.order_by("position"))
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            questionnaire=questionnaire,
            category_id=person.asked_unit.category_id,
            answers={str(key): answer for key, answer in _drawn(questions, draw).items()},
        )
        for person in answered
    )
    Respondent.objects.filter(pk__in=[person.pk for person in answered]).update(has_answered=True)


def _answer_some(questionnaire: Questionnaire) -> None:
    """Some numbered accounts answer as the page does it; the listed ones are still asked."""
    draw = random.Random(SEED + 1)
    questions = list(questionnaire.questions.order_by("position"))
    asked = User.objects.filter(
        pk__in=questionnaire.respondents.values("user"), username__startswith="kz"
    )
    for person in asked.order_by("username")[:SPOKEN]:
        answer_questionnaire(questionnaire, answers=_drawn(questions, draw), by=person)


def _drawn(questions: list[Question], draw: random.Random) -> dict[int, list[int] | str]:
    answers: dict[int, list[int] | str] = {}
    for question, weights in zip(questions, LIKELY, strict=False):
        numbers = range(1, len(weights) + 1)
        if question.kind == Question.Kind.SEVERAL:
            picked = [number for number in numbers if draw.randrange(100) < weights[number - 1]]
        else:
            picked = draw.choices(numbers, weights)
        if picked:
            answers[question.pk] = picked
    if not draw.randrange(4):
        answers[questions[-1].pk] = draw.choice(WORDS)
    return answers
