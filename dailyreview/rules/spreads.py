"""How often each grade was given, as counts and as shares of those who have one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

STEP = Decimal("0.1")


class Cell(NamedTuple):
    """One grade: how many have it, and what that is of all graded, in percent."""

    grade: str
    people: int
    share: Decimal | None


@dataclass(frozen=True)
class Spread:
    """How many people have each grade.

    Attributes:
        names: the grades, the best first.
        counts: how many have each of them.
        without: how many have none yet.

    >>> spread = Spread(("好", "较好"), (2, 4), 1)
    >>> spread.graded, spread.people, [str(share) for share in spread.shares]
    (6, 7, ['33.3', '66.7'])
    """

    names: tuple[str, ...]
    counts: tuple[int, ...]
    without: int

    @property
    def graded(self) -> int:
        """How many have a grade."""
        return sum(self.counts)

    @property
    def people(self) -> int:
        """How many there are."""
        return self.graded + self.without

    @property
    def shares(self) -> tuple[Decimal | None, ...]:
        """What each grade is of those given, in percent to one decimal; None before the first."""
        if not self.graded:
            return (None,) * len(self.counts)
        return tuple(
            (Decimal(count * 100) / self.graded).quantize(STEP, ROUND_HALF_UP)
            for count in self.counts
        )

    @property
    def best_share(self) -> Decimal | None:
        """The share of the best grade in percent."""
        return self.shares[0] if self.names else None

    @property
    def cells(self) -> list[Cell]:
        """One for each grade."""
        return list(map(Cell, self.names, self.counts, self.shares))


def together(spreads: Iterable[Spread]) -> Spread:
    """Several spreads of the same grades as one.

    >>> together([Spread(("好", "较好"), (2, 4), 1), Spread(("好", "较好"), (1, 0), 2)])
    Spread(names=('好', '较好'), counts=(3, 4), without=3)
    """
    several = list(spreads)
    return Spread(
        several[0].names,
        tuple(map(sum, zip(*(one.counts for one in several), strict=True))),
        sum(one.without for one in several),
    )
