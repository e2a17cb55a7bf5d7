"""The evaluator pool of the demonstration: its size over the years, and who may be placed."""

import datetime as dt
import re

import pytest

from demo import evaluators
from demo.pool import ABSENT, EXPIRED, UNCERTIFIED, UNTRAINED, fill_pool, year_assessed
from evaluators.models import Evaluator, ReservePlace
from evaluators.selectors.fitness import Obstacle, fit_for_duty, obstacles_of
from organization.models import AuditEvent
from tests.demo.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("pool")
def test_evp_02_the_roster_held_355_people_in_2020_and_573_in_2022():
    """EVP-02: the roster as of 2020-12-31 returns 355, two years later 573."""
    assert Evaluator.objects.on_roster(dt.date(2020, 12, 31)).count() == 355
    assert Evaluator.objects.on_roster(dt.date(2022, 12, 31)).count() == 573
    assert Evaluator.objects.on_roster(TODAY).count() == 573


@pytest.mark.usefixtures("pool")
def test_evp_08_twenty_stand_in_the_liaison_reserve():
    """EVP-08: the liaison team has 20 people."""
    liaisons = ReservePlace.objects.filter(reserve=ReservePlace.Reserve.LIAISON, until=None)
    assert liaisons.count() == 20


@pytest.mark.usefixtures("pool")
def test_some_cannot_be_placed_and_the_pages_can_say_why():
    keys = Evaluator.objects.on_roster(TODAY).values_list("pk", flat=True)
    found = obstacles_of(list(keys), TODAY, assessed_year=year_assessed(TODAY))
    told = [obstacle for obstacles in found.values() for obstacle in obstacles]
    assert told.count(Obstacle.CERTIFICATE_NOT_VALID) == EXPIRED
    assert told.count(Obstacle.NO_CERTIFICATE) == UNCERTIFIED
    assert told.count(Obstacle.TRAINING_OVERDUE) == UNTRAINED
    missing = told.count(Obstacle.YEARLY_TRAINING_MISSING)
    assert max(ABSENT, UNTRAINED) <= missing <= ABSENT + UNTRAINED
    assert fit_for_duty(TODAY).count() > 540


@pytest.mark.usefixtures("pool")
def test_everybody_is_invented_and_comes_from_no_real_unit():
    """A real name never gets an invented employee, nor a region an invented code."""
    assert not Evaluator.objects.filter(is_invented=False).exists()
    homes = Evaluator.objects.exclude(home_unit=None).values_list("home_unit__name", flat=True)
    assert all("（示例）" in name for name in homes)
    outside = Evaluator.objects.filter(home_unit=None).values_list("organisation", flat=True)
    assert all("（示例）" in name for name in outside)


def test_a_second_filling_changes_nothing(pool):
    before = (Evaluator.objects.count(), AuditEvent.objects.count())
    fill_pool(TODAY + dt.timedelta(days=400), by=pool)
    assert (Evaluator.objects.count(), AuditEvent.objects.count()) == before


def test_the_people_are_the_same_every_time():
    one, other = evaluators.everybody(), evaluators.everybody()
    assert one == other
    assert len({person.name for person in one}) == len(one) == 573 + evaluators.LEFT
    assert sum(bool(person.id_number) for person in one) == evaluators.DUAL


def test_the_places_are_codes_of_the_province_and_its_neighbours():
    places = {
        place for person in evaluators.everybody() for place in (person.native, person.growth)
    }
    assert all(re.fullmatch(r"(3[1-4]|37|41)\d{4}", place) for place in places)
    own = sum(person.native.startswith("32") for person in evaluators.everybody())
    assert own > 300
