"""Dossiers: two writers, four eyes, an intake that tells nothing, years that lock."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dailyreview.models import DossierEntry, DossierSeal
from dailyreview.selectors.dossier import balance_of, find_people, first_day, totals_of
from dailyreview.services.dossier import (
    archive_year,
    confirm_entry,
    receive_fact,
    record_entry,
    reject_entry,
    sign_year,
)
from organization.models import AuditEvent, Cadre, Role, Unit, User
from tests.dailyreview.factories import DossierEntryFactory, DossierSealFactory
from tests.organization.factories import (
    AppointmentFactory,
    CadreFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
    id_number,
)

LAST_YEAR = timezone.localdate().year - 1
DAY = dt.date(LAST_YEAR, 5, 1)
FACT = {"kind": "award", "fact": "获评抗洪先进个人", "happened_on": DAY, "document": "通报〔3〕号"}
FAULT = {**FACT, "kind": "discipline", "fact": "受到警告处分"}


@dataclass
class DossierWorld:
    """A unit with an office inside, a person of it, who is above, and a department elsewhere."""

    unit: Unit
    person: User
    cadre: Cadre
    principal: User
    leader: User
    clerk: User
    other_clerk: User
    department: Unit
    reporter: User

    def send(self, **changed: object) -> DossierEntry:
        """The department writes about the person."""
        who = {"name": self.cadre.name, "id_number": self.cadre.id_number, "unit_name": ""}
        return receive_fact(self.department, **{**who, **FAULT, **changed}, by=self.reporter)

    def confirmed(self, **changed: object) -> DossierEntry:
        entry = record_entry(self.cadre, **{**FACT, **changed}, by=self.clerk)
        return confirm_entry(entry, by=self.other_clerk)


@pytest.fixture
def world(db) -> DossierWorld:
    domain = DomainFactory()
    unit = UnitFactory(domain=domain)
    office = UnitFactory(domain=domain, parent=unit, internal=True)
    cadre = AppointmentFactory(unit=office, in_team=False, cadre__name="孙一舟").cadre
    department = UnitFactory(name="纪检监察机关")
    clerks = [UserFactory(role=Role.OFFICE_STAFF, role__domain=domain) for _ in range(2)]
    return DossierWorld(
        unit,
        UserFactory(role=Role.CADRE, unit=office, cadre=cadre),
        cadre,
        UserFactory(role=Role.UNIT_PRINCIPAL, unit=unit),
        UserFactory(role=Role.SUPERVISING_LEADER, unit=unit),
        *clerks,
        department,
        UserFactory(role=Role.DATA_REPORTER, unit=department),
    )


def seen(user: User) -> set[int]:
    user = User.objects.get(pk=user.pk)
    return set(DossierEntry.objects.visible_to(user).values_list("pk", flat=True))


def test_person_writes_and_a_superior_confirms(world) -> None:
    """DOS-02: two writers; nobody confirms the own words."""
    entry = record_entry(world.cadre, **FACT, by=world.person)
    assert (entry.state, entry.side, entry.unit) == ("intake", "positive", world.unit)
    for nobody in (
        world.person,
        world.reporter,
        UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory()),
    ):
        with pytest.raises(PermissionDenied):
            confirm_entry(entry, by=nobody)
    confirmed = confirm_entry(entry, by=world.leader)
    assert (confirmed.state, confirmed.ruled_by) == ("confirmed", world.leader)
    with pytest.raises(ValidationError):
        reject_entry(entry, reason="重复", by=world.principal)
    actions = AuditEvent.objects.filter(object_type="dailyreview.dossierentry")
    assert set(actions.values_list("action", flat=True)) == {
        "dossier_entry_recorded",
        "dossier_entry_confirmed",
    }


def test_office_fills_the_lists_and_needs_a_second_clerk(world) -> None:
    entry = record_entry(world.cadre, **FAULT, by=world.clerk)
    for nobody in (world.clerk, world.principal):
        with pytest.raises(PermissionDenied):
            confirm_entry(entry, by=nobody)
    with pytest.raises(ValidationError):
        reject_entry(entry, reason=" ", by=world.other_clerk)
    rejected = reject_entry(entry, reason="查无实据", by=world.other_clerk)
    assert (rejected.state, rejected.reason) == ("rejected", "查无实据")
    for stranger in (world.principal, world.reporter):
        with pytest.raises(PermissionDenied):
            record_entry(world.cadre, **FACT, by=stranger)
    with pytest.raises(ValidationError):
        record_entry(world.cadre, **FACT | {"happened_on": dt.date(2999, 1, 1)}, by=world.clerk)


def test_database_holds_to_four_eyes_and_to_the_lists(world) -> None:
    entry = record_entry(world.cadre, **FACT, by=world.clerk)
    stamps = {"ruled_by": world.clerk, "ruled_at": timezone.now()}
    for changed in (
        {"state": "confirmed", **stamps},
        {"state": "confirmed"},
        {"state": "rejected", **stamps, "ruled_by": world.other_clerk},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DossierEntry.objects.filter(pk=entry.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierEntryFactory(kind="award", side="negative")
    with pytest.raises(TypeError):
        DossierEntry.objects.filter(pk=entry.pk).update(fact="改写")
    with pytest.raises(TypeError):
        entry.save()


def test_department_writes_and_reads_nothing_back(world) -> None:
    """DLY-14, DOS-08: the entry appears only to authorised roles; the sender has a receipt."""
    entry = world.send()
    assert (entry.cadre, entry.source, entry.named_number) == (world.cadre, world.department, "")
    assert seen(world.clerk) == seen(world.other_clerk) == {entry.pk}
    committee = UserFactory(role=Role.COMMITTEE_MEMBER, role__domain=world.unit.domain)
    assert seen(committee) == {entry.pk}
    foreign = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    admin = UserFactory(role=Role.SYSTEM_ADMIN)
    for nobody in (world.reporter, world.person, world.principal, world.leader, foreign, admin):
        assert seen(nobody) == set()
    confirm_entry(entry, by=world.clerk)
    for reader in (world.person, world.principal, world.leader):
        assert seen(reader) == {entry.pk}
    assert seen(world.reporter) == set()


def test_receipt_is_the_same_whoever_is_meant(world) -> None:
    """DLY-14: no enumeration; what fits nobody is taken in, and the office finds the person."""
    known, unknown = world.send(), world.send(id_number=id_number(77))
    misnamed = world.send(name="孙二舟")
    assert (unknown.cadre, misnamed.cadre) == (None, None)
    assert {len(one.receipt) for one in (known, unknown, misnamed)} == {17}
    assert str(unknown) == unknown.receipt
    head_office = UserFactory(role=Role.OFFICE_STAFF)
    assert unknown.pk in seen(head_office)
    assert unknown.pk not in seen(world.clerk)
    with pytest.raises(ValidationError):
        confirm_entry(unknown, by=head_office)
    found = confirm_entry(unknown, cadre=world.cadre, by=head_office)
    assert (found.cadre, found.unit, found.named_number) == (world.cadre, world.unit, "")


def test_name_and_unit_fit_one_person_or_nobody(world) -> None:
    post = world.cadre.appointments.get()
    named = {"id_number": "", "unit_name": post.unit.name}
    assert world.send(**named).cadre == world.cadre
    AppointmentFactory(unit=post.unit, cadre__name=world.cadre.name)
    assert world.send(**named).cadre is None
    with pytest.raises(ValidationError):
        world.send(id_number="")


def test_only_reporters_of_the_department_send(world) -> None:
    for nobody in (
        world.clerk,
        world.person,
        UserFactory(role=Role.DATA_REPORTER, unit=world.unit),
    ):
        with pytest.raises(PermissionDenied):
            receive_fact(
                world.department,
                name="某人",
                id_number=id_number(78),
                unit_name="",
                **FAULT,
                by=nobody,
            )


def test_nobody_sees_or_rules_on_what_is_sent_about_oneself(world) -> None:
    entry = world.send()
    world.other_clerk.cadre = world.cadre
    world.person.cadre = None
    world.person.save()
    world.other_clerk.save()
    with pytest.raises(PermissionDenied):
        confirm_entry(entry, by=world.other_clerk)
    assert seen(world.other_clerk) == set()


def test_signed_year_is_read_only_for_the_person_archived_for_all(world) -> None:
    """DOS-02: signed is read-only; archived is locked, what comes late stands in the next year."""
    with pytest.raises(ValidationError):
        sign_year(world.cadre, year=LAST_YEAR, by=world.principal)
    world.confirmed()
    own = record_entry(world.cadre, **FACT, by=world.person)
    with pytest.raises(ValidationError):
        sign_year(world.cadre, year=LAST_YEAR, by=world.principal)
    confirm_entry(own, by=world.principal)
    for nobody in (world.person, world.clerk, world.reporter):
        with pytest.raises(PermissionDenied):
            sign_year(world.cadre, year=LAST_YEAR, by=nobody)
    with pytest.raises(ValidationError):
        archive_year(world.cadre, year=LAST_YEAR, by=world.clerk)
    sign_year(world.cadre, year=LAST_YEAR, by=world.principal)
    with pytest.raises(ValidationError):
        record_entry(world.cadre, **FACT, by=world.person)
    waiting = record_entry(world.cadre, **FAULT, by=world.clerk)
    with pytest.raises(ValidationError):
        archive_year(world.cadre, year=LAST_YEAR, by=world.clerk)
    confirm_entry(waiting, by=world.other_clerk)
    with pytest.raises(PermissionDenied):
        archive_year(world.cadre, year=LAST_YEAR, by=world.principal)
    archive_year(world.cadre, year=LAST_YEAR, by=world.clerk)
    for writer in (world.person, world.clerk):
        with pytest.raises(ValidationError):
            record_entry(world.cadre, **FACT, by=writer)
    late = confirm_entry(world.send(), by=world.clerk)
    assert (late.year, late.happened_on) == (LAST_YEAR + 1, DAY)
    assert DossierSeal.objects.filter(cadre=world.cadre).count() == 2


def test_leader_is_not_above_the_own_team(world) -> None:
    principal = AppointmentFactory(unit=world.unit, principal=True).cadre
    entry = DossierEntryFactory(cadre=principal, unit=world.unit, confirmed=True, negative=True)
    assert seen(world.leader) == set()
    assert seen(world.principal) == {entry.pk}


def test_totals_are_reproduced_by_query(world) -> None:
    """DOS-01: 225 positive and 71 negative facts."""
    people = CadreFactory.create_batch(10)
    for cadre in people:
        AppointmentFactory(unit=world.unit, cadre=cadre)
    shared = {"unit": world.unit, "recorded_by": world.clerk, "ruled_by": world.other_clerk}
    for side, count in ((False, 225), (True, 71)):
        for number in range(count):
            DossierEntryFactory(cadre=people[number % 10], confirmed=True, negative=side, **shared)
    DossierEntryFactory(cadre=people[0], unit=world.unit, recorded_by=world.clerk)
    found = find_people(world.clerk, {})
    assert found.count() == 11
    assert totals_of(found, {}) == {"positive": 225, "negative": 71}
    assert totals_of(found, {"side": "negative"}) == {"positive": 0, "negative": 71}
    assert find_people(world.clerk, {"side": "negative", "year": 2024}).count() == 10
    assert find_people(world.clerk, {"side": "negative", "kind": "award"}).count() == 0


def test_search_by_words_and_conditions(world) -> None:
    """DOS-08."""
    world.confirmed(fact="牵头完成流域治理")
    names = {"q": "孙一"}, {"q": "流域"}, {"unit": world.cadre.appointments.get().unit.code}
    for conditions in (*names, {"has_awards": True}, {"kind": "award", "year": LAST_YEAR}):
        assert list(find_people(world.clerk, conditions)) == [world.cadre], conditions
        assert list(find_people(world.principal, conditions)) == [world.cadre], conditions
        assert not find_people(world.reporter, conditions).exists()
    for conditions in ({"q": "无此事"}, {"side": "negative"}, {"kind": "award", "year": 1999}):
        assert not find_people(world.clerk, conditions).exists(), conditions


def test_units_with_awards_and_no_fault_in_two_years_are_listed(world) -> None:
    """PAIN-04."""
    today = timezone.localdate()
    shining, balanced, old = UnitFactory.create_batch(3, domain=world.unit.domain)
    for unit in (shining, balanced):
        DossierEntryFactory.create_batch(2, unit=unit, confirmed=True, happened_on=today)
    DossierEntryFactory(unit=balanced, confirmed=True, negative=True, happened_on=today)
    DossierEntryFactory(unit=shining, negative=True, happened_on=today)
    before = first_day(today)
    DossierEntryFactory(unit=shining, confirmed=True, negative=True, happened_on=before)
    DossierEntryFactory(unit=old, confirmed=True, happened_on=before)
    assert [(one, one.awards) for one in balance_of(world.clerk, today)] == [(shining, 2)]
    foreign = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    assert not balance_of(foreign, today).exists()


def test_two_years_before_a_leap_day() -> None:
    assert first_day(dt.date(2028, 2, 29)) == dt.date(2026, 2, 28)


def test_seal_stands_once(world) -> None:
    DossierSealFactory(cadre=world.cadre)
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierSealFactory(cadre=world.cadre)
