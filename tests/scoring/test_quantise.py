"""Where a float becomes exact: half up, once, and blind to the last bits of a vector unit."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.quantise import quantise, whole_steps

HALVES = st.integers(0, 100_000_000).map(lambda micro: micro + 0.5)


@pytest.mark.parametrize(
    ("points", "micro"),
    [
        (0.0000005, 1),
        (-0.0000005, -1),
        (0.0000004, 0),
        (15.2307692307, 15_230_769),
        (86.66666666, 86_666_667),
    ],
)
def test_points_are_rounded_half_up_to_six_decimals(points, micro):
    assert quantise(np.array([points])).tolist() == [micro]


@given(half=HALVES, short=st.floats(0, 9e-10), sign=st.sampled_from([1, -1]))
def test_a_hair_below_the_boundary_counts_as_on_it(half, short, sign):
    """Sums in another order, or another machine, may differ so much and no more."""
    boundary = half / 1e6
    assert quantise(np.array([sign * (boundary - short)])) == sign * int(half + 0.5)


@given(half=HALVES, short=st.floats(1.1e-9, 4e-7))
def test_what_lies_further_below_is_rounded_down(half, short):
    assert quantise(np.array([half / 1e6 - short])) == int(half - 0.5)


def test_the_order_of_a_sum_cannot_show():
    """0.1 + 0.2 + 0.3 has another last bit in another order; its points have not."""
    parts = (0.1, 0.2, 0.3, 0.0000005)
    sums = {sum(order) for order in itertools.permutations(parts)}
    assert len(sums) > 1
    assert set(quantise(np.array(sorted(sums))).tolist()) == {600_001}


def test_a_step_a_hair_short_is_a_whole_step():
    assert whole_steps(np.array([3 - 1e-12, 3 - 1e-6, -3 + 1e-12])).tolist() == [3, 2, -3]
