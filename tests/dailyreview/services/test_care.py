"""Reminders with reply and closing, mentoring after a low grade, goals and comments."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import GradeDecision, OverlayFact
from dailyreview.models import Mentoring, PilotUnit
from dailyreview.services.care import (
    close_reminder,
    end_mentoring,
    name_mentor,
    open_mentorings,
    record_revisit,
    remind,
    reply_to,
)
from dailyreview.services.gates import draw_on_quarters
from dailyreview.services.goals import finish_goal, set_goal
from dailyreview.services.grading import accept_quarter, decide_quarter_grade
from dailyreview.services.reviewing import comment_on
from tests.assessment.worlds import run_to_end
from tests.dailyreview.worlds import DailyWorld, make_world, open_annual_cycle, review_everybody
from tests.organization.factories import AppointmentFactory

# Four people: above the line, below it, and one at 一般.
MARKS = (95, 85, 84, 65)


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    world.open(1)
    return world


@pytest.fixture
def graded(world) -> DailyWorld:
    review_everybody(world, MARKS)
    run_to_end(world.quarters[0].cycle)
    accept_quarter(world.quarters[0], world.unit, by=world.principal)
    return world


def test_reminder_is_replied_to_and_closed(world) -> None:
    """DLY-06."""
    person, record = world.staff[0], world.record_of(world.staff[0])
    with pytest.raises(PermissionDenied):
        remind(record, words="材料多次晚报", by=world.staff[1])
    reminder = remind(record, words="材料多次晚报", by=world.head)
    with pytest.raises(PermissionDenied):
        reply_to(reminder, reply="立即改正", by=world.staff[1])
    reply_to(reminder, reply="立即改正", by=person)
    with pytest.raises(PermissionDenied):
        close_reminder(reminder, closing="已改正", by=person)
    close_reminder(reminder, closing="连续两月按期报送", by=world.leader)
    with pytest.raises(ValidationError):
        reply_to(reminder, reply="再说一句", by=person)


def test_low_grade_opens_a_mentoring(graded) -> None:
    """DLY-07: 一般 opens a plan; a mentor, a revisit, then an end."""
    mentoring = Mentoring.objects.get()
    assert mentoring.record == graded.record_of(graded.staff[3])
    with pytest.raises(ValidationError):
        name_mentor(mentoring, mentor=graded.staff[3], by=graded.head)
    name_mentor(mentoring, mentor=graded.staff[0], by=graded.head)
    with pytest.raises(ValidationError):
        end_mentoring(mentoring, outcome="已达标", by=graded.head)
    record_revisit(mentoring, held_on=timezone.localdate(), words="进步明显", by=graded.staff[0])
    end_mentoring(mentoring, outcome="已达标", by=graded.head)
    mentoring.refresh_from_db()
    assert mentoring.ended_on == timezone.localdate()


def test_mentorings_of_many_ask_for_the_grades_once(graded) -> None:
    Mentoring.objects.all().delete()
    decisions = list(GradeDecision.objects.in_force())
    for decision in decisions:
        decision.grade = "poor"
    with CaptureQueriesContext(connection) as queries:
        assert len(open_mentorings(decisions, by=graded.principal)) == 4
    asked = [one for one in queries if 'FROM "assessment_schemegrade"' in one["sql"]]
    assert len(asked) == 1


def test_only_the_last_reviewer_decides(graded) -> None:
    assessee = graded.record_of(graded.staff[1]).assessee
    for other in (graded.head, graded.leader, graded.clerk, graded.staff[1]):
        with pytest.raises(PermissionDenied):
            decide_quarter_grade(assessee, grade="good", departure_reason="突出", by=other)
    decide_quarter_grade(
        assessee, grade="ordinary", departure_reason="受到通报", by=graded.principal
    )
    in_force = GradeDecision.objects.in_force().get(assessee=assessee)
    assert (in_force.grade, in_force.decided_by) == ("ordinary", graded.principal)


def test_annual_cycle_draws_on_the_quarters(graded) -> None:
    """L-08: who has fewer 好 or one 一般 is barred from 优秀; calling twice bars nobody twice."""
    annual = open_annual_cycle(graded)
    barred = draw_on_quarters(graded.plan, annual, by=graded.clerk)
    names = {fact.assessee.name for fact in barred}
    best = graded.record_of(graded.staff[0]).assessee.name
    assert len(barred) == 3
    assert best not in names
    assert draw_on_quarters(graded.plan, annual, by=graded.clerk) == []
    assert OverlayFact.objects.count() == 3
    run = run_to_end(annual)
    points = {
        one.assessee.name: one.total for group in run.groups.all() for one in group.results.all()
    }
    # Worth 90, 80, 80 and 70 of 100.
    assert points[best] == Decimal(90)
    assert sorted(points.values()) == [70, 80, 80, 90]


def test_goal_is_handed_down_by_who_reviews(world) -> None:
    """DLY-10."""
    post = world.record_of(world.staff[0]).assessee.appointment
    with pytest.raises(PermissionDenied):
        set_goal(world.plan, appointment=post, title="越权", by=world.staff[1])
    handed = set_goal(world.plan, appointment=post, title="新开工项目 3 个", by=world.leader)
    own = set_goal(world.plan, appointment=post, title="学习统计实务", by=world.staff[0])
    assert (handed.handed_down_by, own.handed_down_by) == (world.leader, None)
    finish_goal(handed, by=world.staff[0])
    handed.refresh_from_db()
    assert handed.done_on == timezone.localdate()
    world.open(2)
    entries = world.record_of(world.staff[0]).entries.all()
    assert [entry.title for entry in entries] == ["学习统计实务"]


def test_colleague_comments_once_and_only_where_asked(world) -> None:
    """DLY-03."""
    review_everybody(world, MARKS, upto=1)
    record = world.record_of(world.staff[0])
    with pytest.raises(PermissionDenied):
        comment_on(record, words="协作积极", kind="colleague", by=world.staff[1])
    PilotUnit.objects.update(asks_peers=True)
    comment_on(record, words="协作积极", kind="colleague", by=world.staff[1])
    with pytest.raises(ValidationError):
        comment_on(record, words="再写一次", kind="colleague", by=world.staff[1])
    for other in (world.staff[0], world.clerk):
        with pytest.raises(PermissionDenied):
            comment_on(record, words="越权", kind="colleague", by=other)


def test_staff_of_offices_take_part_and_the_team_does_not(world) -> None:
    AppointmentFactory(unit=world.unit, principal=True, starts_on=dt.date(2020, 1, 1))
    quarter = world.open(2)
    assert quarter.records.count() == 4
