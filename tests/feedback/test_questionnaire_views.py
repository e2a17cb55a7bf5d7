"""Questionnaires on the pages and through the API: written, answered, read."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from feedback.models import AnswerSheet, AnswerText, Questionnaire
from feedback.services.questionnaires import close_questionnaire
from organization.models import Role, User
from tests.feedback.factories import FAR, AnswerTextFactory, AskedUnitFactory, QuestionTallyFactory
from tests.feedback.test_questionnaires import TROUBLES, answer, opened, people_of
from tests.organization.factories import CategoryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return UserFactory(role=Role.OFFICE_STAFF)


def typed_rows(*rows: dict[str, object]) -> dict[str, object]:
    counts = {"questions-TOTAL_FORMS": len(rows), "questions-INITIAL_FORMS": 0}
    fields = {
        f"questions-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }
    return {**counts, **fields}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_office_writes_changes_and_hands_out(clerk):
    unit, _people = people_of()
    client = signed_in(clerk)
    facts = {"title": "问卷", "domain": unit.domain_id, "due_on": FAR.isoformat()}
    single = {"text": "是否公平", "kind": "single", "choices": "公平"}
    create = reverse("feedback:questionnaire_create")
    # What was typed stands there again, beside what is wrong with it.
    wrong = client.post(create, facts | typed_rows(single)).text
    assert "2 to 20 different answers" in wrong
    assert "是否公平" in wrong
    rows = [
        {"text": "建议", "kind": "text", "position": 2},
        {**single, "choices": "公平\n\n不公平", "position": 1, "is_required": "on"},
        {"text": "", "kind": "single"},
        {"text": "多余", "kind": "text", "DELETE": "on"},
    ]
    assert client.post(create, facts | typed_rows(*rows)).status_code == 302
    made = Questionnaire.objects.get()
    questions = made.questions.order_by("position").values_list("text", "choices", "is_required")
    assert list(questions) == [("是否公平", ["公平", "不公平"], True), ("建议", [], False)]
    page = client.get(made.get_absolute_url()).text
    assert re.search(r"to be asked</dt><dd class=\"hj-num\">6", page)
    edit = reverse("feedback:questionnaire_edit", args=[made.pk])
    assert "是否公平" in client.get(edit).text
    client.post(edit, facts | {"title": "新名", "units": [unit.pk]} | typed_rows(rows[0]))
    made.refresh_from_db()
    assert (made.title, list(made.units.all())) == ("新名", [unit])
    client.post(reverse("feedback:questionnaire_open", args=[made.pk]))
    assert client.get(edit).status_code == 302
    copied = client.post(reverse("feedback:questionnaire_copy", args=[made.pk])).url
    newest = Questionnaire.objects.latest("pk")
    assert copied == reverse("feedback:questionnaire_edit", args=[newest.pk])


def test_people_answer_from_their_home_page_once(clerk):
    unit, people = people_of()
    made = opened(unit, clerk)
    person = signed_in(people[0])
    address = reverse("feedback:answer_create", args=[made.pk])
    assert address in person.get(reverse("feedback:home")).text
    single, several, scale, text = made.questions.order_by("position")
    page = person.get(address)
    assert "no-store" in page.headers["Cache-Control"]
    assert 'name="sessionid"' not in page.text
    wrong = person.post(address, {f"q{text.pk}": "多听意见", f"q{several.pk}": ["9"]}).text
    assert "This field is required." in wrong
    assert "多听意见" in wrong
    typed = {f"q{single.pk}": "2", f"q{several.pk}": ["1", "3"], f"q{scale.pk}": "4"}
    # Two windows were open: the first one counts, the second is told so and loses nothing by it.
    sent = person.post(address, typed, follow=True)
    assert "Nobody can tell which answers are yours." in sent.text
    again = person.post(address, typed | {f"q{single.pk}": "1"})
    assert "You have answered already" in again.text
    assert "You have answered; what was sent counts." in person.get(address).text
    assert address not in person.get(reverse("feedback:home")).text
    assert AnswerSheet.objects.get().answers == {
        str(single.pk): [2],
        str(several.pk): [1, 3],
        str(scale.pk): [4],
    }
    assert signed_in(UserFactory(role=Role.CADRE)).get(address).status_code == 404
    close_questionnaire(made, by=clerk)
    late = signed_in(people[1]).post(address, typed, follow=True)
    assert "nothing more is taken" in late.text


def test_before_the_closing_the_office_sees_counts_of_people_only(clerk):
    unit, people = people_of(count=7)
    made = opened(unit, clerk)
    for person in people[:5]:
        answer(made, person, fair=2, words="多走访")
    client = signed_in(clerk)
    statistics = reverse("api:questionnaire-statistics", args=[made.pk])
    page = client.get(made.get_absolute_url()).text
    assert unit.name in page
    assert "不公平" not in page
    for person in people:
        assert str(person) not in page
        assert person.username not in page
    told = client.get(statistics).json()
    assert told == {
        "participation": {"asked": 7, "answered": 5, "share": "71.4"},
        "questions": [],
    }
    text = made.questions.get(kind="text")
    texts = reverse("feedback:text_list", args=[text.pk])
    assert "多走访" not in client.get(texts).text
    export = reverse("feedback:questionnaire_export", args=[made.pk])
    assert client.get(export).status_code == 404
    client.post(reverse("feedback:questionnaire_close", args=[made.pk]))
    assert "不公平" in client.get(made.get_absolute_url()).text
    assert client.get(texts).text.count("多走访") == 5
    first = client.get(statistics).json()["questions"][0]
    assert [(one["name"], one["count"], one["share"]) for one in first["answers"]] == [
        ("公平", 0, "0.0"),
        ("不公平", 5, "100.0"),
        ("说不清", 0, "0.0"),
    ]
    book = load_workbook(io.BytesIO(b"".join(client.get(export).streaming_content)))
    assert book.sheetnames == ["Counts", "By class of units", "In own words", "Participation"]
    assert [cell.value for cell in book["Counts"][3]] == [1, "评鉴是否公平", 5, "不公平", 5, 100]
    assert [cell.value for cell in book["Participation"][2]] == [unit.name, 7, 5]


def test_api_tells_the_questions_and_takes_answers_once(clerk):
    unit, people = people_of()
    made = opened(unit, clerk, TROUBLES)
    client = signed_in(people[0])
    listed = client.get(reverse("api:questionnaire-list")).json()["results"]
    assert [one["id"] for one in listed] == [made.pk]
    detail = client.get(reverse("api:questionnaire-detail", args=[made.pk])).json()
    question = detail["questions"][0]
    assert question["choices"] == ["职责交叉", "临时任务多", "难以量化"]
    address = reverse("api:questionnaire-answer", args=[made.pk])

    def send(*choices: int) -> object:
        body = {"answers": [{"question": question["id"], "choices": choices}]}
        return client.post(address, body, content_type="application/json")

    refused = send(4)
    assert refused.status_code == 400
    assert refused.json() == {f"q{question['id']}": ["This is none of the answers."]}
    assert send(2, 3).status_code == 204
    assert send(1).status_code == 400
    assert AnswerSheet.objects.get().answers == {str(question["id"]): [2, 3]}


def test_pages_ask_no_more_for_more_rows(clerk):
    unit, people = people_of()
    closed = opened(unit, clerk)
    for person in people:
        answer(closed, person, words="多走访")
    close_questionnaire(closed, by=clerk)
    client, person = signed_in(clerk), signed_in(people[0])
    counts = []
    for _round in range(2):
        single = closed.questions.get(kind="single")
        QuestionTallyFactory(question=single, category=CategoryFactory())
        AnswerTextFactory.create_batch(3, question=closed.questions.get(kind="text"))
        AskedUnitFactory.create_batch(2, questionnaire=closed, answered=1)
        opened(unit, clerk)
        with CaptureQueriesContext(connection) as queries:
            for address in (
                reverse("feedback:questionnaire_list"),
                closed.get_absolute_url(),
                reverse("feedback:text_list", args=[closed.questions.get(kind="text").pk]),
                reverse("api:questionnaire-list"),
            ):
                assert client.get(address).status_code == 200
            assert person.get(reverse("feedback:answer_list")).status_code == 200
            assert person.get(reverse("feedback:home")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert AnswerText.objects.count() == 12
