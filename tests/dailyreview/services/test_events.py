"""DLY-15: an event record cites people; awards are proposed by one and decided by another."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dailyreview.models import AwardProposal, DossierEntry, EventCitation, EventFile
from dailyreview.selectors.events import awards_suggested, event_files
from dailyreview.services.dossier import confirm_entry
from dailyreview.services.events import cite_person, decide_award, propose_award, save_event
from organization.models import AuditEvent, Cadre, Role, User
from tests.dailyreview.factories import (
    AwardProposalFactory,
    DossierEntryFactory,
    EventCitationFactory,
    EventFileFactory,
)
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory

DAY = dt.date(2024, 5, 1)


@pytest.fixture
def event(db) -> EventFile:
    return EventFileFactory()


@pytest.fixture
def clerk(event) -> User:
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=event.domain)


@pytest.fixture
def second(event) -> User:
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=event.domain)


@pytest.fixture
def cadre(event) -> Cadre:
    return AppointmentFactory(unit=UnitFactory(domain=event.domain)).cadre


def cite(event: EventFile, cadre: Cadre, by: User, **changed: object) -> EventCitation:
    told = {"part": "带队", "conduct": "positive", "fact": "转移群众", "happened_on": DAY}
    return cite_person(event, cadre=cadre, **{**told, "document": "", **changed}, by=by)


def test_event_cites_people_and_conduct_becomes_a_fact(event, clerk, second, cadre) -> None:
    """DLY-15: good and bad conduct, each a fact of the dossier under four eyes."""
    good = cite(event, cadre, clerk)
    bad = cite(event, cadre, clerk, conduct="negative", fact="脱岗")
    assert (good.entry.kind, good.entry.state) == ("major_test", "intake")
    assert (bad.entry.kind, bad.entry.side) == ("failure", "negative")
    with pytest.raises(PermissionDenied):
        confirm_entry(good.entry, by=clerk)
    with pytest.raises(ValidationError, match="confirmed"):
        propose_award(good, award="嘉奖", reason="值守", by=clerk)
    assert not awards_suggested(event, clerk).exists()
    confirm_entry(good.entry, by=second)
    confirm_entry(bad.entry, by=second)
    assert list(awards_suggested(event, clerk)) == [good]
    bad.refresh_from_db()
    with pytest.raises(ValidationError, match="good conduct"):
        propose_award(bad, award="嘉奖", reason="值守", by=clerk)
    (listed,) = event_files(clerk)
    assert (listed.good, listed.bad) == (1, 1)
    actions = AuditEvent.objects.about(good).values_list("action", flat=True)
    assert list(actions) == ["event_person_recorded"]


@pytest.mark.parametrize("day", [dt.date(2024, 4, 19), dt.date(2024, 5, 21)])
def test_day_lies_in_the_event(event, clerk, cadre, day) -> None:
    with pytest.raises(ValidationError, match="outside"):
        cite(event, cadre, clerk, happened_on=day)
    assert not DossierEntry.objects.exists()


def test_only_the_office_of_the_domain_keeps_a_file(event, clerk, cadre) -> None:
    stranger = UserFactory(role=Role.OFFICE_STAFF, role__domain=UnitFactory().domain)
    principal = UserFactory(role=Role.UNIT_PRINCIPAL, unit=cadre.appointments.get().unit)
    citation = EventCitationFactory(event=event, entry__cadre=cadre)
    for nobody in (stranger, principal):
        assert not EventFile.objects.visible_to(nobody).exists()
        assert not EventCitation.objects.visible_to(nobody).exists()
        with pytest.raises(PermissionDenied):
            cite(event, cadre, nobody)
        with pytest.raises(PermissionDenied):
            propose_award(citation, award="嘉奖", reason="值守", by=nobody)
        with pytest.raises(PermissionDenied):
            save_event(event, by=nobody)
    clerk.cadre = cadre
    clerk.save()
    with pytest.raises(PermissionDenied):
        cite(event, cadre, clerk)
    with pytest.raises(PermissionDenied):
        propose_award(citation, award="嘉奖", reason="值守", by=clerk)


def test_award_is_proposed_by_one_and_decided_by_another(event, clerk, second, cadre) -> None:
    citation = EventCitationFactory(event=event, entry__cadre=cadre)
    proposal = propose_award(citation, award="嘉奖", reason="值守", by=clerk)
    with pytest.raises(ValidationError, match="already"):
        propose_award(citation, award="记功", reason="值守", by=clerk)
    with pytest.raises(PermissionDenied):
        decide_award(proposal, adopted=True, words="", by=clerk)
    with pytest.raises(ValidationError, match="why"):
        decide_award(proposal, adopted=False, words=" ", by=second)
    committee = UserFactory(role=Role.COMMITTEE_MEMBER, role__domain=event.domain)
    decide_award(proposal, adopted=True, words="同意", by=committee)
    with pytest.raises(ValidationError, match="already"):
        decide_award(proposal, adopted=False, words="再议", by=second)
    kept = AwardProposal.objects.get()
    assert (kept.state, kept.decided_by, kept.words) == ("adopted", committee, "同意")
    assert set(AuditEvent.objects.about(kept).values_list("action", flat=True)) == {
        "award_proposed",
        "award_decided",
    }
    other = AwardProposalFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardProposal.objects.filter(pk=other.pk).update(
            state="adopted", decided_by=other.proposed_by, decided_at=other.proposed_at
        )


def test_pages_from_opening_to_the_award(client, event, clerk, second, cadre) -> None:
    client.force_login(clerk)
    new = {"domain": event.domain_id, "name": "项目攻坚", "kind": "project"}
    days = {"starts_on": "2024-05-01", "ends_on": "2024-04-01"}
    page = client.post(reverse("dailyreview:eventfile_create"), {**new, **days})
    assert "before the first" in page.text
    client.post(reverse("dailyreview:eventfile_create"), {**new, "starts_on": "2024-05-01"})
    made = EventFile.objects.get(name="项目攻坚")
    edit = reverse("dailyreview:eventfile_edit", args=[made.pk])
    client.post(edit, {**new, "starts_on": "2024-04-01"})
    address = reverse("dailyreview:citation_create", args=[made.pk])
    sent = {"part": "带队", "conduct": "positive", "fact": "攻坚", "happened_on": "2024-05-01"}
    assert "No cadre" in client.post(address, {**sent, "name": "无此人"}).text
    namesake = AppointmentFactory(
        unit=UnitFactory(domain=event.domain), cadre__name=cadre.name
    ).cadre
    assert "Several people" in client.post(address, {**sent, "name": cadre.name}).text
    client.post(address, {**sent, "name": cadre.name, "id_number": namesake.id_number})
    citation = EventCitation.objects.get()
    assert citation.entry.cadre == namesake
    confirm_entry(citation.entry, by=second)
    assert "has no proposal" in client.get(made.get_absolute_url()).text
    propose = reverse("dailyreview:award_propose", args=[citation.pk])
    client.post(propose, {"award": "嘉奖", "reason": "攻坚"})
    decide = reverse("dailyreview:award_decide", args=[AwardProposal.objects.get().pk])
    assert client.get(decide).status_code == 404
    client.force_login(second)
    assert "嘉奖" in client.get(decide).text
    client.post(decide, {"verdict": "decline", "words": "再看一看"})
    assert "再看一看" in client.get(made.get_absolute_url()).text


def test_lists_ask_no_more_questions_for_more_people(client, event, clerk) -> None:
    client.force_login(clerk)
    pages = [
        reverse("dailyreview:eventfile_list"),
        event.get_absolute_url(),
        reverse("api:event-file-list"),
        reverse("api:event-file-citations", args=[event.pk]),
    ]
    counts = []
    for _ in range(3):
        for _ in range(2):
            post = AppointmentFactory(unit=UnitFactory(domain=event.domain))
            entry = DossierEntryFactory(
                cadre=post.cadre, unit=post.unit, confirmed=True, kind="major_test"
            )
            AwardProposalFactory(citation=EventCitationFactory(event=event, entry=entry))
            EventFileFactory(domain=event.domain)
        found = []
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[1] == counts[2]
