"""What a check of a period's figures finds odd, and what has been said of it before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from indicators.models import FigureReview, IndicatorSystem, ReportedValue
from indicators.rules.heaping import Heap, find_heap, is_repeated, last_digit
from indicators.rules.oddities import Oddity
from indicators.rules.trees import plain
from indicators.selectors.trees import TreeRow
from indicators.selectors.values import Cell, ValueMatrix, value_matrix
from organization.models import Unit, User

JUMP, OUTLIER, ROUND, REPEATED, _NOTED = FigureReview.Finding
FINDINGS = {Oddity.JUMP: JUMP, Oddity.OUTLIER: OUTLIER}
# Decimals that a figure is stored with.
MOST_DECIMALS = 6


@dataclass(frozen=True, eq=False)
class OddFigure:
    """A reported figure and why it looks odd.

    Attributes:
        facts: what it was compared with, as text.
    """

    reported: ReportedValue
    unit: Unit
    finding: FigureReview.Finding
    facts: dict[str, str] = field(default_factory=dict)


def odd_figures(system: IndicatorSystem, period: str, *, user: User) -> list[OddFigure]:
    """Odd figures of a system in a period that wait for a review.

    Left out is what is under review already, and a figure that somebody found right before. One
    indicator may stand at several leaves: its figure is named once. No size changes the number of
    queries.
    """
    matrix = value_matrix(system, period, seen_by=user)
    reviewed = _reviewed(matrix)
    found: dict[int, OddFigure] = {}
    for odd in (*_against_others(matrix), *_by_digits(matrix)):
        row = odd.reported
        before = reviewed.get((row.indicator_id, odd.unit.pk), ())
        if not any(review.is_holding or review.value == row.value for review in before):
            found.setdefault(row.pk, odd)
    return list(found.values())


def figures_under(reviews: Iterable[FigureReview]) -> dict[int, ReportedValue]:
    """The figure that stands today under each review, by its key; one query."""
    keys = {(one.indicator_id, one.unit_id, one.period): one.pk for one in reviews}
    rows = ReportedValue.objects.filter(
        indicator__in={key[0] for key in keys},
        unit__in={key[1] for key in keys},
        period__in={key[2] for key in keys},
        series=ReportedValue.Series.ACTUAL,
    ).select_related("reported_by")
    found = {(row.indicator_id, row.unit_id, row.period): row for row in rows}
    return {pk: found[key] for key, pk in keys.items() if key in found}


def _reviewed(matrix: ValueMatrix) -> Mapping[tuple[int, int], list[FigureReview]]:
    reviews: dict[tuple[int, int], list[FigureReview]] = defaultdict(list)
    indicators = {leaf.node.indicator_id for leaf in matrix.leaves}
    for review in FigureReview.objects.filter(period=matrix.period, indicator__in=indicators):
        reviews[review.indicator_id, review.unit_id].append(review)
    return reviews


def _against_others(matrix: ValueMatrix) -> Iterator[OddFigure]:
    """Figures far from the other units, or from those of a year before."""
    for leaf in matrix.leaves:
        known = _known(matrix, leaf)
        values = [value for _unit, _cell, value in known]
        for unit, cell, _value in known:
            if cell.oddity is None or cell.reported is None:
                continue
            facts = {"median": _told(median(values), leaf)}
            if cell.previous is not None:
                facts["previous"] = _told(cell.previous, leaf)
            yield OddFigure(cell.reported, unit, FINDINGS[cell.oddity], facts)


def _by_digits(matrix: ValueMatrix) -> Iterator[OddFigure]:
    """Figures of one digit only, and the round ones of a unit that has too many of them."""
    ends: dict[Unit, list[tuple[ReportedValue, int | None]]] = defaultdict(list)
    for leaf in matrix.leaves:
        known = _known(matrix, leaf)
        decimals = max((_decimals(value) for _unit, _cell, value in known), default=0)
        for unit, cell, value in known:
            if cell.reported is None:
                continue
            if is_repeated(value):
                yield OddFigure(cell.reported, unit, REPEATED)
            ends[unit].append((cell.reported, last_digit(value, decimals)))
    for unit, figures in ends.items():
        heap = find_heap([digit for _row, digit in figures])
        if heap:
            yield from _heaped(unit, figures, heap)


def _heaped(
    unit: Unit, figures: Iterable[tuple[ReportedValue, int | None]], heap: Heap
) -> Iterator[OddFigure]:
    facts = {"round": str(heap.round_figures), "figures": str(heap.figures)}
    for row, digit in figures:
        if digit in {0, 5}:
            yield OddFigure(row, unit, ROUND, facts)


def _known(matrix: ValueMatrix, leaf: TreeRow) -> list[tuple[Unit, Cell, Decimal]]:
    """Units with a figure at a leaf that concerns them."""
    cells = ((unit, matrix.cells[leaf.node.pk, unit.pk]) for unit in matrix.units)
    return [
        (unit, cell, cell.value)
        for unit, cell in cells
        if cell.value is not None and not cell.exempt
    ]


def _told(value: Decimal, leaf: TreeRow) -> str:
    """A figure in the indicator's unit of measure: the reported one may be in another."""
    measure = leaf.node.indicator.unit_of_measure if leaf.node.indicator else ""
    return f"{plain(value)} {measure}".rstrip()


def _decimals(value: Decimal) -> int:
    return min(max(-int(value.normalize().as_tuple().exponent), 0), MOST_DECIMALS)
