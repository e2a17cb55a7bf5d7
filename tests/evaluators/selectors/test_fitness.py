import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluators.models import TrainingSession
from evaluators.selectors.fitness import Obstacle, fit_for_duty, obstacles_of
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    PoolPolicyFactory,
    RosterSpellFactory,
    TrainingAttendanceFactory,
)

pytestmark = pytest.mark.django_db
NEWCOMER_ON = dt.date(2023, 3, 1)


def trained(evaluator, on, kind=TrainingSession.Kind.ROTATION):
    TrainingAttendanceFactory(evaluator=evaluator, session__held_on=on, session__kind=kind)


def obstacles(evaluator, day, **about):
    found = obstacles_of([evaluator.pk], day, **about)[evaluator.pk]
    assert fit_for_duty(day, **about).filter(pk=evaluator.pk).exists() == (not found)
    return found


def test_evp_07_an_expired_certificate_takes_the_person_out_of_the_picker() -> None:
    PoolPolicyFactory()
    evaluator = EvaluatorFactory()
    trained(evaluator, dt.date(2022, 1, 1))
    CertificateFactory(evaluator=evaluator, expires_on=dt.date(2023, 12, 31))
    assert obstacles(evaluator, dt.date(2023, 12, 31)) == []
    assert obstacles(evaluator, dt.date(2024, 1, 1)) == [Obstacle.CERTIFICATE_NOT_VALID]


def test_evp_14_new_on_1_march_without_training_by_31_august_is_unassignable() -> None:
    PoolPolicyFactory(needs_certificate=False)
    newcomer = RosterSpellFactory(joined_on=NEWCOMER_ON).evaluator
    assert obstacles(newcomer, dt.date(2023, 8, 31)) == []
    assert obstacles(newcomer, dt.date(2023, 9, 1)) == [Obstacle.TRAINING_OVERDUE]
    trained(newcomer, dt.date(2023, 9, 1))
    assert obstacles(newcomer, dt.date(2023, 9, 1)) == []


def test_training_before_joining_does_not_count() -> None:
    PoolPolicyFactory(needs_certificate=False)
    newcomer = RosterSpellFactory(joined_on=NEWCOMER_ON).evaluator
    trained(newcomer, dt.date(2023, 2, 28))
    assert obstacles(newcomer, dt.date(2023, 12, 1)) == [Obstacle.TRAINING_OVERDUE]


def test_evp_15_missing_the_session_at_years_end_blocks_field_duty() -> None:
    PoolPolicyFactory(
        needs_certificate=False, needs_policy_training=True, needs_practice_training=True
    )
    evaluator, january = EvaluatorFactory(), dt.date(2024, 1, 8)
    trained(evaluator, dt.date(2023, 2, 1), TrainingSession.Kind.POLICY)
    assert obstacles(evaluator, january) == []
    assert obstacles(evaluator, january, assessed_year=2023) == [Obstacle.YEARLY_TRAINING_MISSING]
    trained(evaluator, dt.date(2023, 12, 1), TrainingSession.Kind.PRACTICE)
    assert obstacles(evaluator, january, assessed_year=2023) == []


def test_who_is_not_in_the_pool_cannot_be_placed_and_a_pool_without_policy_asks_no_more() -> None:
    inside, outside = EvaluatorFactory(), EvaluatorFactory(spell=None)
    assert obstacles(inside, dt.date(2023, 1, 1)) == []
    assert obstacles(outside, dt.date(2023, 1, 1)) == [Obstacle.NOT_IN_POOL]


def test_queries_do_not_grow_with_people() -> None:
    PoolPolicyFactory()
    counts = []
    for _ in range(2):
        people = EvaluatorFactory.create_batch(5)
        with CaptureQueriesContext(connection) as queries:
            obstacles_of([one.pk for one in people], dt.date(2023, 5, 1))
        counts.append(len(queries))
    assert counts[0] == counts[1]
