"""Figures that look odd beside their neighbours or beside last year: a hint, never a verdict."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

# Fewer neighbours than this say nothing about what is usual.
SMALLEST_FIELD = 5
# Modified z-score beyond which a figure counts as an outlier (Iglewicz and Hoaglin, 1993).
OUTLIER_SCORE = 3.5
# A figure that doubles or halves in a year is worth a second look.
JUMP = 2.0


class Oddity(StrEnum):
    """What is odd about a figure."""

    OUTLIER = "outlier"
    JUMP = "jump"


@dataclass(frozen=True)
class Figure:
    """A value with the one of the same period a year before, where there is one."""

    value: float
    previous: float | None = None


def find_oddities(figures: Sequence[Figure | None]) -> list[Oddity | None]:
    """Say for each figure of one indicator what is odd about it.

    Sizes are compared by their logarithms, since a large city is not an error.

    >>> find_oddities([Figure(v) for v in (24, 31, 47, 52, 62, 90, 4)])[-1]
    <Oddity.OUTLIER: 'outlier'>
    >>> find_oddities([Figure(10, 30), Figure(29, 30), None])
    [<Oddity.JUMP: 'jump'>, None, None]
    """
    outliers = _outliers([figure.value for figure in figures if figure])
    found: list[Oddity | None] = []
    for figure in figures:
        if figure is None:
            found.append(None)
        elif figure.value in outliers:
            found.append(Oddity.OUTLIER)
        else:
            found.append(Oddity.JUMP if _jumps(figure) else None)
    return found


def _outliers(values: Sequence[float]) -> set[float]:
    if len(values) < SMALLEST_FIELD:
        return set()
    # Shares of 0 to 100 and sizes are positive; growth may be negative and keeps its own scale.
    scale = math.log if min(values) > 0 else float
    centre = median(map(scale, values))
    spread = median(abs(scale(value) - centre) for value in values)
    if spread == 0:
        return set()
    return {v for v in values if 0.6745 * abs(scale(v) - centre) / spread > OUTLIER_SCORE}


def _jumps(figure: Figure) -> bool:
    previous = figure.previous
    if previous is None or previous <= 0 or figure.value <= 0:
        return False
    ratio = figure.value / previous
    return ratio >= JUMP or ratio <= 1 / JUMP
