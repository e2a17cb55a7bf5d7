"""Dossiers by the API: written by one, confirmed by another; departments only write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dailyreview.models import DossierEntry
from organization.models import Role
from tests.dailyreview.api import api, ask, send
from tests.dailyreview.factories import DossierEntryFactory
from tests.dailyreview.worlds import DailyWorld, make_person, make_world
from tests.organization.factories import UserFactory

FACT = {"kind": "award", "fact": "获评先进个人", "happened_on": "2024-05-01"}


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world(people=2)


def test_person_writes_superior_confirms_and_signs_office_archives(world) -> None:
    """DOS-02: signed, the person adds nothing; archived, nobody does."""
    person = world.staff[0]
    key = person.cadre_id
    entry = send(person, "dossier-entries", key, **FACT).json()
    assert (entry["state"], entry["side"], entry["year"]) == ("intake", "positive", 2024)
    assert send(person, "dossier-entry-confirm", entry["id"]).status_code == 404
    (waiting,) = ask(world.principal, "dossier-entry-waiting")["results"]
    assert (waiting["id"], waiting["fact"]) == (entry["id"], FACT["fact"])
    confirmed = send(world.principal, "dossier-entry-confirm", entry["id"]).json()
    assert confirmed["state"] == "confirmed"
    early = send(world.clerk, "dossier-archive", key, 2024)
    assert early.json() == {"non_field_errors": ["A superior signs the year first."]}
    assert send(world.principal, "dossier-sign", key, 2024).json()["stage"] == "signed"
    assert send(person, "dossier-entries", key, **FACT).status_code == 400
    assert send(world.clerk, "dossier-archive", key, 2024).status_code == 201
    assert send(world.clerk, "dossier-entries", key, **FACT).status_code == 400
    (year,) = ask(person, "dossier-detail", key)["years"]
    assert (year["year"], year["is_archived"], len(year["entries"])) == (2024, True, 1)
    assert send(world.staff[1], "dossier-entries", key, **FACT).status_code == 404


def test_wrong_facts_are_told_at_their_field(world) -> None:
    person = world.staff[0]
    refused = send(person, "dossier-entries", person.cadre_id, kind="praise", happened_on="2024")
    assert sorted(refused.json()) == ["fact", "happened_on", "kind"]
    later = send(
        world.clerk, "dossier-entries", person.cadre_id, **FACT | {"happened_on": "2999-01-01"}
    )
    assert later.json() == {"happened_on": ["This day has not come yet."]}


def test_department_gets_a_receipt_whoever_is_meant(world) -> None:
    """DLY-14, DOS-08: the same answer whether the person is known or not; nothing to read."""
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=world.unit)
    sent = {**FACT, "source": world.unit.pk, "document": "通报", "unit_name": world.office.name}
    for name in (world.staff[0].cadre.name, "查无此人"):
        told = send(reporter, "dossier-intake-list", **sent, name=name)
        assert (told.status_code, list(told.json())) == (201, ["receipt"])
    found, nobody = DossierEntry.objects.order_by("pk")
    assert (found.cadre, nobody.cadre) == (world.staff[0].cadre, None)
    assert ask(reporter, "dossier-entry-list")["results"] == []
    wrong = {**sent, "source": world.office.pk, "name": "某人", "id_number": "1", "document": ""}
    refused = send(reporter, "dossier-intake-list", **wrong).json()
    assert sorted(refused) == ["document", "id_number", "source"]
    for number, word in (("1", "No cadre whose dossier"), ("", "Say who is meant")):
        refused = send(world.clerk, "dossier-entry-confirm", nobody.pk, id_number=number).json()
        assert word in refused["id_number"][0]
    number = world.staff[1].cadre.id_number
    told = send(world.clerk, "dossier-entry-confirm", nobody.pk, id_number=number).json()
    assert told["name"] == world.staff[1].cadre.name
    assert send(world.clerk, "dossier-entry-reject", found.pk).json() == {
        "reason": ["This field is required."]
    }
    rejected = send(world.clerk, "dossier-entry-reject", found.pk, reason="查无依据").json()
    assert rejected["state"] == "rejected"


def test_dossiers_are_found_by_conditions_in_as_many_questions(world) -> None:
    def grow() -> None:
        person = make_person(world.office)
        DossierEntryFactory(cadre=person.cadre, unit=world.unit, confirmed=True)
        DossierEntryFactory(
            cadre=None, unit=None, origin="department", source=world.unit, named="某人"
        )

    counts: dict[str, list[int]] = {}
    for _ in range(3):
        grow()
        for name in ("dossier-list", "dossier-entry-waiting", "dossier-entry-list"):
            client, address = api(world.clerk), reverse(f"api:{name}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.setdefault(name, []).append(len(queries))
    assert {name: found for name, found in counts.items() if found[1] != found[2]} == {}
    found = ask(world.clerk, "dossier-list", has_awards="on", year=2024, kind="nonsense")
    assert (found["count"], found["results"][0]["positive"]) == (3, 1)
    assert ask(world.staff[0], "dossier-list")["count"] == 0
