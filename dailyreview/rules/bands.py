"""Marks and grades: the marks that a grade stands for, and the grade that marks stand for."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise


def place_of(score: Decimal, bars: Sequence[Decimal | None]) -> int:
    """The place of the band that a score out of 100 lies in, from 0 for the best.

    >>> bars = [Decimal(90), Decimal(80), Decimal(60), None]
    >>> [place_of(Decimal(score), bars) for score in ("100", "90", "89.99", "60", "0")]
    [0, 0, 1, 2, 3]
    """
    reached = (place for place, bar in enumerate(bars) if bar is None or score >= bar)
    return next(reached, len(bars) - 1)


def shares_of(bars: Sequence[Decimal | None]) -> list[Decimal]:
    """For each grade the share of full marks in the middle of its band.

    Args:
        bars: the score that each grade needs, best grade first, out of 100; None for no bar.

    >>> [str(share) for share in shares_of([Decimal(90), Decimal(80), Decimal(60), None])]
    ['0.95', '0.85', '0.7', '0.3']
    """
    edges = [Decimal(100), *(bar or Decimal(0) for bar in bars)]
    middles = [(above + below) / 200 for above, below in pairwise(edges)]
    return [share.normalize() for share in middles]
