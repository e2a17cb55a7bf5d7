"""Certificate, training, exit conditions and the yearly exchange."""

import datetime as dt
from decimal import Decimal

import pytest

from evaluators.rules.duty import Bar, Certificate, DutyRules, Training, find_bars, training_due_on
from evaluators.rules.exits import (
    ExitGround,
    ExitRules,
    MemberFacts,
    find_exit_candidates,
    may_replace,
    replacement_limit,
)

MARCH = dt.date(2025, 3, 1)
VALID = [Certificate(MARCH, dt.date(2026, 2, 28))]
ON = dt.date(2025, 12, 31)
USUAL = DutyRules()
RULES = ExitRules(Decimal(20), black_max=2, age_max=65)


def bars(on, *, certificates=VALID, trainings=(), rules=USUAL, year=2025):
    return find_bars(
        on, rules, year=year, joined_on=MARCH, certificates=certificates, trainings=trainings
    )


def test_new_evaluator_without_training_is_barred_after_six_months():
    """EVP-14: new on 1 March, no training by 31 August."""
    assert bars(dt.date(2025, 8, 31)) == []
    assert bars(dt.date(2025, 9, 1)) == [Bar.TRAINING_OVERDUE]
    assert bars(dt.date(2025, 9, 1), trainings=[Training(dt.date(2025, 8, 31))]) == []
    late = [Training(dt.date(2025, 10, 5))]
    assert bars(dt.date(2025, 10, 4), trainings=late) == [Bar.TRAINING_OVERDUE]
    assert bars(dt.date(2025, 10, 5), trainings=late) == []
    before = [Training(dt.date(2025, 2, 1))]
    assert bars(dt.date(2025, 9, 1), trainings=before) == [Bar.TRAINING_OVERDUE]


@pytest.mark.parametrize(
    ("joined", "due"),
    [
        (dt.date(2025, 1, 15), dt.date(2025, 7, 14)),
        (dt.date(2025, 8, 30), dt.date(2026, 2, 28)),
        (dt.date(2025, 9, 1), dt.date(2026, 2, 28)),
        (dt.date(2023, 8, 30), dt.date(2024, 2, 29)),
        (dt.date(2025, 7, 1), dt.date(2025, 12, 31)),
    ],
)
def test_training_is_due_within_six_months(joined, due):
    assert training_due_on(joined) == due


def test_certificate_counts_on_its_first_and_last_day():
    """EVP-07."""
    trained = [Training(MARCH)]
    assert bars(MARCH - dt.timedelta(1), trainings=trained) == [Bar.CERTIFICATE_NOT_VALID]
    assert bars(MARCH, trainings=trained) == []
    assert bars(dt.date(2026, 2, 28), trainings=trained) == []
    assert bars(dt.date(2026, 3, 1), trainings=trained) == [Bar.CERTIFICATE_NOT_VALID]
    assert bars(MARCH, certificates=[]) == [Bar.NO_CERTIFICATE]
    assert bars(MARCH, certificates=[], rules=DutyRules(needs_certificate=False)) == []


def test_missing_yearly_training_bars_from_duty():
    """EVP-15: two trainings a year, each of its own year."""
    rules = DutyRules(yearly_kinds=frozenset({"policy", "practice"}))
    policy = Training(dt.date(2025, 3, 5), "policy")
    practice = Training(dt.date(2025, 11, 5), "practice")
    day = dt.date(2025, 12, 1)
    assert bars(day, trainings=[policy], rules=rules) == [Bar.YEARLY_TRAINING_MISSING]
    assert bars(day, trainings=[policy, practice], rules=rules) == []
    after = dt.date(2026, 1, 5)
    assert bars(after, trainings=[policy, practice], rules=rules) == []
    assert bars(after, trainings=[policy, practice], rules=rules, year=2026) == [
        Bar.YEARLY_TRAINING_MISSING
    ]


def grounds(*members):
    found = find_exit_candidates(members, RULES, on=ON)
    return {candidate.key: candidate.grounds for candidate in found}


def ranked(*points):
    return [MemberFacts(n, points=Decimal(value)) for n, value in enumerate(points)]


def test_bottom_of_the_ranking_appears_as_candidates():
    """EVP-19: listed, never removed."""
    members = ranked(90, 80, 70, 95, 60, 85, 88, 77, 99, 91)
    assert grounds(*members) == {4: (ExitGround.LOW_RANK,), 2: (ExitGround.LOW_RANK,)}
    assert len(members) == 10


@pytest.mark.parametrize(
    ("points", "bottom"),
    [
        ((50, 50, 50, 50, 50), set()),
        ((50, 60, 60, 70, 80, 81, 82, 83, 84, 85), {0}),
        ((50, 50, 60, 70, 80, 81, 82, 83, 84, 85), {0, 1}),
        ((50, 60, 70), set()),
        ((), set()),
    ],
    ids=["all equal", "tie across the line", "tie inside", "too few for a place", "nobody"],
)
def test_bottom_never_holds_more_than_its_share(points, bottom):
    assert set(grounds(*ranked(*points))) == bottom


def test_whole_ranking_may_be_the_bottom():
    rules = ExitRules(Decimal(100), black_max=2, age_max=None)
    assert len(find_exit_candidates(ranked(1, 2), rules, on=ON)) == 2
    assert find_exit_candidates([MemberFacts(1)], rules, on=ON) == []


def test_misconduct_age_and_post_change_are_grounds():
    """EVP-13, EVP-19."""
    assert grounds(
        MemberFacts(1, black=3),
        MemberFacts(2, black=2),
        MemberFacts(3, misconduct=True, post_changed=True),
        MemberFacts(4, born_on=dt.date(1959, 12, 31)),
        MemberFacts(5, born_on=dt.date(1960, 1, 1)),
    ) == {
        1: (ExitGround.MISCONDUCT,),
        3: (ExitGround.MISCONDUCT, ExitGround.POST_CHANGE),
        4: (ExitGround.AGE,),
    }


def test_replacement_stops_at_a_quarter_of_the_roster():
    """EVP-13: roster of 160, the 41st is refused."""
    assert replacement_limit(160) == 40
    assert may_replace(160, 39)
    assert not may_replace(160, 40)
    assert replacement_limit(163) == 40
    assert replacement_limit(10, Decimal("0.3")) == 3
