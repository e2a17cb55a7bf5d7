"""The ledger of uses by the API: the office records, and refusals name the field."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import ResultUse
from organization.models import Role
from tests.assessment.factories import AssesseeFactory, GradeDecisionFactory
from tests.dailyreview.api import api
from tests.feedback.factories import ResultUseFactory
from tests.organization.factories import AppointmentFactory, DomainFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("api:result-use-list")
FACTS = {
    "kind": "training",
    "used_on": "2024-05-01",
    "document": "培训〔3〕号",
    "body": "区委组织部",
    "places": 2,
}


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


def decision_of_person():
    return GradeDecisionFactory(assessee=AssesseeFactory(appointment=AppointmentFactory()))


def test_office_records_reads_and_withdraws(clerk) -> None:
    keys = [decision_of_person().pk for _number in range(2)]
    answer = api(clerk).post(LIST, {**FACTS, "decisions": keys}, format="json")
    assert answer.status_code == 201
    assert {row["decision"] for row in answer.json()} == set(keys)
    found = api(clerk).get(LIST, {"kind": "training", "document": "培训〔3〕号"}).json()
    assert found["count"] == 2
    first = found["results"][0]
    assert (first["places"], first["period"], first["grade"]) == (2, "2023", "good")
    withdraw = reverse("api:result-use-withdraw", args=[first["id"]])
    assert api(clerk).post(withdraw, {"reason": "录入有误"}).json()["withdrawn"]
    assert api(clerk).post(withdraw, {"reason": "录入有误"}).status_code == 400


def test_what_is_refused_is_told_at_its_field(clerk) -> None:
    key = decision_of_person().pk
    client = api(clerk)
    refused = client.post(LIST, {**FACTS, "document": "", "decisions": [key]}, format="json")
    assert (refused.status_code, list(refused.json())) == (400, ["document"])
    nothing = client.post(LIST, {**FACTS, "decisions": []}, format="json")
    assert (nothing.status_code, list(nothing.json())) == (400, ["decisions"])
    assert not ResultUse.objects.exists()


def test_a_foreign_result_is_not_there_and_the_committee_only_reads() -> None:
    decision = decision_of_person()
    stranger = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    sent = {**FACTS, "decisions": [decision.pk]}
    refused = api(stranger).post(LIST, sent, format="json")
    assert (refused.status_code, list(refused.json())) == (400, ["decisions"])
    member = UserFactory(role=Role.COMMITTEE_MEMBER)
    assert api(member).post(LIST, sent, format="json").status_code == 403
    ResultUseFactory(decision=decision)
    assert api(member).get(LIST).json()["count"] == 1
    assert api(stranger).get(LIST).json()["count"] == 0


def test_the_list_asks_no_more_for_more_rows(clerk) -> None:
    counts = []
    api(clerk).get(LIST)
    for _round in range(2):
        ResultUseFactory.create_batch(3)
        with CaptureQueriesContext(connection) as queries:
            api(clerk).get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
