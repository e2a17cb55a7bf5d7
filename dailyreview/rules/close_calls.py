"""Close calls: of those whose totals lie at the line, does who had it last time go without now?

Honest ups and downs leave traces on both sides of the line alike; turns show where the totals could
have gone either way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import comb

from dailyreview.rules.turns import RARE

# How far from the line a total is still a close call, in points.
WITHIN = Decimal("1.5")
# By person whether they have the best grade, and their total.
Quarter = Mapping[int, tuple[bool, Decimal]]


@dataclass(frozen=True)
class CloseCalls:
    """Those at the line, by whether they got the best grade now and had it the quarter before.

    Attributes:
        again, new: got it now, with and without having had it.
        dropped, without: did not get it now, with and without having had it.
    """

    again: int
    new: int
    dropped: int
    without: int

    @property
    def had(self) -> int:
        """How many had it the quarter before."""
        return self.again + self.dropped

    @property
    def had_not(self) -> int:
        """How many did not have it."""
        return self.new + self.without

    @property
    def p(self) -> Fraction:
        """How probable it is by chance that so few got it again (Fisher, one side)."""
        return sum(map(self._chance, range(self._fewest, self.again + 1)), Fraction(0))

    @property
    def p_min(self) -> Fraction:
        """The same for as few as there could be."""
        return self._chance(self._fewest)

    @property
    def is_shown(self) -> bool:
        """Whether there are enough to say anything."""
        return self.p_min <= RARE

    @property
    def _fewest(self) -> int:
        return max(0, self.again - self.without)

    def _chance(self, again: int) -> Fraction:
        got = self.again + self.new
        ways = comb(self.had, again) * comb(self.had_not, got - again)
        return Fraction(ways, comb(self.had + self.had_not, got))


def close_calls(groups: Iterable[Sequence[Quarter]], within: Decimal = WITHIN) -> CloseCalls:
    """Count the close calls of several groups that each have a line of their own.

    Args:
        groups: of each the quarters, the oldest first.

    >>> before = {1: (True, Decimal(90)), 2: (False, Decimal(89))}
    >>> now = {1: (False, Decimal(89)), 2: (True, Decimal(90)), 3: (True, Decimal(95))}
    >>> close_calls([[before, now]])
    CloseCalls(again=0, new=1, dropped=1, without=0)
    """
    counts = {(got, had): 0 for got in (True, False) for had in (True, False)}
    for quarters in groups:
        for before, now in pairwise(quarters):
            for person in _at_line(now, within) & before.keys():
                counts[now[person][0], before[person][0]] += 1
    return CloseCalls(
        again=counts[True, True],
        new=counts[True, False],
        dropped=counts[False, True],
        without=counts[False, False],
    )


def _at_line(quarter: Quarter, within: Decimal) -> set[int]:
    """Who lies at the line: midway between the weakest total with it and the best one without."""
    with_it = [total for has, total in quarter.values() if has]
    without = [total for has, total in quarter.values() if not has]
    if not with_it or not without:
        return set()
    line = (min(with_it) + max(without)) / 2
    return {person for person, (_has, total) in quarter.items() if abs(total - line) <= within}
