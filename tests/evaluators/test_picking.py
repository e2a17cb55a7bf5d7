"""Ticking people over pages and searches: nothing that was ticked is lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluators.models import Evaluator, RosterSpell, TrainingAttendance
from organization.models import Role
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    RosterSpellFactory,
    TrainingSessionFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

FIELD = re.compile(r'<(?:input|button)[^>]*name="(evaluators[-a-z]*|q)" value="([^"]*)"([^>]*)>')


@pytest.fixture(autouse=True)
def clerk(client):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    return clerk


@pytest.fixture
def address():
    return reverse("evaluators:attendance_create", args=[TrainingSessionFactory().pk])


def pool_of(count: int) -> list[Evaluator]:
    unit = UnitFactory()
    people = Evaluator.objects.bulk_create(
        EvaluatorFactory.build(name=f"人员{number:04}", home_unit=unit, spell=None)
        for number in range(count)
    )
    RosterSpell.objects.bulk_create(RosterSpellFactory.build(evaluator=person) for person in people)
    return people


def fields_of(answer) -> dict[str, list[str]]:
    """What a browser without scripts would send of the form on the page, buttons apart."""
    sent: dict[str, list[str]] = {"evaluators": []}
    for name, value, rest in FIELD.findall(answer.content.decode()):
        if name != "evaluators" or "checked" in rest:
            sent.setdefault(name, []).append(value)
    return sent


def ticked(answer) -> set[int]:
    return set(answer.context["picker"].ticked)


def test_ticks_go_along_through_pages_and_searches(client, address) -> None:
    people = pool_of(130)
    sent = fields_of(client.get(address))
    sent["evaluators"] = [people[0].pk, people[59].pk]
    second = client.post(address, sent | {"page": "2"})
    assert second.context["picker"].page[0].name == "人员0060"
    assert [one.pk for one in second.context["picker"].elsewhere] == [people[0].pk, people[59].pk]
    sent = fields_of(second)
    sent["evaluators"].append(str(people[60].pk))
    found = client.post(address, sent | {"q": "人员0129", "pick": "search"})
    assert ticked(found) == {people[0].pk, people[59].pk, people[60].pk}
    sent = fields_of(found)
    sent["evaluators"].append(str(people[129].pk))
    sent["evaluators"].remove(str(people[59].pk))
    first = client.post(address, sent | {"q": "", "page": "1"})
    assert ticked(first) == {people[0].pk, people[60].pk, people[129].pk}
    assert not TrainingAttendance.objects.exists()
    assert client.post(address, fields_of(first)).status_code == 302
    noted = set(TrainingAttendance.objects.values_list("evaluator", flat=True))
    assert noted == {people[0].pk, people[60].pk, people[129].pk}


def test_all_found_are_ticked_at_once_and_unticked(client, address) -> None:
    people = pool_of(130)
    sent = fields_of(client.get(address)) | {"evaluators": [people[5].pk]}
    answer = client.post(address, sent | {"q": "人员012", "pick": "all"})
    assert ticked(answer) == {people[5].pk, *(one.pk for one in people[120:130])}
    assert ticked(client.post(address, fields_of(answer) | {"pick": "none"})) == set()


def test_the_fragment_carries_the_ticks_too(client, address) -> None:
    people = pool_of(61)
    sent = {"evaluators": [people[0].pk], "page": "2"}
    answer = client.post(address, sent, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert fields_of(answer)["evaluators"] == [str(people[0].pk)]


def test_3000_are_ticked_and_noted_in_one_go(client, address) -> None:
    pool_of(3000)
    everybody = client.post(address, {"pick": "all"})
    assert len(ticked(everybody)) == 3000
    assert everybody.context["picker"].more == 3000 - 60 - 60
    sent = fields_of(everybody)
    assert sum(map(len, sent.values())) < 200
    assert client.post(address, sent).status_code == 302
    assert TrainingAttendance.objects.count() == 3000


@pytest.mark.parametrize("key", ["-1", "x", "9" * 40, "1 OR 1", "٣"])
def test_a_key_that_is_none_is_nobody(client, address, key) -> None:
    pool_of(1)
    for sent in ({"evaluators": [key]}, {"evaluators-kept": key}):
        assert ticked(client.post(address, sent | {"page": "1"})) == set()
        assert "Choose somebody." in client.post(address, sent).content.decode()


def test_who_left_the_list_meanwhile_is_said_and_unticked(client, address) -> None:
    inside, outside = pool_of(1)[0], EvaluatorFactory(spell=None)
    answer = client.post(address, {"evaluators": [inside.pk, outside.pk]})
    assert "no longer in the list" in answer.content.decode()
    assert ticked(answer) == {inside.pk}
    assert client.post(address, fields_of(answer)).status_code == 302


def test_the_picker_asks_no_more_for_more_people(client, address) -> None:
    counts = []
    for _batch in range(2):
        people = pool_of(70)
        with CaptureQueriesContext(connection) as queries:
            client.post(address, {"evaluators": [one.pk for one in people], "page": "1"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_certificates_are_renewed_over_two_pages(client) -> None:
    for person in pool_of(70):
        CertificateFactory(evaluator=person, expires_on="2022-01-01")
    renew = reverse("evaluators:certificate_renew")
    first = client.get(reverse("evaluators:certificate_list"))
    sent = fields_of(first) | {"pick": "all", "issued_on": "2023-01-05", "expires_on": "2999-01-01"}
    answer = client.post(renew, sent)
    shown = answer.content.decode()
    assert 'value="2023-01-05"' in shown
    assert 'value="2999-01-01"' in shown
    dates = {"issued_on": "2023-01-05", "expires_on": "2999-01-01"}
    assert client.post(renew, fields_of(answer) | dates).status_code == 302
    assert client.get(reverse("evaluators:certificate_list")).context["count"] == 0


def test_who_may_not_renew_reads_page_after_page(client) -> None:
    for person in pool_of(61):
        CertificateFactory(evaluator=person, expires_on="2022-01-01")
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    answer = client.get(reverse("evaluators:certificate_list"), {"page": "2"})
    assert "61 to 61 of 61" in answer.content.decode()
    assert 'name="evaluators' not in answer.content.decode()
