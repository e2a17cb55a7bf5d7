"""DLY-08: the bonus sheet: off by default, a gap above 1,300 is refused, nothing is stored."""

import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from assessment.services.decisions import publish_group
from dailyreview.models import BonusClass
from dailyreview.services.bonus import make_bonus_sheet, set_bonus_class, switch_bonus
from dailyreview.services.grading import accept_quarter
from organization.models import AuditEvent, Role
from tests.assessment.worlds import run_to_end
from tests.dailyreview.worlds import DailyWorld, make_world, review_everybody
from tests.organization.factories import UserFactory


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world()


def published(world: DailyWorld, number: int, marks: tuple[int, ...]) -> None:
    quarter = world.open(number)
    review_everybody(world, marks)
    run = run_to_end(quarter.cycle)
    accept_quarter(quarter, world.unit, by=world.principal)
    publish_group(run.groups.get(), by=world.clerk)


def bonus_of(world: DailyWorld, **changed: object) -> BonusClass:
    given = {"pool": Decimal(10_000), "floor": Decimal(500), "gap": Decimal(1300)}
    return BonusClass(plan=world.plan, **{"identity_class": "civil_servant", **given, **changed})


def switched_on(world: DailyWorld, most: int = 1300) -> None:
    switch_bonus(world.plan, has_bonus=True, bonus_gap_max=Decimal(most), by=world.clerk)


def test_gap_above_1300_is_refused(client, world) -> None:
    """DLY-08: clearly, on the page and in the service, and when the largest gap is lowered."""
    with pytest.raises(ValidationError, match="switched off"):
        set_bonus_class(bonus_of(world), by=world.clerk)
    switched_on(world)
    with pytest.raises(ValidationError, match=r"1300.01 yuan is above .* 1300"):
        set_bonus_class(bonus_of(world, gap=Decimal("1300.01")), by=world.clerk)
    set_bonus_class(bonus_of(world), by=world.clerk)
    with pytest.raises(ValidationError, match=r"1300.00 yuan is above .* 1200"):
        switched_on(world, most=1200)
    with pytest.raises(ValidationError, match="set already"):
        set_bonus_class(bonus_of(world), by=world.clerk)
    client.force_login(world.clerk)
    address = reverse("dailyreview:bonusclass_create", args=[world.plan.pk])
    body = {"identity_class": "seconded_staff", "pool": "9000", "floor": "0", "gap": "1301"}
    page = client.post(address, body).text
    assert "A gap of 1301 yuan is above the largest gap of 1300.00 yuan." in page
    assert BonusClass.objects.count() == 1


def test_sheet_adds_up_to_the_pool_and_leaves_an_event(client, world) -> None:
    """DLY-08: by the mean of the published quarters, to the fen; nothing but parameters is kept."""
    published(world, 1, (95, 85, 84, 65))
    published(world, 2, (85, 95, 74, 65))
    world.open(3)
    switched_on(world)
    client.force_login(world.clerk)
    create = reverse("dailyreview:bonusclass_create", args=[world.plan.pk])
    body = {"identity_class": "civil_servant", "pool": "10000.01", "floor": "500", "gap": "1300"}
    client.post(create, body)
    page = client.get(reverse("dailyreview:bonus_detail", args=[world.plan.pk])).text
    assert "10,000.01" in page
    answer = client.get(reverse("dailyreview:bonus_export", args=[world.plan.pk]))
    book = load_workbook(io.BytesIO(answer.getvalue()))
    _head, said = list(book.worksheets[0].values)
    assert said[1:6] == (4, 10_000.01, 500, 1300, 1300)
    assert said[7] == 10_000.01
    rows = {row[0]: row[2:] for row in list(book.worksheets[1].values)[1:]}
    names = [one.cadre.name for one in world.staff]
    assert [rows[name][1] for name in names] == [90, 90, 79, 65]
    amounts = {name: Decimal(str(rows[name][2])) for name in names}
    assert sum(amounts.values()) == Decimal("10000.01")
    # The fen that is left over goes to the lowest of those with the same remainder.
    assert amounts[names[0]] - amounts[names[3]] == Decimal("1299.99")
    assert rows[names[0]][0] == 2
    (event,) = AuditEvent.objects.filter(action="bonus_sheet_exported")
    assert (event.actor, event.after["rows"]) == (world.clerk, 4)
    assert all(name not in str(event.after) for name in names)


def test_sheet_says_why_it_cannot_be_made(client, world) -> None:
    client.force_login(world.clerk)
    address = reverse("dailyreview:bonus_export", args=[world.plan.pk])

    def said() -> str:
        return client.get(address, follow=True).text

    assert "switched off" in said()
    switched_on(world)
    assert "Set the pool" in said()
    bonus = bonus_of(world, pool=Decimal(3000))
    set_bonus_class(bonus, by=world.clerk)
    assert "nobody has a published quarter" in said()
    published(world, 1, (95, 85, 84, 65))
    assert "less than the least of 500.00 yuan" in said()
    assert not AuditEvent.objects.filter(action="bonus_sheet_exported").exists()
    client.post(reverse("dailyreview:bonusclass_remove", args=[bonus.pk]))
    assert not BonusClass.objects.exists()


def test_office_of_the_plan_alone(world) -> None:
    switched_on(world)
    stranger = UserFactory(role=Role.OFFICE_STAFF, role__domain=make_world().unit.domain)
    committee = UserFactory(role=Role.COMMITTEE_MEMBER, role__domain=world.unit.domain)
    for nobody in (world.principal, committee, stranger):
        with pytest.raises(PermissionDenied):
            make_bonus_sheet(world.plan, by=nobody)
        with pytest.raises(PermissionDenied):
            set_bonus_class(bonus_of(world), by=nobody)
