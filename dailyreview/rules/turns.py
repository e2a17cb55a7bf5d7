"""Does the best grade go round in turns (轮流坐庄), and do grades tell people apart at all?

Both are questions to ask, never an answer: a rota of duties or a busy season may be the reason.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, prod

FEWEST_PEOPLE, FEWEST_QUARTERS, FEWEST_GRADED = 4, 4, 5
# Shown only where perfect turns would be so improbable by chance.
RARE = Fraction(1, 100)
State = tuple[int, ...]


@dataclass(frozen=True)
class Turns:
    """How often the best grade came back to somebody who had it lately.

    Attributes:
        people, quarters, places: how many there were, and best grades altogether.
        window: quarters that count as lately, the present one among them.
        repeats, expected: how often it came back, and how often it would by chance.
        p, p_min: how probable so few repeats are by chance, and none at all.
    """

    people: int
    quarters: int
    places: int
    window: int
    repeats: int
    expected: Fraction
    p: Fraction
    p_min: Fraction

    @property
    def is_shown(self) -> bool:
        """Whether there is enough to say anything."""
        enough = self.people >= FEWEST_PEOPLE and self.quarters >= FEWEST_QUARTERS
        return enough and self.p_min <= RARE


def turns(people: int, holders: Sequence[Collection[int]]) -> Turns:
    """Compare who held the best grade with holders drawn by chance, as many a quarter.

    Ability makes repeats more frequent, so that honest merit is never what is found here.

    Raises:
        ValueError: nobody, or no best grade at all.
    """
    places = tuple(len(set(found)) for found in holders)
    if not people or not sum(places):
        raise ValueError("There is nothing to compare.")
    window = min(5, max(2, people * len(places) // sum(places)))
    repeats = sum(
        len(set(found) & set().union(*map(set, holders[max(0, at - window + 1) : at])))
        for at, found in enumerate(holders)
    )
    by_chance = repeats_by_chance(people, places, window)
    return Turns(
        people=people,
        quarters=len(places),
        places=sum(places),
        window=window,
        repeats=repeats,
        expected=sum((count * p for count, p in enumerate(by_chance)), Fraction(0)),
        p=sum(by_chance[: repeats + 1], Fraction(0)),
        p_min=next(p for p in by_chance if p),
    )


@lru_cache(maxsize=512)
def repeats_by_chance(people: int, places: State, window: int) -> tuple[Fraction, ...]:
    """How probable 0, 1, 2 .. repeats are when every quarter's holders are drawn by chance.

    A state says how many people had it last 1, 2 .. window - 1 quarters ago; the draw takes some
    of each kind and of the rest.

    >>> [float(round(p, 6)) for p in repeats_by_chance(5, (2, 2, 2), 2)]
    [0.09, 0.36, 0.42, 0.12, 0.01]
    """
    # Ways, not chances: whole numbers need no common denominator on the way.
    now: Mapping[tuple[State, int], int] = {((0,) * (window - 1), 0): 1}
    for drawn in places:
        after: dict[tuple[State, int], int] = defaultdict(int)
        for (state, repeats), before in now.items():
            for taken, ways in _draws(state, drawn, people - sum(state)):
                left = [had - took for had, took in zip(state, taken, strict=True)]
                kept = (drawn, *left[:-1])
                after[kept, repeats + sum(taken)] += before * ways
        now = after
    totals: dict[int, int] = defaultdict(int)
    for (_state, repeats), ways in now.items():
        totals[repeats] += ways
    every = prod(comb(people, drawn) for drawn in places)
    return tuple(Fraction(totals[count], every) for count in range(max(totals) + 1))


def difference(grades: Sequence[object], kinds: int) -> tuple[Fraction, Fraction]:
    """How probable it is that two people differ in grade, and that as a share of the most.

    >>> index, relative = difference([0, 0, 0, 0, 0, 0, 0, 1, 1, 2], 4)
    >>> round(float(index), 6), round(float(relative), 6)
    (0.511111, 0.621622)
    """
    counts = [grades.count(grade) for grade in set(grades)]
    even, more = divmod(len(grades), kinds)
    most = _index([even + 1] * more + [even] * (kinds - more), len(grades))
    found = _index(counts, len(grades))
    return found, found / most if most else Fraction(0)


def _index(counts: Sequence[int], people: int) -> Fraction:
    return 1 - Fraction(sum(count * (count - 1) for count in counts), people * (people - 1))


def _draws(state: State, drawn: int, fresh: int) -> list[tuple[State, int]]:
    """Every way to draw so many: how many of each kind, and in how many ways."""
    found: list[tuple[State, int, int]] = [((), drawn, 1)]
    for had in state:
        found = [
            ((*taken, took), rest - took, ways * comb(had, took))
            for taken, rest, ways in found
            for took in range(min(had, rest) + 1)
        ]
    return [(taken, ways * comb(fresh, rest)) for taken, rest, ways in found if rest <= fresh]
