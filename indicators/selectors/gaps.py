"""How far a figure is from the average and from the best, stated or of the units themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from indicators.models import IndicatorSystem, ReportedValue
from indicators.rules import yardsticks
from indicators.rules.measures import convert, same_dimension
from indicators.selectors.trees import TreeRow
from indicators.selectors.values import AVERAGE, BEST, Cell, ValueMatrix, value_matrix
from organization.models import Unit, User

# Of fewer figures an average would tell whose they are.
FEWEST_FIGURES = 3


@dataclass(frozen=True, eq=False)
class Field:
    """One indicator in a period: the figures of all units of the category.

    Attributes:
        values: figures that count by key of the unit: neither exempt nor under review.
        stated: average and best that were entered or imported, by series and key of the unit
            (None for all units), in the unit of measure of the indicator.
        seen: units that the account sees by key; of others only the figure is used.
        cells: what is known of each of these.
    """

    leaf: TreeRow
    cells: Mapping[int, Cell]
    values: Mapping[int, Decimal]
    stated: Mapping[tuple[str, int | None], Decimal]
    seen: Mapping[int, Unit]

    @property
    def direction(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither."""
        return self.leaf.node.indicator.direction if self.leaf.node.indicator else 0

    @property
    def spread(self) -> list[Decimal]:
        """All figures that count."""
        return list(self.values.values())

    @cached_property
    def own_average(self) -> Decimal | None:
        """The mean of the units' figures; None of too few."""
        few = len(self.values) < FEWEST_FIGURES
        return None if few else yardsticks.average(self.spread)

    @cached_property
    def own_best(self) -> Decimal | None:
        """The best of the units' figures; None of too few."""
        few = len(self.values) < FEWEST_FIGURES
        return None if few else yardsticks.best(self.spread, self.direction)

    def average_for(self, unit: Unit) -> Decimal | None:
        """The stated average of the unit, the one for all units, else that of the figures."""
        return self._stated(AVERAGE, unit, self.own_average)

    def best_for(self, unit: Unit) -> Decimal | None:
        """The stated best of the unit, the one for all units, else that of the figures."""
        return self._stated(BEST, unit, self.own_best)

    def _stated(self, series: str, unit: Unit, otherwise: Decimal | None) -> Decimal | None:
        common = self.stated.get((series, None), otherwise)
        return self.stated.get((series, unit.pk), common)


@dataclass(frozen=True, eq=False)
class Gap:
    """A unit's figure beside the average and the best."""

    field: Field
    unit: Unit

    @property
    def leaf(self) -> TreeRow:
        """Where the indicator stands in the tree."""
        return self.field.leaf

    @property
    def cell(self) -> Cell:
        """The figure with its page, and whether it concerns the unit."""
        return self.field.cells[self.unit.pk]

    @property
    def value(self) -> Decimal | None:
        """The unit's figure, None while it is missing or under review."""
        return self.field.values.get(self.unit.pk)

    @cached_property
    def average(self) -> Decimal | None:
        """What the unit is compared with."""
        return self.field.average_for(self.unit)

    @cached_property
    def best(self) -> Decimal | None:
        """The best figure."""
        return self.field.best_for(self.unit)

    @property
    def leaders(self) -> list[Unit]:
        """Units with the best figure, as far as the account sees them."""
        return [
            unit
            for key, unit in self.field.seen.items()
            if self.best is not None and self.field.values.get(key) == self.best
        ]

    @property
    def to_average(self) -> Decimal | None:
        """How far ahead of the average; negative when behind."""
        return yardsticks.gap(self.value, self.average, self.field.direction)

    @property
    def to_best(self) -> Decimal | None:
        """How far from the best; never above 0 unless the best was stated too low."""
        return yardsticks.gap(self.value, self.best, self.field.direction)

    @property
    def decimals(self) -> int:
        """Decimals in which the line is compared; a figure's own page is exact."""
        exact = (-int(number.normalize().as_tuple().exponent) for number in self.field.spread)
        small = max(map(abs, self.field.spread), default=1) < 1
        return max(0, min(max(exact, default=0), 4 if small else 2))

    @property
    def mean_decimals(self) -> int:
        """The same beside a mean, which whole figures do not hit."""
        return max(self.decimals, 1)


def fields_of(system: IndicatorSystem, period: str, *, user: User) -> list[Field]:
    """Every reported leaf with the figures of the category; one query more than the matrix."""
    matrix = value_matrix(system, period)
    visible = set(Unit.objects.visible_to(user).values_list("pk", flat=True))
    seen = {unit.pk: unit for unit in matrix.units if unit.pk in visible}
    stated = _stated(matrix)
    return [
        Field(
            leaf=leaf,
            cells={key: matrix.cells[leaf.node.pk, key] for key in seen},
            values={
                unit.pk: cell.value
                for unit in matrix.units
                if (cell := matrix.cells[leaf.node.pk, unit.pk]).value is not None
                and not (cell.held or cell.exempt)
            },
            stated=stated.get(leaf.node.indicator_id, {}),
            seen=seen,
        )
        for leaf in matrix.leaves
    ]


def _stated(matrix: ValueMatrix) -> dict[int | None, dict[tuple[str, int | None], Decimal]]:
    measures = {leaf.node.indicator_id: leaf.node.indicator for leaf in matrix.leaves}
    rows = ReportedValue.objects.filter(
        Q(unit__isnull=True) | Q(unit__in=[unit.pk for unit in matrix.units]),
        indicator__in=measures,
        period=matrix.period,
        series__in=(AVERAGE, BEST),
    )
    found: dict[int | None, dict[tuple[str, int | None], Decimal]] = {}
    for row in rows:
        indicator = measures[row.indicator_id]
        own = indicator.unit_of_measure if indicator else ""
        if same_dimension(row.unit_of_measure, own):
            figures = found.setdefault(row.indicator_id, {})
            figures[row.series, row.unit_id] = convert(row.value, row.unit_of_measure, own)
    return found
