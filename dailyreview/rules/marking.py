"""How widely one reviewer's marks differ: to read beside the grades, never to judge by."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import sqrt

FEWEST_MARKED = 5


@dataclass(frozen=True)
class Marking:
    """What one reviewer gave several people.

    Attributes:
        people: how many there are.
        longest_run: how many in a row have the same mark.
        common: the share of the commonest mark.
        deviation: the standard deviation of the marks.
    """

    people: int
    longest_run: int
    common: Fraction
    deviation: float


def marking_of(marks: Sequence[Fraction]) -> Marking:
    """Describe marks in the order in which they were given.

    >>> marking_of([Fraction(mark) for mark in (8, 8, 8, 9, 8, 8)])
    Marking(people=6, longest_run=3, common=Fraction(5, 6), deviation=0.37267799624996495)
    """
    mean = sum(marks, Fraction(0)) / len(marks)
    variance = sum(((mark - mean) ** 2 for mark in marks), Fraction(0)) / len(marks)
    return Marking(
        people=len(marks),
        longest_run=max(_runs(marks)),
        common=Fraction(max(Counter(marks).values()), len(marks)),
        deviation=sqrt(variance),
    )


def _runs(marks: Sequence[Hashable]) -> list[int]:
    return [len(list(same)) for _mark, same in groupby(marks)]
