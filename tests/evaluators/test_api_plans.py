"""Plans, groups and searches over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluators.services.forming import form_plan
from organization.models import Role
from tests.evaluators.worlds import make_small_plan, member, seat_of, unit_of
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    return clerk


def url(name: str, key: int | None = None) -> str:
    return reverse(f"api:forming-{name}", args=[key] if key else [])


def test_a_search_is_started_followed_read_and_adopted(client, clerk) -> None:
    plan, person = make_small_plan(), member()
    started = client.post(url("list"), {"plan": plan.pk, "deals_units": False})
    assert started.status_code == 201
    key = started.json()["id"]
    assert started.json()["state"] == "waiting"
    form_plan(key)
    assert client.get(url("detail", key)).json()["state"] == "done"
    found = client.get(url("proposal", key)).json()
    assert found["verdict"] == "All recusal rules hold; proven optimal."
    assert found["result"]["seats"] == [[plan.groups.get().pk, "member", person.pk]]
    assert client.post(url("adopt", key)).status_code == 200
    assert seat_of(plan).evaluator == person
    again = client.post(url("adopt", key))
    assert again.status_code == 400
    assert "has changed since" in again.json()[0]


def test_a_second_search_is_refused_and_the_first_is_stopped(client, clerk) -> None:
    plan = make_small_plan()
    key = client.post(url("list"), {"plan": plan.pk, "deals_units": False}).json()["id"]
    second = client.post(url("list"), {"plan": plan.pk, "deals_units": False})
    assert second.status_code == 400
    assert client.post(url("cancel", key)).json()["state"] == "cancelled"


def test_the_reasons_why_not_are_the_offices(client, clerk) -> None:
    plan = make_small_plan()
    member(native_place=unit_of(plan).region_code)
    key = client.post(url("list"), {"plan": plan.pk, "deals_units": False}).json()["id"]
    form_plan(key)
    assert client.get(url("proposal", key)).json()["diagnosis"]["conflict"] == ["native_place"]
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    assert client.get(url("proposal", key)).json()["diagnosis"] == {}


@pytest.mark.parametrize("name", ["field-plan", "assessment-group"])
def test_queries_do_not_grow_with_rows(client, clerk, name) -> None:
    counts = []
    for _round in range(2):
        for _plan in range(3):
            make_small_plan()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(f"api:{name}-list"))
            assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
