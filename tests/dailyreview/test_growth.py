"""No list asks more questions for more quarters, people or words."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dailyreview.models import PilotUnit, QuarterRecord
from organization.models import User
from tests.assessment.worlds import run_to_end
from tests.dailyreview.factories import (
    AppointmentFormFactory,
    AttendanceFactory,
    AttendanceUploadFactory,
    ColleagueCommentFactory,
    DailyPlanFactory,
    FormBatchFactory,
    GuidanceVisitFactory,
    MentoringFactory,
    PilotUnitFactory,
    ProcessStepFactory,
    ReminderFactory,
    ReviewStepFactory,
    RevisitFactory,
    StandInFactory,
    WorkEntryFactory,
    WorkGoalFactory,
)
from tests.dailyreview.worlds import DailyWorld, make_person, make_world, review_everybody
from tests.organization.factories import DomainFactory

PAGES = {
    "person": ("record_list", "goal_list", "colleague_list", "reminder_list", "served_list"),
    "head": ("review_list", "feedback_list", "goal_list", "reminder_list", "mentoring_list"),
    "principal": ("review_list", "goal_list", "mentoring_list", "visit_list"),
    "clerk": ("plan_list", "attendance_list", "reminder_list", "mentoring_list", "visit_list"),
}
ENDPOINTS = {
    "person": ("quarter-record-list", "quarter-record-colleagues", "work-goal-list"),
    "head": ("quarter-record-list", "quarter-record-waiting", "work-goal-people"),
    "principal": ("quarter-record-list", "reminder-list", "mentoring-list", "work-goal-list"),
    "clerk": (
        "appointment-form-list",
        "attendance-upload-list",
        "attendance-upload-wanted",
        "daily-plan-list",
        "form-batch-list",
        "daily-quarter-list",
        "guidance-visit-list",
        "mentoring-list",
        "quarter-record-list",
        "reminder-list",
        "stand-in-list",
    ),
}


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world(people=1)


def addresses(world: DailyWorld) -> Iterator[tuple[str, User, str]]:
    """Who asks for what."""
    users = {
        "person": world.staff[0],
        "head": world.head,
        "principal": world.principal,
        "clerk": world.clerk,
    }
    for who, user in users.items():
        yield who, user, reverse("feedback:home")
        for page in PAGES[who]:
            yield who, user, reverse(f"dailyreview:{page}")
        for endpoint in ENDPOINTS[who]:
            yield who, user, reverse(f"api:{endpoint}")
    quarter = world.quarters[0]
    yield "clerk", world.clerk, world.plan.get_absolute_url()
    yield "clerk", world.clerk, quarter.get_absolute_url()
    yield "clerk", world.clerk, reverse("dailyreview:pattern_list", args=[world.plan.pk])
    yield "clerk", world.clerk, reverse("dailyreview:gap_list", args=[world.plan.pk])
    yield "clerk", world.clerk, reverse("dailyreview:result_list", args=[quarter.pk])
    yield "clerk", world.clerk, reverse("dailyreview:reviewer_list", args=[quarter.pk])
    yield "principal", world.principal, reverse("dailyreview:result_detail", args=[world.unit.pk])
    yield "clerk", world.clerk, reverse("api:daily-quarter-results", args=[quarter.pk])
    yield "clerk", world.clerk, reverse("api:daily-plan-patterns", args=[world.plan.pk])
    yield "leader", world.leader, reverse("api:daily-unit-result-detail", args=[world.unit.pk])
    yield "clerk", world.clerk, reverse("api:daily-quarter-progress", args=[quarter.pk])
    yield "principal", world.principal, reverse("api:quarter-grade-list", args=[quarter.pk])


def test_no_list_asks_more_questions_for_more_rows(world) -> None:
    counts: dict[tuple[str, str], list[int]] = {}
    for number in (1, 2, 3):
        grow(world, number)
        for who, user, address in addresses(world):
            counts.setdefault((who, address), []).append(queries_of(user, address))
    # The first round finds single rows where later ones find several.
    assert {place: found for place, found in counts.items() if found[1] != found[2]} == {}


def queries_of(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def grow(world: DailyWorld, number: int) -> None:
    """One quarter more, two people more, and more of everything that a page lists."""
    world.staff += [make_person(world.office) for _ in range(2)]
    quarter = world.open(number)
    review_everybody(world, [90] * len(world.staff), upto=0)
    run_to_end(quarter.cycle)
    PilotUnit.objects.update(asks_peers=True, asks_users=True)
    PilotUnitFactory.create_batch(2, plan=world.plan, first_quarter=4)
    for domain in DomainFactory.create_batch(2):
        plan = DailyPlanFactory(domain=domain)
        PilotUnitFactory.create_batch(2, plan=plan)
    StandInFactory.create_batch(2, absent__unit=world.unit)
    ProcessStepFactory(plan=world.plan, min_score=90 + number)
    AppointmentFormFactory.create_batch(2)
    AttendanceUploadFactory.create_batch(
        2, quarter=quarter, unit=world.unit, uploaded_by=world.clerk
    )
    FormBatchFactory.create_batch(2, quarter=quarter, unit=world.unit, requested_by=world.clerk)
    GuidanceVisitFactory.create_batch(2, quarter=quarter, unit=world.unit)
    for record in QuarterRecord.objects.filter(quarter=quarter):
        words = {"record": record}
        WorkEntryFactory.create_batch(2, **words)
        AttendanceFactory(**words)
        ColleagueCommentFactory.create_batch(2, **words)
        ReviewStepFactory.create_batch(2, stood_in_for=world.head, **words)
        ReminderFactory.create_batch(2, **words)
        RevisitFactory(mentoring=MentoringFactory(mentor=world.leader, **words))
        WorkGoalFactory(
            plan=world.plan,
            appointment=record.assessee.appointment,
            handed_down_by=world.leader,
        )
