"""A unit's own weights beside the system's, and whether they keep every total (IND-12)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import IndicatorSystem, WeightOverride
from indicators.rules.trees import child_sums
from indicators.selectors.trees import Tree, TreeRow, system_tree
from organization.models import Unit


@dataclass(frozen=True, eq=False)
class OwnWeights:
    """The sheet of one unit: the tree with some weights replaced.

    Attributes:
        weights: own weight by the key of its node.
    """

    tree: Tree
    weights: Mapping[int, Decimal]

    def weight_of(self, row: TreeRow) -> Decimal:
        """What the node weighs for the unit."""
        return self.weights.get(row.node.pk, row.node.weight)

    @property
    def sums(self) -> dict[int | None, Decimal]:
        """Running sum of each parent's children; None stands for the whole system."""
        return child_sums(
            (row.node.parent_id, self.weight_of(row), not row.is_bonus) for row in self.tree.rows
        )

    @property
    def sums_with_totals(self) -> list[tuple[TreeRow | None, Decimal, Decimal]]:
        """Each parent with the sum of its children and what it should be; None is the system."""
        sums = self.sums
        whole = self.tree.system.full_marks
        parents = [row for row in self.tree.rows if row.children and not row.is_bonus]
        return [
            (None, sums.get(None, Decimal(0)), whole),
            *((row, sums.get(row.node.pk, Decimal(0)), self.weight_of(row)) for row in parents),
        ]

    @property
    def uneven(self) -> Iterator[tuple[TreeRow | None, Decimal, Decimal]]:
        """Parents whose children no longer add up: the parent, the sum, what it should be.

        Only where an own weight has a part in it: other faults are the tree's own.
        """
        touched = {self.tree.by_key[key].node.parent_id for key in self.weights}
        touched |= set(self.weights)
        for row, total, expected in self.sums_with_totals:
            if (row.node.pk if row else None) in touched and total != expected:
                yield row, total, expected


def own_weights(system: IndicatorSystem) -> dict[Unit, dict[int, Decimal]]:
    """Own weights of a system: by unit, then by the key of the node."""
    found: dict[Unit, dict[int, Decimal]] = defaultdict(dict)
    for own in WeightOverride.objects.filter(node__system=system).select_related("unit"):
        found[own.unit][own.node_id] = own.weight
    return dict(found)


@dataclass(frozen=True, eq=False)
class WeightLine:
    """A node with its weight in the system and for a unit."""

    row: TreeRow
    base: Decimal
    own: Decimal

    @property
    def change(self) -> Decimal:
        """By how much the own weight is above the system's."""
        return self.own - self.base


@dataclass(frozen=True, eq=False)
class WeightTable:
    """The weights of one unit against those of the system.

    Attributes:
        reason: why they differ; empty where they do not.
    """

    unit: Unit
    lines: list[WeightLine]
    reason: str

    @property
    def indicators(self) -> list[WeightLine]:
        """Lines that score: sections only follow them."""
        return [line for line in self.lines if line.row.is_leaf]

    @property
    def lowered(self) -> list[WeightLine]:
        """Indicators that weigh less for the unit."""
        return [line for line in self.indicators if line.change < 0]

    @property
    def raised(self) -> list[WeightLine]:
        """Indicators that weigh more for the unit."""
        return [line for line in self.indicators if line.change > 0]

    @property
    def base_sum(self) -> Decimal:
        """What the indicators weigh together in the system."""
        return sum((line.base for line in self.indicators), Decimal())

    @property
    def own_sum(self) -> Decimal:
        """What they weigh together for the unit."""
        return sum((line.own for line in self.indicators), Decimal())


def weight_tables(
    system: IndicatorSystem, units: Iterable[Unit], tree: Tree | None = None
) -> list[WeightTable]:
    """Tables of these units in their order; two queries, whatever their number."""
    tree = tree or system_tree(system)
    rows = [row for row in tree.rows if not row.is_bonus]
    own: dict[int, dict[int, WeightOverride]] = defaultdict(dict)
    units = list(units)
    for override in WeightOverride.objects.filter(node__system=system, unit__in=units):
        own[override.unit_id][override.node_id] = override
    return [
        WeightTable(
            unit,
            [
                WeightLine(
                    row,
                    row.node.weight,
                    mine[row.node.pk].weight if row.node.pk in mine else row.node.weight,
                )
                for row in rows
            ],
            next((override.reason for override in mine.values()), ""),
        )
        for unit in units
        for mine in [own.get(unit.pk, {})]
    ]
