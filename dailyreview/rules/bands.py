"""One click for a person: the marks that a grade stands for, to be changed where they differ."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise


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
