"""DLY-08: the pool is divided to the last fen, and rounding never widens the gap."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailyreview.rules.bonus import BonusError, divide_pool

POINTS = st.lists(st.decimals(min_value=0, max_value=100, places=2), min_size=1, max_size=40)


@given(points=POINTS, gap=st.integers(1, 130_000), spare=st.integers(0, 10**7))
def test_sum_is_the_pool_and_nobody_is_further_apart_than_the_gap(points, gap, spare) -> None:
    pool = gap * len(points) + spare
    amounts = divide_pool(points, pool=pool, floor=0, gap=gap).amounts
    assert sum(amounts) == pool
    assert max(amounts) - min(amounts) <= gap
    by_points = sorted(zip(points, amounts, strict=True))
    # Whoever has more points never gets less; people with the same differ by a fen at most.
    tops: dict[Decimal, list[int]] = {}
    for point, amount in by_points:
        tops.setdefault(point, []).append(amount)
    spans = [(min(group), max(group)) for group in tops.values()]
    assert all(high - low <= 1 for low, high in spans)
    assert all(lower[1] <= upper[0] for lower, upper in pairwise(spans))


def test_gap_of_1300_yuan_lies_between_first_and_last() -> None:
    points = [Decimal(value) for value in (95, 85, 80, 60)]
    division = divide_pool(points, pool=1_000_000, floor=50_000, gap=130_000)
    assert division.amounts == (305_714, 268_572, 250_000, 175_714)
    assert division.amounts[0] - division.amounts[3] == 130_000


def test_pool_that_does_not_reach_for_the_floor_is_refused() -> None:
    with pytest.raises(BonusError) as refused:
        divide_pool([Decimal(60), Decimal(90)], pool=100_000, floor=50_000, gap=1)
    assert refused.value.least_fen == Decimal("49999.5")
