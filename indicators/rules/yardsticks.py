"""Averages, best figures and gaps to them, in the direction that counts."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

# Decimals that a mean has beyond its figures; a stored figure has six at most.
EXTRA_DECIMALS = 2
MOST_DECIMALS = 6


def average(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean, half up, with two decimals more than the figures have.

    Rates are not weighed: the mean of thirteen rates is what it says.

    >>> average([Decimal("7.2"), Decimal("6.5"), Decimal("5.5")])
    Decimal('6.400')
    """
    decimals = max(-int(value.normalize().as_tuple().exponent) for value in values)
    step = Decimal(1).scaleb(-min(max(decimals, 0) + EXTRA_DECIMALS, MOST_DECIMALS))
    return (sum(values, Decimal()) / len(values)).quantize(step, ROUND_HALF_UP)


def best(values: Sequence[Decimal], direction: int) -> Decimal | None:
    """The best figure; None where neither more nor less is better.

    >>> best([Decimal(3), Decimal(9)], 1), best([Decimal(3), Decimal(9)], -1)
    (Decimal('9'), Decimal('3'))
    """
    if direction == 0:
        return None
    return max(values) if direction > 0 else min(values)


def gap(value: Decimal | None, yardstick: Decimal | None, direction: int) -> Decimal | None:
    """How far ahead of a yardstick a figure is: negative when behind, whatever the direction.

    Where neither more nor less is better it is the plain difference.

    >>> gap(Decimal(32), Decimal(28), -1), gap(Decimal("7.2"), Decimal("6.5"), 1)
    (Decimal('-4'), Decimal('0.7'))
    """
    if value is None or yardstick is None:
        return None
    return yardstick - value if direction < 0 else value - yardstick


def place_between(value: Decimal, values: Sequence[Decimal], direction: int) -> Decimal | None:
    """Where a figure stands from the worst (0) to the best (100); None without any spread.

    >>> place_between(Decimal(32), [Decimal(40), Decimal(28)], -1).quantize(Decimal(1))
    Decimal('67')
    """
    low, high = min(values), max(values)
    if low == high or direction == 0:
        return None
    ahead = high - value if direction < 0 else value - low
    return 100 * ahead / (high - low)
