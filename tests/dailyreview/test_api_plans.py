"""Plans, units, steps, quarters and stand-ins by the API: the office's side."""

import pytest

from assessment.models import AssessmentCycle
from dailyreview.models import DailyPlan, PilotUnit, ProcessStep
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory
from tests.dailyreview.api import ask, send
from tests.dailyreview.factories import PilotUnitFactory, ProcessStepFactory
from tests.dailyreview.worlds import DAY, DUE, DailyWorld, daily_scheme, make_world
from tests.indicators.factories import SystemFactory
from tests.organization.factories import UserFactory

DATES = {
    "day": DAY.isoformat(),
    "records_due_on": DUE.isoformat(),
    "reviews_due_on": DUE.isoformat(),
}


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world(people=1)


def test_plan_is_made_and_changed(world) -> None:
    domain, category = world.unit.domain, world.plan.systems.get().category
    system = SystemFactory(category=category, year=2025, assessee_kind="staff", published=True)
    draft = SystemFactory(category=category, year=2025, assessee_kind="staff")
    asked = {"domain": domain.pk, "year": 2025, "name": "平时考核", "scheme": daily_scheme().pk}
    wrong = send(world.clerk, "daily-plan-list", **asked, systems=[draft.pk])
    assert list(wrong.json()) == ["systems"]
    twice = send(world.clerk, "daily-plan-list", **asked | {"year": 2024}, systems=[system.pk])
    assert (twice.status_code, DailyPlan.objects.count()) == (400, 1)
    made = send(world.clerk, "daily-plan-list", **asked, systems=[system.pk]).json()
    assert (made["systems"], made["pilots"], made["process_steps"]) == ([system.pk], [], [])
    change = {"name": "平时考核（试行）", "scheme": asked["scheme"], "systems": [system.pk]}
    told = send(world.clerk, "daily-plan-detail", made["id"], method="put", **change).json()
    assert told["name"] == "平时考核（试行）"
    assert AuditEvent.objects.filter(action="daily_plan_updated").count() == 1


def test_unit_is_switched_on_and_off(world) -> None:
    plan, unit = world.plan, world.unit
    asked = {"units": [unit.pk], "first_quarter": 2, "chain": "two"}
    for wrong in ([], [world.office.pk]):
        refused = send(world.clerk, "daily-plan-units", plan.pk, **asked | {"units": wrong})
        assert list(refused.json()) == ["units"]
    (pilot,) = send(world.clerk, "daily-plan-units", plan.pk, **asked).json()
    assert (pilot["unit"], pilot["chain"], pilot["asks_peers"]) == (unit.code, "two", False)
    assert PilotUnit.objects.get().first_quarter == 2
    gone = send(world.clerk, "pilot-unit-detail", pilot["id"], method="delete")
    assert (gone.status_code, PilotUnit.objects.count()) == (204, 0)


def test_steps_stand_until_their_quarter_is_open(world) -> None:
    plan = world.plan
    asked = {"from_quarter": 1, "min_score": "90", "change": "0.05"}
    step = send(world.clerk, "daily-plan-steps", plan.pk, **asked).json()
    assert "already" in str(send(world.clerk, "daily-plan-steps", plan.pk, **asked).json())
    (listed,) = ask(world.clerk, "daily-plan-detail", plan.pk)["process_steps"]
    assert listed == step
    opened = send(world.clerk, "daily-plan-quarters", plan.pk, number=1, **DATES)
    assert (opened.status_code, opened.json()["period"]) == (201, "2024Q1")
    kept = send(world.clerk, "process-step-detail", step["id"], method="delete")
    assert list(kept.json()) == ["from_quarter"]
    again = send(world.clerk, "daily-plan-quarters", plan.pk, number=1, **DATES)
    assert again.status_code == 400
    later = ProcessStepFactory(plan=plan, from_quarter=3)
    assert send(world.clerk, "process-step-detail", later.pk, method="delete").status_code == 204
    assert ProcessStep.objects.count() == 1


def test_year_draws_on_the_quarters_of_its_own_year(world) -> None:
    world.open(1)
    annual = {"opened": True, "kind": AssessmentCycle.Kind.ANNUAL}
    systems = list(world.plan.systems.all())
    other, cycle = (CycleFactory(period=period, **annual) for period in ("2023", "2024"))
    for one in (other, cycle):
        one.systems.set(systems)
    assert list(send(world.clerk, "daily-plan-gate", world.plan.pk, cycle=other.pk).json()) == [
        "cycle"
    ]
    told = send(world.clerk, "daily-plan-gate", world.plan.pk, cycle=cycle.pk)
    assert told.json() == {"done": 0}
    assert list(cycle.draws_on.all()) == [world.quarters[0].cycle]


def test_stand_in_is_appointed_among_the_accounts_of_the_office(world) -> None:
    deputy = UserFactory(unit=world.unit)
    days = {"starts_on": "2024-04-01", "ends_on": "2024-04-15", "reason": "挂职锻炼"}
    asked = {"absent": world.head.pk, "deputy": deputy.pk, **days}
    wrong = send(world.clerk, "stand-in-list", **asked | {"absent": deputy.pk})
    assert list(wrong.json()) == ["absent"]
    made = send(world.clerk, "stand-in-list", **asked)
    assert (made.status_code, made.json()["deputy_name"]) == (201, str(deputy))
    assert send(world.clerk, "stand-in-list", **asked).status_code == 400
    for reader, count in ((world.clerk, 1), (deputy, 1), (world.head, 1), (world.leader, 0)):
        assert ask(reader, "stand-in-list")["count"] == count
    assert send(world.principal, "stand-in-list", **asked).status_code == 403


def test_other_offices_reach_nothing_of_a_plan(world) -> None:
    stranger = PilotUnitFactory().plan.domain
    clerk = UserFactory(role="office_staff", role__domain=stranger)
    pilot = world.plan.pilots.get()
    for name, key, method in (
        ("daily-plan-units", world.plan.pk, "post"),
        ("daily-plan-steps", world.plan.pk, "post"),
        ("pilot-unit-detail", pilot.pk, "delete"),
    ):
        assert send(clerk, name, key, method=method).status_code == 404, name
