"""The gate of the year: who may be proposed for the best grade after the quarters."""

from collections.abc import Sequence
from fractions import Fraction


def bars_the_best(places: Sequence[int], good_share_min: Fraction, tolerated: int) -> bool:
    """Whether the grades of the quarters keep a person from the best grade of the year.

    Source: 公务员平时考核办法 (2019): 优秀 from those with more 好, and with none of 一般 or 较差.

    Args:
        places: the place of each decided grade, 1 for the best (好).
        good_share_min: least share of quarters with the best grade.
        tolerated: worst place that does not bar by itself.

    >>> [bars_the_best(places, Fraction(1, 2), 2) for places in ([1, 1, 2, 2], [1, 2, 2, 2])]
    [False, True]
    >>> bars_the_best([1, 1, 1, 3], Fraction(1, 2), 2)
    True

    Without a single decided quarter nothing is barred: that is for people to judge.

    >>> bars_the_best([], Fraction(1, 2), 2)
    False
    """
    if not places:
        return False
    goods = sum(1 for place in places if place == 1)
    return max(places) > tolerated or Fraction(goods, len(places)) < good_share_min
