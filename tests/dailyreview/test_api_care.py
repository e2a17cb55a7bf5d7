"""Care and goals by the API: written by who stands above, replied to by the person."""

import pytest

from dailyreview.models import QuarterRecord
from organization.models import AuditEvent
from tests.dailyreview.api import ask, send
from tests.dailyreview.factories import DailyPlanFactory, MentoringFactory
from tests.dailyreview.worlds import DailyWorld, make_world
from tests.organization.factories import AppointmentFactory, UserFactory


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world(people=2)
    world.open(1)
    return world


def actions_about(thing) -> list[str]:
    return sorted(AuditEvent.objects.about(thing).values_list("action", flat=True))


def test_reminder_is_written_replied_to_and_closed(world) -> None:
    person = world.staff[0]
    record = world.record_of(person)
    QuarterRecord.objects.update(submitted_at="2024-04-01T00:00:00Z")
    told = send(world.head, "quarter-record-reminders", record.pk, words="材料迟报")
    key = told.json()["id"]
    assert (told.status_code, told.json()["period"]) == (201, "2024Q1")
    assert send(world.head, "quarter-record-reminders", record.pk).json() == {
        "words": ["This field is required."]
    }
    for stranger in (world.staff[1], UserFactory()):
        assert send(stranger, "reminder-reply", key, reply="好").status_code == 404
    assert send(person, "reminder-close", key, closing="已整改").status_code == 403
    assert send(world.head, "reminder-reply", key, reply="好").status_code == 403
    assert send(person, "reminder-reply", key, reply="立即整改").json()["reply"] == "立即整改"
    closed = send(world.leader, "reminder-close", key, closing="已整改").json()
    assert (closed["closing"], closed["closed_by"]) == ("已整改", str(world.leader))
    assert send(person, "reminder-reply", key, reply="再改").status_code == 400
    (seen,) = ask(person, "reminder-list", record=record.pk)["results"]
    assert seen == closed


def test_mentoring_gets_a_mentor_of_the_unit_and_ends_after_a_talk(world) -> None:
    """DLY-07: a mentor, a revisit of the quarter, an end with its outcome."""
    QuarterRecord.objects.update(submitted_at="2024-04-01T00:00:00Z")
    mentoring = MentoringFactory(record=world.record_of(world.staff[0]))
    colleague, stranger = world.staff[1], UserFactory(cadre=AppointmentFactory().cadre)
    offered = ask(world.head, "mentoring-mentors", mentoring.pk)["results"]
    assert [one["id"] for one in offered] == [colleague.pk]
    for wrong in (stranger.pk, world.staff[0].pk):
        refused = send(world.head, "mentoring-mentor", mentoring.pk, mentor=wrong)
        assert (refused.status_code, list(refused.json())) == (400, ["mentor"])
    named = send(world.head, "mentoring-mentor", mentoring.pk, mentor=colleague.pk).json()
    assert named["mentor"] == str(colleague)
    early = send(world.head, "mentoring-end", mentoring.pk, outcome="已转变")
    assert (early.status_code, early.json()) == (
        400,
        {"non_field_errors": ["Hold a revisit first."]},
    )
    talk = {"held_on": "2024-05-10", "words": "工作有起色"}
    late = send(colleague, "mentoring-revisits", mentoring.pk, **talk | {"held_on": "2999-01-01"})
    assert list(late.json()) == ["held_on"]
    held = send(colleague, "mentoring-revisits", mentoring.pk, **talk).json()
    assert [one["words"] for one in held["revisits"]] == ["工作有起色"]
    assert send(colleague, "mentoring-end", mentoring.pk, outcome="已转变").status_code == 403
    ended = send(world.principal, "mentoring-end", mentoring.pk, outcome="已转变").json()
    assert (ended["outcome"], bool(ended["ended_on"])) == ("已转变", True)
    assert actions_about(mentoring) == ["mentor_named", "mentoring_ended"]


def test_office_records_a_visit_to_a_unit_of_the_quarter(world) -> None:
    quarter = world.quarters[0]
    found = {"visited_on": "2024-04-10", "words": "评鉴记录完整", "process_score": "92.5"}
    send_to = (world.clerk, "daily-quarter-visits", quarter.pk)
    assert list(send(*send_to, unit=world.office.pk, **found).json()) == ["unit"]
    high = found | {"process_score": "100.5"}
    assert list(send(*send_to, unit=world.unit.pk, **high).json()) == ["process_score"]
    made = send(*send_to, unit=world.unit.pk, **found)
    assert (made.status_code, made.json()["process_score"]) == (201, "92.50")
    for reader, count in ((world.principal, 1), (world.clerk, 1), (world.staff[0], 0)):
        assert ask(reader, "guidance-visit-list", unit=world.unit.pk)["count"] == count
    refused = send(world.principal, "daily-quarter-visits", quarter.pk, unit=world.unit.pk, **found)
    assert refused.status_code == 403


def test_goal_is_handed_down_set_and_reached(world) -> None:
    """DLY-10: goals handed down by who reviews the person; one's own without a post."""
    person = world.staff[0]
    posts = ask(world.head, "work-goal-people")["results"]
    assert {one["name"] for one in posts} == {one.cadre.name for one in world.staff}
    (post,) = [one["id"] for one in posts if one["name"] == person.cadre.name]
    goal = {"title": "完成专项整治", "due_on": "2024-11-30"}
    down = send(world.head, "work-goal-list", appointment=post, **goal)
    assert (down.status_code, down.json()["handed_down_by"]) == (201, str(world.head))
    own = send(person, "work-goal-list", **goal).json()
    assert (own["handed_down_by"], own["name"]) == (None, person.cadre.name)
    assert list(send(person, "work-goal-list", appointment=post, **goal).json()) == ["appointment"]
    assert send(world.principal, "work-goal-list", **goal).json() == {
        "appointment": ["Say for whom."]
    }
    assert list(send(person, "work-goal-list", title="").json()) == ["title"]
    assert send(world.staff[1], "work-goal-finish", own["id"]).status_code == 404
    assert send(person, "work-goal-finish", own["id"]).json()["done_on"]
    assert ask(world.staff[1], "work-goal-list")["count"] == 0
    assert ask(world.leader, "work-goal-list", appointment=post)["count"] == 2


def test_nobody_sets_a_goal_before_there_is_a_plan(db) -> None:
    person = UserFactory(cadre=AppointmentFactory(in_team=False).cadre)
    DailyPlanFactory()
    told = send(person, "work-goal-list", title="专项整治")
    assert "no plan" in str(told.json())
