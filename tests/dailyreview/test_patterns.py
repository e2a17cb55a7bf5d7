"""PAIN-01, PAIN-02: patterns that are worth a look, and how far units are, unit by unit."""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from dailyreview.models import QuarterRecord
from dailyreview.rules.close_calls import CloseCalls
from dailyreview.selectors.marking import markings_of, reviewed_units
from dailyreview.selectors.patterns import UnitPattern, _rare, patterns_of
from organization.models import Role
from tests.assessment.factories import (
    GradeDecisionFactory,
    ResultFactory,
    RunGroupFactory,
    ScoreRunFactory,
)
from tests.dailyreview.worlds import DailyWorld, make_person, make_world, review_everybody
from tests.organization.factories import UnitFactory, UserFactory


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world(people=10)


def grade(world: DailyWorld, *good: Collection[int], close: bool = False) -> None:
    """A quarter for each set of holders: they are 好, everybody else 较好.

    With `close` totals lie around the line of 90, half a point apart from one side to the other.
    """
    for number, holders in enumerate(good, 1):
        quarter = world.open(number)
        run = ScoreRunFactory(cycle=quarter.cycle, complete=True)
        for place, person in enumerate(world.staff):
            given = "good" if place in holders else "fairly"
            if close:
                total = Decimal(90) + (1 if place in holders else -1) * Decimal("0.25")
                group = RunGroupFactory(run=run)
                ResultFactory(group=group, assessee=world.record_of(person).assessee, total=total)
            GradeDecisionFactory(
                run=run,
                assessee=world.record_of(person).assessee,
                grade=given,
                proposed_grade=given,
            )


def only(world: DailyWorld) -> UnitPattern:
    (found,) = patterns_of(world.plan, world.clerk).units
    return found


TURNS = (range(4), range(4, 8), {8, 9, 0, 1}, range(2, 6))


def test_pain_01_unit_where_good_rotates_over_four_quarters_is_flagged(client, world) -> None:
    grade(world, *TURNS)
    found = only(world)
    assert found.turns is not None
    assert (found.turns.repeats, found.turns.places) == (0, 16)
    assert found.is_worth_a_look
    client.force_login(world.clerk)
    page = client.get(reverse("dailyreview:pattern_list", args=[world.plan.pk])).content.decode()
    assert "worth a look" in page
    assert "16 best grades in 4 quarters; 0 came back" in page
    assert "about 4.8 would by chance" in page
    assert "1 units were tested for turns and 0 for close calls" in page
    # It speaks of the unit, never of a person.
    assert not any(person.cadre.name in page for person in world.staff)


def test_pain_01_the_same_good_people_again_are_no_pattern(world) -> None:
    grade(world, range(4), range(4), range(1, 5), range(4))
    found = only(world)
    assert found.turns is not None
    assert not found.is_worth_a_look


def test_pain_01_close_calls_that_always_go_to_the_others_are_flagged(client, world) -> None:
    grade(world, *TURNS, close=True)
    found = only(world)
    assert found.close == CloseCalls(again=0, new=12, dropped=12, without=6)
    assert found.skips
    client.force_login(world.clerk)
    page = client.get(reverse("dailyreview:pattern_list", args=[world.plan.pk])).content.decode()
    assert "0 of 12 who had it the quarter before got it again, 12 of 18 who did not" in page


def test_pain_01_close_calls_of_the_same_good_people_are_no_pattern(world) -> None:
    grade(world, *[range(4)] * 4, close=True)
    found = only(world)
    assert found.close == CloseCalls(again=12, new=0, dropped=0, without=18)
    assert not found.skips


def test_pain_01_named_is_only_what_is_rare_among_so_many_units() -> None:
    """One unit of 1 in 40 would be named alone, among three it is not."""
    assert _rare({1: Fraction(1, 40)}) == {1: True}
    chances = {1: Fraction(1, 40), 2: Fraction(1, 2), 3: Fraction(9, 10)}
    assert not any(_rare(chances).values())


def test_pain_01_office_sees_how_widely_each_reviewer_marks(client, world) -> None:
    world.open(1)
    heads = [90] * 9 + [80]
    review_everybody(world, heads)
    quarter = world.quarters[0]
    rows = markings_of(quarter, reviewed_units(quarter, world.clerk))
    told = [(row.level, row.reviewer, row.people) for row in rows]
    by = (world.head, world.leader, world.principal)
    assert [(reviewer, people) for _level, reviewer, people in told] == [(one, 10) for one in by]
    assert len({level for level, *_rest in told}) == 3
    first = rows[0].marking
    assert (rows[0].common, first.deviation) == (90, 3.0)
    client.force_login(world.clerk)
    address = reverse("dailyreview:reviewer_list", args=[quarter.pk])
    text = client.get(address).content.decode()
    assert str(world.head) in text
    # It speaks of who marks, never of who was marked.
    assert not any(person.cadre.name in text for person in world.staff)
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    assert client.get(address).status_code == 403


def test_marks_of_few_people_say_nothing_and_a_level_of_several_is_told_as_one(world) -> None:
    second = UnitFactory(parent=world.unit, domain=world.unit.domain, internal=True)
    staff = [make_person(second) for _ in range(4)]
    world.open(1)
    review_everybody(world, range(80, 90), upto=1)
    world.staff, world.head = staff, UserFactory(role=Role.SECTION_HEAD, unit=second)
    review_everybody(world, [90] * 4, upto=1)
    quarter = world.quarters[0]
    rows = markings_of(quarter, [world.unit])
    assert [(row.reviewer is None, row.people) for row in rows] == [
        (True, 14),
        (False, 10),
        (False, 4),
    ]
    assert [row.marking is None for row in rows] == [False, False, True]


def test_three_quarters_are_too_few_to_say(world) -> None:
    grade(world, *TURNS[:3], close=True)
    assert (only(world).turns, only(world).close) == (None, None)
    assert not only(world).is_worth_a_look


def test_pain_01_one_grade_for_all_is_worth_a_look(world) -> None:
    grade(world, range(0))
    found = only(world)
    assert (found.turns, found.differ, found.is_flat) == (None, 0, True)
    assert found.is_worth_a_look


def test_only_units_whose_people_the_account_sees(world) -> None:
    grade(world, *TURNS)
    elsewhere = UserFactory(role=Role.COMMITTEE_MEMBER)
    elsewhere.role_assignments.update(domain=make_world().unit.domain)
    assert patterns_of(world.plan, elsewhere).units == []


def test_pain_02_completion_is_counted_by_unit_from_records(client, world) -> None:
    """No log-in counts: only where the records are."""
    world.open(1)
    QuarterRecord.objects.filter(pk=world.record_of(world.staff[0]).pk).update(state="reviewed")
    client.force_login(world.clerk)
    row = client.get(world.quarters[0].get_absolute_url()).context["rows"][0]
    assert (row.unit, row.people, row.writing, row.reviewed) == (world.unit.name, 10, 9, 1)
