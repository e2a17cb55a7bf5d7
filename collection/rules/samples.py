"""How far a satisfaction score of a sample can be trusted."""

from math import sqrt
from typing import NamedTuple

# Two-sided 95 %.
Z = 1.959964


class Interval(NamedTuple):
    """Bounds of a score, on the scale of the score."""

    low: float
    high: float


def wilson_interval(score: float, size: int) -> Interval:
    """The 95 % interval of a score from 0 to 100, read as a share of satisfied people.

    Of all scores with the same mean those of all or nothing vary most, so that for a mean of finer
    marks the interval is on the safe side. A sampling plan with clusters or weights makes it wider;
    a margin that the surveying body states comes first.

    Args:
        score: 0 to 100.
        size: people who answered, at least 1.
    Raises:
        ValueError: no sample, or a score outside 0 to 100.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22 (1927), 209-212.

    >>> [round(bound, 2) for bound in wilson_interval(85, 400)]
    [81.17, 88.17]
    >>> [round(bound, 2) for bound in wilson_interval(100, 10)]
    [72.25, 100.0]
    """
    if size < 1 or not 0 <= score <= 100:
        raise ValueError("a score needs a sample and lies between 0 and 100")
    share, square = score / 100, Z * Z
    middle = (share + square / (2 * size)) / (1 + square / size)
    reach = Z * sqrt(share * (1 - share) / size + square / (4 * size * size)) / (1 + square / size)
    return Interval(max(0.0, 100 * (middle - reach)), min(100.0, 100 * (middle + reach)))


def stated_interval(score: float, margin: float) -> Interval:
    """The interval of a margin that the surveying body states, cut off at 0 and 100.

    >>> stated_interval(98.0, 3.0)
    Interval(low=95.0, high=100.0)
    """
    return Interval(max(0.0, score - margin), min(100.0, score + margin))
