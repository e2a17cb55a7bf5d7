"""Targets by formula: last year's figure grown by a percentage, or a total shared out exactly."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


class TargetError(ValueError):
    """Figures from which no targets can be made."""


def grown(value: Decimal, percent: Decimal, decimals: int) -> Decimal:
    """A figure raised, or with a negative percentage lowered, half up.

    >>> grown(Decimal("1558.2"), Decimal("5.5"), 1)
    Decimal('1643.9')
    """
    return (value * (100 + percent) / 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def shared_out(total: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Parts of a total in proportion to weights that add up to it exactly (largest remainder).

    What rounding down leaves over goes step by step to the parts that lost most by it; of equal
    losses the earlier part comes first.

    Raises:
        TargetError: a negative weight, no weight at all, or a total finer than the decimals.

    >>> [str(part) for part in shared_out(Decimal(100), [Decimal(1)] * 3, 1)]
    ['33.4', '33.3', '33.3']
    """
    step = Decimal(1).scaleb(-decimals)
    whole = sum(weights, Decimal())
    if whole <= 0 or min(weights) < 0 or total < 0:
        raise TargetError("nothing to share by")
    if total % step:
        raise TargetError("the total is finer than the parts")
    exact = [total * weight / whole for weight in weights]
    parts = [part.quantize(step, ROUND_FLOOR) for part in exact]
    left = int((total - sum(parts, Decimal())) / step)
    by_loss = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_loss[:left]:
        parts[place] += step
    return parts


def exceeds(lower: Decimal, upper: Decimal, direction: int) -> bool:
    """Whether a lower level asks for more than the upper: a higher figure, or a lower if better.

    >>> exceeds(Decimal("6.5"), Decimal("5.5"), 1), exceeds(Decimal(30), Decimal(33), -1)
    (True, True)
    """
    return direction * (lower - upper) > 0
