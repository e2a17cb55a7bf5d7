"""Whether an indicator still tells assessees apart: spread of its figures, and what to flag."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import fmean, median, pstdev, quantiles

# One figure has no spread, and of two equal ones nothing follows.
FEWEST = 3


class Flag(StrEnum):
    """What a yearly review points out."""

    UNUSED = "unused"
    NO_FIGURES = "no_figures"
    NO_VARIANCE = "no_variance"
    ALL_FULL = "all_full"


@dataclass(frozen=True)
class Spread:
    """How the figures of one indicator lie: their number, ends, quarter points, and variation.

    Attributes:
        variation: standard deviation in parts of the mean (变异系数); None around a mean of 0.
    """

    n: int
    low: Decimal
    lower: Decimal
    middle: Decimal
    upper: Decimal
    high: Decimal
    variation: float | None

    @property
    def width(self) -> Decimal:
        """Between the quarter points (四分位距)."""
        return self.upper - self.lower

    @property
    def variation_percent(self) -> float | None:
        """The variation in percent of the mean."""
        return None if self.variation is None else self.variation * 100


def spread_of(figures: Sequence[Decimal]) -> Spread | None:
    """The spread of figures; None of none.

    >>> spread = spread_of([Decimal(n) for n in (1, 2, 3, 4, 5)])
    >>> spread.n, str(spread.lower), str(spread.middle), str(spread.width)
    (5, '2', '3', '2')
    >>> spread_of([Decimal(7)] * 4).variation
    0.0
    """
    if not figures:
        return None
    lower = middle = upper = median(figures)
    if len(figures) > 1:
        lower, middle, upper = quantiles(figures, n=4, method="inclusive")
    mean = fmean(figures)
    variation = float(pstdev(figures)) / abs(mean) if mean else None
    return Spread(len(figures), min(figures), lower, middle, upper, max(figures), variation)


@dataclass(frozen=True)
class Usage:
    """What a year did with an indicator.

    Attributes:
        places: in how many places of systems in force it counts.
        due: of how many units figures were due; reported: of how many of them they came.
        scored, full: how many scores it brought, and how many of them were full marks.
        spread: of its figures; of what is judged, of the shares of full marks.
    """

    places: int
    due: int = 0
    reported: int = 0
    scored: int = 0
    full: int = 0
    spread: Spread | None = None

    @property
    def missing_share(self) -> Decimal | None:
        """Share of the units due that reported nothing; None where none was due."""
        return 1 - Decimal(self.reported) / self.due if self.due else None


def find_flags(usage: Usage) -> Iterator[Flag]:
    """What the review points out. Fewer than three figures say nothing of variance.

    >>> same = spread_of([Decimal(100)] * 3)
    >>> [flag.value for flag in find_flags(Usage(1, due=3, reported=3, spread=same))]
    ['no_variance']
    >>> [flag.value for flag in find_flags(Usage(0))]
    ['unused']
    """
    if not usage.places:
        yield Flag.UNUSED
        return
    if usage.spread is None:
        yield Flag.NO_FIGURES
    elif usage.spread.n >= FEWEST and usage.spread.low == usage.spread.high:
        yield Flag.NO_VARIANCE
    if usage.scored >= FEWEST and usage.full == usage.scored:
        yield Flag.ALL_FULL
