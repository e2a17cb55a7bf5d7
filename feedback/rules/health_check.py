"""The health check report (体检单) as data: every figure of page, PDF and DOCX comes from here."""

import datetime as dt
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Regain:
    """What would win back points of a leaf: a value to reach, and what it would have been worth.

    Attributes:
        basis: "median" or "best" of the category, or "full" marks.
        value: the raw value to reach, as text with its unit of measure.
        points: points it would have added, everything else unchanged.
    """

    basis: str
    value: str
    points: Decimal


@dataclass(frozen=True)
class Line:
    """One node of the indicator tree for the assessee, beside its nameless category.

    Attributes:
        section: name of the first-level node above it; its own for a first-level node.
        depth: 0 for first-level nodes.
        points, full: won and to be won; `full` is 0 for bonus and deduction nodes.
        value: the raw value with its unit of measure; empty for inner nodes and missing values.
        reason: what the rule did, in one sentence.
        place, size: place in the category by points, of how many.
        median, best, spread: shares of full marks in the category, percent; `spread` is sorted
            and names nobody.
        regains: what would win points back, the nearest first.
    """

    code: str
    name: str
    section: str
    depth: int
    is_leaf: bool
    bonus: bool
    points: Decimal
    full: Decimal
    value: str
    reason: str
    place: int | None
    size: int
    median: Decimal | None
    best: Decimal | None
    spread: tuple[float, ...]
    regains: tuple[Regain, ...] = ()

    @property
    def lost(self) -> Decimal:
        """Points lost; below zero where a bonus was won."""
        return self.full - self.points

    @property
    def share(self) -> Decimal | None:
        """Points as percent of full marks; None where there are none to win."""
        return share_of(self.points, self.full)

    @property
    def lead(self) -> Decimal | None:
        """Percentage points above the category's median; below it, negative."""
        return None if self.share is None or self.median is None else self.share - self.median


@dataclass(frozen=True)
class TrendPoint:
    """One year of the trend: a published cycle of the same kind, or the present one."""

    period: str
    total: Decimal
    full: Decimal
    place: int | None
    size: int

    @property
    def share(self) -> Decimal | None:
        """The total as percent of full marks, which may differ between years."""
        return share_of(self.total, self.full)


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from, so that anybody entitled to ask can derive them again."""

    cycle: str
    kind: str
    period: str
    scheme: str
    run_number: int
    digest: str
    engine: str
    computed_on: dt.date
    published_on: dt.date | None


@dataclass(frozen=True)
class HealthCheck:
    """The report of one assessee.

    Attributes:
        total: as published, rounded once; None while something missing holds it.
        exact_total: before that rounding.
        totals: all totals of the category in rising order, without names.
        lines: the tree, parents before children.
        agrees: whether the lines add up to the stored total, and the totals to the place.
        missing: names of leaves without a value.
        advice: sentences made by rule from the figures.
        remark, remark_by: what a person added, and who.
    """

    result_pk: int
    assessee: str
    group: str
    provenance: Provenance
    decimals: int
    total: Decimal | None
    exact_total: Decimal | None
    full: Decimal
    place: int | None
    size: int
    totals: tuple[Decimal, ...]
    grade: str
    lines: tuple[Line, ...]
    agrees: bool
    missing: tuple[str, ...]
    trend: tuple[TrendPoint, ...]
    advice: tuple[str, ...] = ()
    remark: str = ""
    remark_by: str = ""

    @property
    def sections(self) -> list[Line]:
        """First-level nodes."""
        return [line for line in self.lines if line.depth == 0]

    @property
    def leaves(self) -> list[Line]:
        """Nodes that score."""
        return [line for line in self.lines if line.is_leaf]

    @property
    def losses(self) -> list[Line]:
        """Leaves that lost points, the biggest loss first."""
        lost = [line for line in self.leaves if self.shown(line.lost) > 0]
        return sorted(lost, key=lambda line: (-line.lost, line.code))

    @property
    def gains(self) -> list[Line]:
        """Bonus leaves that won points."""
        return [line for line in self.leaves if self.shown(line.lost) < 0]

    @property
    def strengths(self) -> list[Line]:
        """The three leaves furthest above the category's median, big losses left out."""
        named = self.losses[:3]
        ahead = [
            line
            for line in self.leaves
            if line.lead is not None and line.lead > 0 and line not in named
        ]
        return sorted(ahead, key=lambda line: (-(line.lead or ZERO), line.place or 0))[:3]

    @property
    def below_median(self) -> list[Line]:
        """Losses whose leaf lies below the category's median, the most to regain there first."""
        behind = [
            line for line in self.losses if line.regains[:1] and line.regains[0].basis == "median"
        ]
        return sorted(behind, key=lambda line: -line.regains[0].points)

    @property
    def lost_points(self) -> Decimal:
        """Sum of the losses as shown."""
        return sum((self.shown(line.lost) for line in self.losses), ZERO)

    @property
    def gained_points(self) -> Decimal:
        """Sum of the bonus points as shown."""
        return sum((-self.shown(line.lost) for line in self.gains), ZERO)

    @property
    def limited(self) -> Decimal:
        """What caps and floors of nodes and of the cycle changed, beyond the leaves; as shown."""
        if self.exact_total is None:
            return ZERO
        leaves = sum((line.points for line in self.leaves), ZERO)
        return self.shown(self.exact_total - leaves)

    @property
    def rounding(self) -> Decimal:
        """What rounding each shown figure leaves over: the last line, so that the sum is exact."""
        if self.total is None:
            return ZERO
        sums = self.shown(self.full) - self.lost_points + self.gained_points + self.limited
        return self.total - sums

    @property
    def median_total(self) -> Decimal | None:
        """The median of the category's totals."""
        return self.shown(statistics.median(self.totals)) if self.totals else None

    @property
    def best_total(self) -> Decimal | None:
        """The best total of the category."""
        return self.totals[-1] if self.totals else None

    def place_with(self, total: Decimal) -> int:
        """The place that a total would have, everybody else unchanged."""
        return 1 + sum(other > total for other in self.totals)

    def shown(self, points: Decimal) -> Decimal:
        """Points as the report prints them, half up to the scheme's decimals."""
        return points.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP)


def share_of(points: Decimal, full: Decimal) -> Decimal | None:
    """Points as percent of full marks with one decimal; None without full marks.

    >>> share_of(Decimal("7.5"), Decimal("12")), share_of(Decimal("1"), Decimal("0"))
    (Decimal('62.5'), None)
    """
    if full <= 0:
        return None
    return (points * 100 / full).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def most_lost(lines: Iterable[Line]) -> Line | None:
    """The line with the biggest loss, if any lost points."""
    losing = [line for line in lines if line.lost > 0]
    return max(losing, key=lambda line: line.lost, default=None)
