"""Questionnaires and postings for the permission matrix."""

from typing import Any

from django.db.models import Model

from feedback.models import Posting, Question
from feedback.services.questionnaires import Asked, create_questionnaire, open_questionnaire
from organization.models import Role, User
from tests.feedback.factories import (
    FAR,
    AnswerTextFactory,
    PostingFactory,
    QuestionFactory,
    QuestionnaireFactory,
)
from tests.organization.factories import UserFactory

PEOPLE = 5


def asks_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """A questionnaire in each state, and a running posting of what is published."""
    by = UserFactory(role=Role.OFFICE_STAFF)
    UserFactory.create_batch(PEOPLE, unit=side.unit, role=Role.CADRE)
    draft, running = (
        create_questionnaire(
            title=f"问卷 {state} {side.canary}",
            domain=side.domain,
            due_on=FAR,
            questions=[Asked("single", f"是否公平 {side.canary}", ["公平", "不公平"])],
            by=by,
        )
        for state in ("草稿", "答卷")
    )
    open_questionnaire(running, by=by)
    closed = QuestionnaireFactory(
        title=f"问卷 结束 {side.canary}", domain=side.domain, state="closed"
    )
    words = QuestionFactory(questionnaire=closed, text=f"建议 {side.canary}")
    AnswerTextFactory(question=words, text=f"减负 {side.canary}")
    cycle = side.objects["published_result"].group.run.cycle
    return {
        "draft_questionnaire": draft,
        "open_questionnaire": running,
        "closed_questionnaire": closed,
        "text_question": words,
        "published_cycle": cycle,
        "posting": PostingFactory(
            title=f"公示 {side.canary}",
            cycle=cycle,
            domain=side.domain,
            scope=Posting.Scope.DOMAIN,
            grades=[one.code for one in cycle.scheme.grades.all()],
        ),
    }


def asks_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    made = side.objects
    question = Question.objects.get(questionnaire=made["open_questionnaire"])
    typed = {
        "title": "问卷",
        "domain": side.domain.pk,
        "due_on": FAR.isoformat(),
        "questions-TOTAL_FORMS": 1,
        "questions-INITIAL_FORMS": 0,
        "questions-0-text": "是否公平",
        "questions-0-kind": "single",
        "questions-0-choices": "公平\n不公平",
    }
    return {
        "feedback:questionnaire_create": typed,
        "feedback:questionnaire_edit": typed,
        "feedback:answer_create": {f"q{question.pk}": "1"},
        "feedback:posting_create": {
            "title": "公示",
            "domain": side.domain.pk,
            "grades": [made["published_cycle"].scheme.grades.all()[0].code],
            "scope": "unit",
            "shows_grade": "on",
            "starts_on": "2024-01-01",
            "ends_on": "2024-01-08",
            "objections": "考核办，电话 12380",
        },
        "feedback:posting_withdraw": {"reason": "名单有误"},
        "api:questionnaire-answer": {"answers": [{"question": question.pk, "choices": [1]}]},
    }
