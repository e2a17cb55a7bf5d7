"""Who has reported what: the matrix of a system's reported leaves and its units in a period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from indicators.models import (
    Exemption,
    FigureReview,
    IndicatorSystem,
    ReportedValue,
    SystemNode,
)
from indicators.rules.measures import MeasureError
from indicators.rules.oddities import Figure, Oddity, find_oddities
from indicators.rules.periods import last_day, previous_year
from indicators.selectors.trees import TreeRow, system_tree
from organization.models import Unit, User
from scoring import RULES
from scoring.rules.baselines import STATED

ACTUAL, TARGET, BENCHMARK, AVERAGE, BEST = ReportedValue.Series
PREVIOUS = "previous"


def period_to_show(system: IndicatorSystem) -> str:
    """The system's year; where figures came for parts of it alone, the latest of these."""
    year = str(system.year)
    figures = ReportedValue.objects.filter(
        indicator__in=system.nodes.values("indicator"), series=ACTUAL, period__startswith=year
    )
    periods = set(figures.order_by().values_list("period", flat=True).distinct())
    return year if year in periods else max(periods, default=year)


@dataclass(frozen=True, eq=False)
class Cell:
    """What is known of one leaf for one unit, in the unit of measure of the leaf.

    Attributes:
        reported: the row of the actual value.
        needs: series the rule reads and nobody has reported: actual, target, benchmark, and
            previous for the actual value of a year before.
        exempt: the leaf does not concern the unit.
        held: the figure is under review and is not scored.
    """

    value: Decimal | None = None
    previous: Decimal | None = None
    reported: ReportedValue | None = None
    needs: tuple[str, ...] = ()
    exempt: bool = False
    held: bool = False
    oddity: Oddity | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the leaf concerns the unit and cannot be scored yet."""
        return bool(self.needs) and not self.exempt


@dataclass(frozen=True, eq=False)
class ValueMatrix:
    """Reported leaves by units, for one period.

    Attributes:
        leaves: rows of the tree whose source is reported values.
        cells: by key of the node and key of the unit; every pair has one.
    """

    system: IndicatorSystem
    period: str
    leaves: list[TreeRow]
    units: list[Unit]
    cells: Mapping[tuple[int, int], Cell]

    @cached_property
    def missing(self) -> list[tuple[TreeRow, Unit, Cell]]:
        """Every pair that still waits for a figure, in the order of the tree."""
        return [
            (leaf, unit, self.cells[leaf.node.pk, unit.pk])
            for leaf in self.leaves
            for unit in self.units
            if self.cells[leaf.node.pk, unit.pk].is_missing
        ]

    @cached_property
    def missing_by_leaf(self) -> dict[int, int]:
        """How many units each leaf waits for; leaves that are complete are not in it."""
        counts: dict[int, int] = defaultdict(int)
        for leaf, _unit, _cell in self.missing:
            counts[leaf.node.pk] += 1
        return dict(counts)

    @cached_property
    def missing_by_unit(self) -> dict[int, int]:
        """How many leaves each unit still waits for; units that are complete are not in it."""
        counts: dict[int, int] = defaultdict(int)
        for _leaf, unit, _cell in self.missing:
            counts[unit.pk] += 1
        return dict(counts)

    @property
    def due(self) -> int:
        """How many figures have to come in, those that do not concern a unit left out."""
        return sum(not cell.exempt for cell in self.cells.values())

    @property
    def odd(self) -> int:
        """How many figures look odd."""
        return sum(cell.oddity is not None for cell in self.cells.values())


def units_of(system: IndicatorSystem, period: str) -> list[Unit]:
    """Active units that belong to the system's category on the last day of a period."""
    units = Unit.objects.filter(is_active=True)
    return list(units.in_category(system.category, last_day(period)).order_by("code"))


def value_matrix(
    system: IndicatorSystem, period: str, *, seen_by: User | None = None
) -> ValueMatrix:
    """What is reported and what is missing, with a number of queries that no size changes.

    Args:
        seen_by: leave out units and figures that this account may not see.
    """
    leaves = [row for row in system_tree(system).leaves if row.node.source == "reported"]
    units = units_of(system, period)
    if seen_by is not None:
        leaves, units = _part_of(seen_by, leaves, units)
    values = standing_values([leaf.node for leaf in leaves], units, period)
    exempt = set(Exemption.objects.filter(node__system=system).values_list("node_id", "unit_id"))
    held = _held(leaves, period)
    cells: dict[tuple[int, int], Cell] = {}
    for leaf in leaves:
        found = [_cell(leaf, unit, period, values, exempt) for unit in units]
        for unit, cell in zip(units, _with_oddities(found), strict=True):
            is_held = (leaf.node.indicator_id, unit.pk) in held
            cells[leaf.node.pk, unit.pk] = replace(cell, held=True) if is_held else cell
    return ValueMatrix(system, period, leaves, units, cells)


def _held(leaves: Iterable[TreeRow], period: str) -> set[tuple[int, int]]:
    """Indicator and unit of the figures under review."""
    reviews = FigureReview.objects.holding().filter(
        period=period, indicator__in={leaf.node.indicator_id for leaf in leaves}
    )
    return set(reviews.values_list("indicator_id", "unit_id"))


def needed_series(node: SystemNode) -> tuple[str, ...]:
    """Series that the rule of a leaf reads; a fixed number in its parameters replaces one."""
    rule = RULES.get(node.rule)
    if rule is None:
        return (ACTUAL,)
    needed = [ACTUAL, *(PREVIOUS for name in rule.series if name == PREVIOUS)]
    if TARGET in rule.optional_series and node.params.get("target", "") == "":
        needed.append(TARGET)
    if BENCHMARK in rule.optional_series and (stated := stated_series(node)):
        needed.append(stated)
    return tuple(needed)


def stated_series(node: SystemNode) -> str | None:
    """The series in which a benchmark leaf finds its yardstick; None inside the group."""
    return STATED.get(node.params.get("against", "series"))


Values = Mapping[tuple[int | None, int | None, str, str], ReportedValue]


def standing_values(leaves: Iterable[SystemNode], units: Iterable[Unit], period: str) -> Values:
    """Figures of these leaves and units in a period and a year before, with one query.

    The keys are indicator, unit (None for a common benchmark), period and series.
    """
    rows = ReportedValue.objects.filter(
        Q(unit__in=[unit.pk for unit in units]) | Q(unit__isnull=True),
        indicator__in={leaf.indicator_id for leaf in leaves},
        period__in=[period, previous_year(period)],
    )
    return {(row.indicator_id, row.unit_id, row.period, row.series): row for row in rows}


def _cell(
    leaf: TreeRow, unit: Unit, period: str, values: Values, exempt: set[tuple[int, int]]
) -> Cell:
    key = (leaf.node.indicator_id, unit.pk)
    common = (leaf.node.indicator_id, None)
    found: dict[str, ReportedValue | None] = {
        ACTUAL: values.get((*key, period, ACTUAL)),
        PREVIOUS: values.get((*key, previous_year(period), ACTUAL)),
        TARGET: values.get((*key, period, TARGET)),
        **{
            series: values.get((*key, period, series)) or values.get((*common, period, series))
            for series in ReportedValue.COMMON
        },
    }
    return Cell(
        value=_in_measure_of(leaf, found[ACTUAL]),
        previous=_in_measure_of(leaf, found[PREVIOUS]),
        reported=found[ACTUAL],
        needs=tuple(name for name in needed_series(leaf.node) if found[name] is None),
        exempt=(leaf.node.pk, unit.pk) in exempt,
    )


def _in_measure_of(leaf: TreeRow, reported: ReportedValue | None) -> Decimal | None:
    indicator = leaf.node.indicator
    if reported is None or indicator is None:
        return None
    try:
        return reported.in_measure(indicator.unit_of_measure)
    except MeasureError:
        # The indicator has no unit of measure yet: a fault of the draft, told on its own page.
        return reported.value


def _with_oddities(cells: list[Cell]) -> list[Cell]:
    figures = [
        None
        if cell.value is None
        else Figure(float(cell.value), None if cell.previous is None else float(cell.previous))
        for cell in cells
    ]
    return [
        cell if oddity is None else replace(cell, oddity=oddity)
        for cell, oddity in zip(cells, find_oddities(figures), strict=True)
    ]


def _part_of(
    user: User, leaves: list[TreeRow], units: list[Unit]
) -> tuple[list[TreeRow], list[Unit]]:
    """All leaves of the units the account sees; where it sees none, all units of its own leaves."""
    seen = set(Unit.objects.visible_to(user).values_list("pk", flat=True))
    own_units = [unit for unit in units if unit.pk in seen]
    if own_units:
        return leaves, own_units
    return [
        row for row in leaves if row.node.indicator and row.node.indicator.owner_id == user.unit_id
    ], units
