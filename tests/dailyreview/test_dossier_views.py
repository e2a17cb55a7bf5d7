"""The pages of the dossiers: one's own, the search with its spreadsheet, the intake."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import GradeDecision
from assessment.services.decisions import publish_group
from dailyreview.models import DossierEntry, DossierSeal, SavedSearch
from dailyreview.selectors.dossier import find_people
from dailyreview.services.grading import accept_quarter
from organization.models import Role, User
from tests.assessment.worlds import run_to_end
from tests.dailyreview.factories import (
    DossierBatchFactory,
    DossierEntryFactory,
    SavedSearchFactory,
)
from tests.dailyreview.worlds import DailyWorld, make_person, make_world, review_everybody
from tests.organization.factories import UserFactory

SEARCH = "dailyreview:dossier_search"
TYPED = {"kind": "award", "fact": "获评先进个人", "happened_on": "2024-05-01", "document": "通报"}


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world()


def entry_of(world: DailyWorld, number: int, **changed: object) -> DossierEntry:
    cadre = world.staff[number].cadre
    return DossierEntryFactory(cadre=cadre, unit=world.unit, confirmed=True, **changed)


def page_of(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_person_writes_superior_confirms_signs_office_archives(client, world) -> None:
    """DOS-02 on the pages."""
    person = world.staff[0]
    client.force_login(person)
    own = reverse("dailyreview:dossier_own")
    assert "Nothing stands in this dossier yet." in client.get(own).content.decode()
    client.post(reverse("dailyreview:entry_create", args=[person.cadre_id]), TYPED)
    entry = DossierEntry.objects.get()
    confirm = reverse("dailyreview:entry_confirm", args=[entry.pk])
    assert client.get(confirm).status_code == 404
    client.force_login(world.principal)
    assert "获评先进个人" in client.get(reverse("dailyreview:entry_list")).content.decode()
    page = client.post(confirm, {"verdict": "reject", "reason": ""}).content.decode()
    assert "Say why it is rejected." in page
    client.post(confirm, {"verdict": "confirm"})
    client.post(reverse("dailyreview:year_sign", args=[person.cadre_id, 2024]))
    client.force_login(person)
    page = client.post(reverse("dailyreview:entry_create", args=[person.cadre_id]), TYPED)
    assert "signed already" in page.content.decode()
    client.force_login(world.clerk)
    archive = reverse("dailyreview:year_archive", args=[person.cadre_id, 2024])
    client.post(archive)
    assert "is archived" in client.post(archive, follow=True).content.decode()
    assert DossierSeal.objects.count() == 2


def test_person_does_not_learn_who_informed(world) -> None:
    entry = entry_of(world, 0, negative=True)
    entry.recorded_by.display_name = "举报人甲"
    entry.recorded_by.save()
    own = reverse("dailyreview:dossier_detail", args=[entry.cadre_id])
    assert entry.fact in page_of(world.staff[0], own)
    assert "举报人甲" not in page_of(world.staff[0], own)
    assert "举报人甲" in page_of(world.clerk, own)


def test_intake_answers_the_same_whoever_is_meant(client, world) -> None:
    """DLY-14, DOS-08: a receipt number, in the same words, and no page to read."""
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=world.unit)
    client.force_login(reporter)
    address = reverse("dailyreview:intake_create")
    answers = []
    for name in (world.staff[0].cadre.name, "查无此人"):
        sent = {**TYPED, "source": world.unit.pk, "name": name, "unit_name": world.office.name}
        page = client.post(address, sent, follow=True).content.decode()
        receipt = DossierEntry.objects.latest("pk").receipt
        assert receipt in page
        # The rest of a page tells the time that is left and a token.
        answers.append(re.sub(r"(?s).*<main|</main>.*", "", page).replace(receipt, ""))
    hidden = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')
    assert hidden.sub("", answers[0]) == hidden.sub("", answers[1])
    assert "Receipt number" in answers[0]
    assert [one.cadre for one in DossierEntry.objects.order_by("pk")] == [
        world.staff[0].cadre,
        None,
    ]
    for entry in DossierEntry.objects.all():
        assert client.get(reverse("dailyreview:entry_confirm", args=[entry.pk])).status_code == 404
        address = reverse("api:dossier-entry-detail", args=[entry.pk])
        assert client.get(address).status_code == 404
    assert client.get(reverse("api:dossier-entry-list")).json()["results"] == []


def test_intake_has_a_limit_by_the_hour_and_loses_nothing(client, world, settings) -> None:
    """DLY-14: so many facts an hour of one account; what was typed stays on the page."""
    settings.INTAKE_PER_HOUR = 2
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=world.unit)
    client.force_login(reporter)
    address = reverse("dailyreview:intake_create")
    sent = {**TYPED, "source": world.unit.pk, "name": "某人", "unit_name": "某单位"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    page = client.post(address, {**sent, "fact": "还没送出的话"}).content.decode()
    assert "2 facts within an hour" in page
    assert "还没送出的话" in page
    assert DossierEntry.objects.count() == 2
    # Entries are written once: the plain queryset is the way round that guard.
    QuerySet(DossierEntry).update(recorded_at=timezone.now() - dt.timedelta(hours=1))
    assert client.post(address, sent).status_code == 302
    other = UserFactory(role=Role.DATA_REPORTER, unit=world.unit)
    client.force_login(other)
    assert client.post(address, sent).status_code == 302


def test_office_finds_who_is_meant(client, world) -> None:
    entry = DossierEntryFactory(
        cadre=None, unit=None, origin="department", source=world.unit, named="某人"
    )
    client.force_login(world.clerk)
    address = reverse("dailyreview:entry_confirm", args=[entry.pk])
    assert "某人" in client.get(address).content.decode()
    for number, words in (("1", "No cadre whose dossier"), ("", "Say who is meant")):
        page = client.post(address, {"verdict": "confirm", "id_number": number})
        assert words in page.content.decode()
    number = world.staff[0].cadre.id_number
    client.post(address, {"verdict": "confirm", "id_number": number})
    assert DossierEntry.objects.confirmed().get().cadre == world.staff[0].cadre


def test_search_is_saved(client, world) -> None:
    """DOS-08."""
    entry_of(world, 0)
    entry_of(world, 1, negative=True)
    client.force_login(world.clerk)
    query = {"has_awards": "on", "year": "2024"}
    address = reverse(SEARCH, query=query)
    page = client.get(address).content.decode()
    assert world.staff[0].cadre.name in page
    assert world.staff[1].cadre.name not in page
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    save = reverse("dailyreview:search_save")
    response = client.post(save, {**query, "name": "去年获奖"})
    assert world.staff[0].cadre.name in client.get(response.url).content.decode()
    saved = SavedSearch.objects.get(owner=world.clerk)
    assert saved.query == "year=2024&has_awards=True"
    assert "have a search" in client.post(save, {**query, "name": "去年获奖"}, follow=True).text
    foreign = SavedSearchFactory()
    assert client.post(_remove(foreign)).status_code == 404
    client.post(_remove(saved))
    assert list(SavedSearch.objects.all()) == [foreign]


def _remove(search: SavedSearch) -> str:
    return reverse("dailyreview:search_remove", args=[search.pk])


def test_search_by_the_grade_of_a_quarter_once_published(world) -> None:
    quarter = world.open(1)
    review_everybody(world, (95, 85, 84, 65))
    run = run_to_end(quarter.cycle)
    accept_quarter(quarter, world.unit, by=world.principal)
    assert GradeDecision.objects.in_force().filter(grade="good").count() == 1
    assert not find_people(world.clerk, {"grade": "good"}).exists()
    publish_group(run.groups.get(), by=world.clerk)
    assert [*find_people(world.clerk, {"grade": "good", "year": 2024})] == [world.staff[0].cadre]
    assert not find_people(world.clerk, {"grade": "good", "year": 2023}).exists()


def test_lists_ask_no_more_questions_for_more_rows(world) -> None:
    """PAIN-04 and DOS-01: pages of dossiers stay as quick when they grow."""
    pages = [
        (world.clerk, reverse(SEARCH)),
        (world.principal, reverse(SEARCH, query={"q": "获评", "kind": "award"})),
        (world.clerk, reverse("dailyreview:entry_list")),
        (world.clerk, reverse("dailyreview:balance_list")),
        (world.clerk, reverse("api:dossier-entry-list")),
        (world.clerk, reverse("dailyreview:dossier_detail", args=[world.staff[0].cadre_id])),
    ]
    counts = []
    for _ in range(3):
        world.staff += [make_person(world.office) for _ in range(2)]
        for number in range(len(world.staff)):
            entry_of(world, number)
            waiting = {"unit": world.unit, "kind": "reform"}
            DossierEntryFactory(cadre=world.staff[number].cadre, **waiting)
        SavedSearchFactory(owner=world.clerk)
        DossierBatchFactory(requested_by=world.clerk)
        counts.append([queries_of(user, address) for user, address in pages])
    assert counts[1] == counts[2]
    assert max(counts[2]) <= 25


def queries_of(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)
