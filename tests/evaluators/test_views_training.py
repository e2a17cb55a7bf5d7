import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluators.models import ResearchTopic, Tag, TrainingNeed, TrainingSession
from organization.models import Role
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    PoolPolicyFactory,
    ResearchTopicFactory,
    RosterSpellFactory,
    TagFactory,
    TrainingAttendanceFactory,
    TrainingNeedFactory,
    TrainingResourceFactory,
    TrainingSessionFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clerk(client):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    return clerk


def test_a_session_is_entered_and_its_attendees_picked(client) -> None:
    facts = {"kind": "rotation", "title": "轮训一班", "held_on": "2023-05-01", "others": "30"}
    created = client.post(reverse("evaluators:training_create"), facts)
    session = TrainingSession.objects.get()
    assert created.url == session.get_absolute_url()
    inside, _outside = EvaluatorFactory(name="陈其"), EvaluatorFactory(name="陈二", spell=None)
    address = reverse("evaluators:attendance_create", args=[session.pk])
    page = client.get(address, {"q": "陈"})
    assert list(page.context["picker"].page) == [inside]
    assert client.post(address, {"evaluators": [inside.pk]}).status_code == 302
    shown = client.get(session.get_absolute_url()).content.decode()
    assert "陈其" in shown
    assert ">31<" in shown
    assert list(client.get(address).context["picker"].page) == []


def test_evp_17_a_need_is_noted_and_linked_on_pages(client) -> None:
    unit = UnitFactory()
    facts = {"unit": unit.code, "topic": "统计", "noted_on": "2023-02-01"}
    client.post(reverse("evaluators:need_create"), facts)
    need = TrainingNeed.objects.get()
    earlier = TrainingSessionFactory(held_on=dt.date(2023, 1, 31))
    session = TrainingSessionFactory(title="统计专题班", held_on=dt.date(2023, 4, 1))
    address = reverse("evaluators:need_match", args=[need.pk])
    assert client.post(address, {"session": earlier.pk}).status_code == 200
    assert client.post(address, {"session": session.pk}).status_code == 302
    assert "统计专题班" in client.get(reverse("evaluators:need_list")).content.decode()
    assert "统计" in client.get(session.get_absolute_url()).content.decode()


def test_evp_14_and_15_the_page_names_who_owes_training(client) -> None:
    PoolPolicyFactory()
    person = RosterSpellFactory(joined_on=dt.date(2023, 3, 1)).evaluator
    page = client.get(reverse("evaluators:training_due"), {"day": "2023-09-01"})
    assert page.context["overdue"] == 1
    assert person.name in page.content.decode()
    assert [season["page"].paginator.count for season in page.context["seasons"]] == [1, 1]


def test_newcomers_who_owe_training_are_turned_over(client) -> None:
    PoolPolicyFactory()
    RosterSpellFactory.create_batch(61, joined_on=dt.date(2023, 3, 1))
    address, asked = reverse("evaluators:training_due"), {"day": "2023-09-01", "newcomers": "2"}
    headers = {"HX-Request": "true", "HX-Target": "newcomers"}
    answer = client.get(address, asked, headers=headers)
    assert "61 to 61 of 61" in answer.content.decode()
    assert client.get(address, asked).context["overdue"] == 61


def test_evp_16_and_26_the_report_of_a_year(client) -> None:
    session = TrainingSessionFactory(others=13_000, kind="e_learning")
    session.capacities.add(TagFactory(kind=Tag.Kind.CAPACITY, name="综合研判能力"))
    ResearchTopicFactory.create_batch(3)
    page = client.get(reverse("evaluators:training_report", args=[2023]))
    assert page.context["person_times"] == 13_000
    assert page.context["topics"] == 3
    assert "综合研判能力" in page.content.decode()


def test_a_topic_gets_its_outcome(client) -> None:
    facts = {"year": "2023", "title": "考核结果运用研究", "led_by": "考核办", "outcome": ""}
    client.post(reverse("evaluators:topic_create"), facts)
    topic = ResearchTopic.objects.get()
    address = reverse("evaluators:topic_edit", args=[topic.pk])
    client.post(address, facts | {"outcome": "转化为制度"})
    assert "转化为制度" in client.get(reverse("evaluators:topic_list")).content.decode()
    twice = client.post(reverse("evaluators:topic_create"), facts)
    assert "on record already" in twice.content.decode()


def test_renewal_on_the_page_keeps_what_was_ticked(client) -> None:
    person = CertificateFactory(expires_on=dt.date(2022, 1, 1)).evaluator
    address = reverse("evaluators:certificate_renew")
    facts = {"evaluators": [person.pk], "issued_on": "2023-01-01", "expires_on": "2022-01-01"}
    refused = client.post(address, facts)
    assert "before the first" in refused.content.decode()
    assert "checked" in refused.content.decode()
    assert client.post(address, facts | {"expires_on": "2999-01-01"}).status_code == 302
    assert client.get(reverse("evaluators:certificate_list")).context["count"] == 0


def test_the_roster_page_compares_two_days_and_pages_its_names(client) -> None:
    RosterSpellFactory.create_batch(31, joined_on=dt.date(2022, 1, 1))
    address = reverse("evaluators:roster_list")
    days = {"day": "2022-12-31", "earlier": "2020-12-31"}
    page = client.get(address, days)
    assert len(page.context["roster"].members) == 31
    second = client.get(
        address,
        days | {"joined_page": "2"},
        headers={"HX-Request": "true", "HX-Target": "joined_page"},
    )
    assert "31 to 31 of 31" in second.content.decode()


def make_pick() -> None:
    EvaluatorFactory().tags.add(TagFactory(kind=Tag.Kind.STRENGTH))


LISTS = {
    "training_list": lambda: TrainingAttendanceFactory(),
    "need_list": lambda: TrainingNeedFactory(session=TrainingSessionFactory()),
    "resource_list": lambda: TrainingSessionFactory(base=TrainingResourceFactory()),
    "topic_list": lambda: ResearchTopicFactory(),
    "certificate_list": lambda: CertificateFactory(expires_on=dt.date(2022, 1, 1)),
    "pick_list": make_pick,
    "training_due": lambda: RosterSpellFactory(),
    "roster_list": lambda: RosterSpellFactory(),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_no_more_questions_for_more_rows(client, name) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            LISTS[name]()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"evaluators:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
