"""DOS-03: points by dated versions, stored once, told fact by fact, for the organiser alone."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.services.decisions import publish_group
from dailyreview.models import DossierEntry, MeritLine, MeritVersion
from dailyreview.selectors.merits import merit_account, merit_rows, people_with_points
from dailyreview.services.dossier import confirm_entry
from dailyreview.services.grading import accept_quarter
from dailyreview.services.merits import (
    make_version,
    remove_version,
    value_all_facts,
    value_facts,
)
from dailyreview.tasks import value_facts_task
from organization.models import AuditEvent, Cadre, Role, Unit, User
from tests.assessment.worlds import run_to_end
from tests.dailyreview.factories import DossierEntryFactory
from tests.dailyreview.worlds import make_world, review_everybody
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory

POINTS = {"award": Decimal(5), "criticism": Decimal(-3)}
FIRST = dt.date(2024, 1, 1)


@dataclass
class Points:
    """A unit with one person, the office of its domain."""

    unit: Unit
    cadre: Cadre
    clerk: User
    second: User

    def version(self, day: dt.date = FIRST, **points: Decimal) -> MeritVersion:
        return make_version(
            domain=self.unit.domain,
            name=f"记分办法{day}",
            valid_from=day,
            clause="第三条",
            points=points or POINTS,
            by=self.clerk,
        )

    def fact(self, day: dt.date = dt.date(2024, 5, 1), **changed: object) -> DossierEntry:
        facts = {"cadre": self.cadre, "unit": self.unit, "happened_on": day, "confirmed": True}
        return DossierEntryFactory(**{**facts, **changed})


@pytest.fixture
def world(db) -> Points:
    unit = UnitFactory()
    cadre = AppointmentFactory(unit=unit, in_team=False).cadre
    clerks = [UserFactory(role=Role.OFFICE_STAFF, role__domain=unit.domain) for _ in range(2)]
    return Points(unit, cadre, *clerks)


def test_facts_are_valued_by_the_version_of_their_day_and_never_anew(world) -> None:
    early = world.fact(dt.date(2023, 12, 31))
    old, fault = world.fact(), world.fact(negative=True)
    foreign = world.fact(unit=UnitFactory())
    world.fact(confirmed=False)
    first = world.version()
    assert MeritLine.objects.count() == 0
    value_facts_task(first.pk)
    assert value_facts(first.pk) == 0
    assert dict(MeritLine.objects.values_list("entry", "points")) == {old.pk: 5, fault.pk: -3}
    with pytest.raises(ValidationError, match="valued already"):
        world.version(dt.date(2024, 5, 1))
    later = world.version(dt.date(2024, 6, 1), award=Decimal(8))
    value_all_facts()
    waiting = world.fact(dt.date(2024, 6, 2), confirmed=False, recorded_by=world.clerk)
    confirm_entry(waiting, by=world.second)
    assert MeritLine.objects.get(entry=waiting).rule.version == later
    assert not MeritLine.objects.filter(entry__in=[early, foreign]).exists()
    with pytest.raises(TypeError):
        MeritLine.objects.update(points=1)
    account = merit_account(world.cadre, 2024, world.clerk)
    assert (account.total, len(account.lines)) == (10, 3)
    assert [one.pk for one in merit_account(world.cadre, 2023, world.clerk).uncounted] == [early.pk]


def test_version_is_refused(world) -> None:
    for points, words in (
        ({"award": Decimal(-5)}, "deduct"),
        ({"criticism": Decimal(3)}, "deduct"),
        ({}, "at least one"),
    ):
        with pytest.raises(ValidationError, match=words):
            make_version(
                domain=world.unit.domain,
                name="记分办法",
                valid_from=FIRST,
                clause="第三条",
                points=points,
                by=world.clerk,
            )
    assert not MeritVersion.objects.exists()
    world.clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=UnitFactory().domain)
    with pytest.raises(PermissionDenied):
        world.version()


def test_version_is_taken_back_while_nothing_was_valued(world) -> None:
    version = world.version()
    assert AuditEvent.objects.filter(action="merit_version_created").count() == 1
    world.fact()
    value_facts(version.pk)
    with pytest.raises(ValidationError, match="valued"):
        remove_version(version, by=world.clerk)
    future = world.version(dt.date(2030, 1, 1))
    with pytest.raises(PermissionDenied):
        remove_version(future, by=UserFactory(role=Role.UNIT_PRINCIPAL, unit=world.unit))
    remove_version(future, by=world.clerk)
    assert value_facts(future.pk or 0) == 0
    assert [*MeritVersion.objects.all()] == [version]


def test_points_stand_beside_faults_grades_and_quarters(db) -> None:
    """Use points, but not only points: by name, and what does not go together is found."""
    daily = make_world()
    quarter = daily.open(1)
    review_everybody(daily, (95, 85, 84, 65))
    run = run_to_end(quarter.cycle)
    accept_quarter(quarter, daily.unit, by=daily.principal)
    publish_group(run.groups.get(), by=daily.clerk)
    for person in daily.staff:
        DossierEntryFactory(cadre=person.cadre, unit=daily.unit, confirmed=True)
    DossierEntryFactory(cadre=daily.staff[1].cadre, unit=daily.unit, confirmed=True, negative=True)
    version = make_version(
        domain=daily.unit.domain,
        name="办法",
        valid_from=FIRST,
        clause="三",
        points=POINTS,
        by=daily.clerk,
    )
    value_facts(version.pk)
    people = people_with_points(daily.clerk, 2024, {})
    names = [one.name for one in people]
    assert names == sorted(names)
    told = {one.pk: (one.points, one.gained, one.lost, one.faults) for one in people}
    assert told[daily.staff[1].cadre_id] == (2, 5, -3, 1)
    assert told[daily.staff[0].cadre_id] == (5, 5, None, 0)
    rows = {row.cadre.pk: row for row in merit_rows(list(people), 2024)}
    assert rows[daily.staff[0].cadre_id].in_order == ["好", "", "", ""]
    for asked, expected in (
        ({"beside": "faults"}, [1]),
        ({"beside": "quarters"}, [3]),
        ({"beside": "grades"}, []),
        ({"least": Decimal(3)}, [0, 2, 3]),
        ({"unit": daily.office.code}, [0, 1, 2, 3]),
        ({"unit": "无此单位"}, []),
    ):
        found = set(people_with_points(daily.clerk, 2024, asked).values_list("pk", flat=True))
        assert found == {daily.staff[number].cadre_id for number in expected}, asked
    assert not people_with_points(daily.clerk, 2023, {}).exists()


def test_nobody_but_office_and_committee_sees_points(client, world) -> None:
    """G-26: no points for staff, on no page and in no API; the own ones nobody."""
    version = world.version()
    world.fact()
    value_facts(version.pk)
    line = MeritLine.objects.get()
    committee = UserFactory(role=Role.COMMITTEE_MEMBER, role__domain=world.unit.domain)
    assert set(MeritLine.objects.visible_to(committee)) == {line}
    inside = [
        UserFactory(role=role, unit=world.unit)
        for role in (Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER, Role.SYSTEM_ADMIN)
    ]
    # The clerk is told of everybody but of the own person.
    world.clerk.cadre = line.entry.cadre
    world.clerk.save()
    for nobody in (*inside, world.clerk):
        assert not MeritLine.objects.visible_to(nobody).exists()
    client.force_login(committee)
    assert [one["points"] for one in client.get(reverse("api:merit-line-list")).json()["results"]]
    client.force_login(world.clerk)
    assert client.get(reverse("api:merit-line-list")).json()["results"] == []


def test_pages_of_points_ask_no_more_questions_for_more_people(client, world) -> None:
    client.force_login(world.clerk)
    form = {
        "domain": world.unit.domain_id,
        "name": "办法",
        "valid_from": FIRST,
        "clause": "三",
        "award": "5",
    }
    create = reverse("dailyreview:meritversion_create")
    assert "deduct" in client.post(create, {**form, "award": "-5"}).text
    client.post(create, form)
    version = MeritVersion.objects.get()
    assert "办法" in client.get(reverse("dailyreview:meritversion_list")).text
    counts = []
    for _ in range(3):
        for _ in range(2):
            world.fact(cadre=AppointmentFactory(unit=world.unit).cadre)
        world.fact()
        value_facts(version.pk)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("dailyreview:merit_list", query={"year": 2024}))
        assert world.cadre.name in page.text
        detail = reverse("dailyreview:merit_detail", args=[world.cadre.pk, 2024])
        with CaptureQueriesContext(connection) as more:
            assert "第三条" not in client.get(detail).text
        counts.append((len(queries), len(more)))
    assert counts[1] == counts[2]
    part = client.get(reverse("dailyreview:merit_list"), headers={"HX-Request": "true"})
    assert "<html" not in part.text
