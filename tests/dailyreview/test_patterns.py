"""PAIN-01, PAIN-02: patterns that are worth a look, and how far units are, unit by unit."""

from collections.abc import Collection

import pytest
from django.urls import reverse

from dailyreview.models import QuarterRecord
from dailyreview.selectors.patterns import UnitPattern, patterns_of
from organization.models import Role
from tests.assessment.factories import GradeDecisionFactory, ScoreRunFactory
from tests.dailyreview.worlds import DailyWorld, make_world
from tests.organization.factories import UserFactory


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world(people=10)


def grade(world: DailyWorld, *good: Collection[int]) -> None:
    """A quarter for each set of holders: they are 好, everybody else 较好."""
    for number, holders in enumerate(good, 1):
        quarter = world.open(number)
        run = ScoreRunFactory(cycle=quarter.cycle, complete=True)
        for place, person in enumerate(world.staff):
            given = "good" if place in holders else "fairly"
            GradeDecisionFactory(
                run=run,
                assessee=world.record_of(person).assessee,
                grade=given,
                proposed_grade=given,
            )


def only(world: DailyWorld) -> UnitPattern:
    (found,) = patterns_of(world.plan, world.clerk)
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
    # It speaks of the unit, never of a person.
    assert not any(person.cadre.name in page for person in world.staff)


def test_pain_01_the_same_good_people_again_are_no_pattern(world) -> None:
    grade(world, range(4), range(4), range(1, 5), range(4))
    found = only(world)
    assert found.turns is not None
    assert not found.is_worth_a_look


def test_three_quarters_are_too_few_to_say(world) -> None:
    grade(world, *TURNS[:3])
    assert only(world).turns is None
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
    assert patterns_of(world.plan, elsewhere) == []


def test_pain_02_completion_is_counted_by_unit_from_records(client, world) -> None:
    """No log-in counts: only where the records are."""
    world.open(1)
    QuarterRecord.objects.filter(pk=world.record_of(world.staff[0]).pk).update(state="reviewed")
    client.force_login(world.clerk)
    row = client.get(world.quarters[0].get_absolute_url()).context["rows"][0]
    assert (row.unit, row.people, row.writing, row.reviewed) == (world.unit.name, 10, 9, 1)
