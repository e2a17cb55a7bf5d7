"""A unit's own weights beside the system's, and whether they keep every total (IND-12)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import IndicatorSystem, WeightOverride
from indicators.rules.trees import child_sums
from indicators.selectors.trees import Tree, TreeRow
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
