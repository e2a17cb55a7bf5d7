"""Flat marking: whether one department's marks tell its units apart (区分度)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import quantiles


class Flatness(StrEnum):
    """How marks fail to tell units apart; the value is its stable code."""

    EQUAL_MARKS = "equal_marks"
    NARROW_MARKS = "narrow_marks"


@dataclass(frozen=True)
class SpreadRule:
    """The spread that was declared before marking began.

    Attributes:
        different_min: least share (0 to 1) of pairs of units with different marks, of the largest
            share that the scale allows.
        width_min: least distance between the quarter points of the marks, in marks: three
            decimals' difference between all units is no difference.
        steps: how many different marks the scale has, such as 4 for four grades; None when marks
            are free.
        smallest_field: with fewer units nothing is said.
    """

    different_min: Decimal
    width_min: Decimal
    steps: int | None = None
    smallest_field: int = 5


@dataclass(frozen=True)
class Spread:
    """What was found; both figures None in a field too small to speak of.

    Attributes:
        count: marks given; different, width: as in `SpreadRule`.
        commonest, commonest_count: the mark given most often, and how often.
        faults: empty when the marks may stand.
    """

    count: int
    different: Fraction | None = None
    width: Fraction | None = None
    commonest: Decimal | None = None
    commonest_count: int = 0
    faults: tuple[Flatness, ...] = ()


def judge_spread(marks: Sequence[Decimal], rule: SpreadRule) -> Spread:
    """Whether marks of one department tell its units apart as far as was declared.

    Two measures, since each alone is easily served: marks that differ by a hair are all different
    but narrow, and two outliers widen marks that are otherwise equal. The quarter points, unlike
    lowest and highest mark, do not move for two outliers.

    Args:
        marks: one a unit; missing ones are left out by the caller.
    Source: ORG-07; spread index of analysis F3.

    >>> rule = SpreadRule(different_min=Decimal("0.5"), width_min=Decimal(1))
    >>> [str(fault) for fault in judge_spread([Decimal(95)] * 40, rule).faults]
    ['equal_marks', 'narrow_marks']
    >>> judge_spread([Decimal(mark) for mark in range(80, 100)], rule).faults
    ()
    """
    if len(marks) < max(rule.smallest_field, 2):
        return Spread(len(marks))
    different = different_share(marks, rule.steps)
    lower, _, upper = quantiles([Fraction(mark) for mark in marks], n=4, method="inclusive")
    width = upper - lower
    checks = {
        Flatness.EQUAL_MARKS: different < Fraction(rule.different_min),
        Flatness.NARROW_MARKS: width < Fraction(rule.width_min),
    }
    commonest, times = Counter(sorted(marks)).most_common(1)[0]
    faults = tuple(fault for fault, found in checks.items() if found)
    return Spread(len(marks), different, width, commonest, times, faults)


def different_share(marks: Sequence[Decimal], steps: int | None = None) -> Fraction:
    """Share of pairs of units with different marks, of the largest share the scale allows.

    Args:
        marks: two or more; steps: how many different marks the scale has, 2 or more.

    >>> different_share([Decimal(mark) for mark in (1, 1, 2, 2)], steps=2)
    Fraction(1, 1)
    >>> different_share([Decimal(mark) for mark in (1, 1, 2, 2)])
    Fraction(2, 3)
    """
    most = len(marks) if steps is None else min(steps, len(marks))
    full, more = divmod(len(marks), most)
    evenly = [full + 1] * more + [full] * (most - more)
    return Fraction(_unlike_pairs(Counter(marks).values()), _unlike_pairs(evenly))


def _unlike_pairs(counts: Collection[int]) -> int:
    total = sum(counts)
    return (total * total - sum(count * count for count in counts)) // 2
