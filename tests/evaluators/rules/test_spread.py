"""Flat marking, and samples that anybody can draw again."""

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluators.rules.sampling import draw_sample, shuffle_keys
from evaluators.rules.spread import Flatness, SpreadRule, different_share, judge_spread

RULE = SpreadRule(different_min=Decimal("0.5"), width_min=Decimal(1))
FLAT, NARROW = Flatness.EQUAL_MARKS, Flatness.NARROW_MARKS


def marks(*values):
    return [Decimal(str(value)) for value in values]


def test_forty_units_at_95_are_no_differentiation():
    """ORG-07."""
    found = judge_spread(marks(*[95] * 40), RULE)
    assert found.faults == (FLAT, NARROW)
    assert (found.different, found.width) == (0, 0)
    assert (found.commonest, found.commonest_count) == (Decimal(95), 40)


@pytest.mark.parametrize(
    ("given_marks", "faults"),
    [
        (marks(*[95] * 38, 60, 100), (FLAT, NARROW)),
        (marks(*(95 + n / 1000 for n in range(38)), 60, 100), (NARROW,)),
        (marks(*[95] * 10, *[80] * 3), (FLAT, NARROW)),
        (marks(*[95] * 9, *[80] * 4), (FLAT,)),
        (marks(*[95] * 10, *[90] * 20, *[85] * 10), ()),
        (marks(*range(80, 100)), ()),
    ],
    ids=["two outliers", "a hair apart", "ten and three", "nine and four", "thirds", "all differ"],
)
def test_measures_see_what_the_other_misses(given_marks, faults):
    assert judge_spread(given_marks, RULE).faults == faults


def test_small_field_is_not_judged():
    found = judge_spread(marks(95, 95, 95, 95), RULE)
    assert (found.count, found.different, found.width, found.faults) == (4, None, None, ())


def test_spread_index_of_the_oracle():
    """7 good, 2 fairly good, 1 average, on a scale of 4 grades."""
    grades = marks(*[0] * 7, 1, 1, 2)
    assert float(different_share(grades)) == pytest.approx(0.511111, abs=1e-6)
    assert float(different_share(grades, steps=4)) == pytest.approx(0.621622, abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=30), st.integers(5, 9))
def test_share_lies_between_none_and_all(values, steps):
    share = different_share(marks(*values), steps)
    assert 0 <= share <= 1
    assert (share == 0) == (len(set(values)) == 1)


def test_five_percent_of_239_units_are_drawn_again_from_the_seed():
    """QC-01; the keys stand here as they must be drawn on every machine, for ever."""
    drawn = draw_sample(range(1, 240), "2025-recheck", percent=Decimal(5))
    assert len(drawn) == 12
    assert drawn == draw_sample(range(239, 0, -1), "2025-recheck", percent=Decimal(5))
    assert drawn[:4] == [24, 117, 155, 225]
    assert draw_sample(range(1, 240), "2026-recheck", percent=Decimal(5)) != drawn


def test_anybody_can_repeat_the_draw_without_our_code():
    ranks = {n: hashlib.sha256(f"4:seed{n}".encode()).hexdigest() for n in range(1, 60)}
    assert shuffle_keys(range(1, 60), "seed") == sorted(ranks, key=ranks.get)


@settings(deadline=None)
@given(st.sets(st.integers(0, 999), min_size=1), st.text(max_size=5), st.data())
def test_withdrawn_key_leaves_the_order_of_the_rest(keys, seed, data):
    gone = data.draw(st.sampled_from(sorted(keys)))
    rest = [key for key in shuffle_keys(keys, seed) if key != gone]
    assert shuffle_keys(keys - {gone}, seed) == rest


def test_every_key_has_the_same_chance():
    """400 draws of 5 % from 40: each key is drawn 20 times on average (deviation 4.4)."""
    times = [0] * 40
    for n in range(400):
        for key in draw_sample(range(40), f"seed {n}", percent=Decimal(5)):
            times[key] += 1
    assert sum(times) == 800
    assert min(times) > 2
    assert max(times) < 42


@pytest.mark.parametrize(
    ("percent", "count"), [("0", 0), ("0.1", 1), ("5", 2), ("7.5", 3), ("100", 40)]
)
def test_share_is_rounded_up(percent, count):
    assert len(draw_sample(range(40), "seed", percent=Decimal(percent))) == count


def test_senseless_draws_are_refused():
    with pytest.raises(ValueError, match="percentage"):
        draw_sample([1], "seed", percent=Decimal(101))
    with pytest.raises(ValueError, match="twice"):
        shuffle_keys([1, 1], "seed")
