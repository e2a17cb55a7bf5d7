"""The part of a value matrix that one page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator

from indicators.selectors import Cell, ValueMatrix
from indicators.selectors.reporting import ReportingScope
from indicators.selectors.trees import TreeRow
from organization.models import Unit

# Wider than this nobody compares; the rest of the units comes on further pages.
UNITS_A_PAGE = 20


@dataclass(frozen=True, eq=False)
class MatrixPage:
    """Leaves down, units across, narrowed down by a text and to what is missing.

    Attributes:
        text: part of a leaf's or of a unit's name. Where it names a unit, all leaves of that unit
            are shown; otherwise the leaves it names.
        scope: what the account may report; heads of rows and columns lead there and nowhere else.
    """

    matrix: ValueMatrix
    scope: ReportingScope
    text: str = ""
    missing_only: bool = False
    number: str = "1"

    @cached_property
    def page(self) -> Page[Unit]:
        """The units of this page."""
        units = self._named_units or self.matrix.units
        if self.missing_only:
            units = [unit for unit in units if unit.pk in self.matrix.missing_by_unit]
        return Paginator(units, UNITS_A_PAGE).get_page(self.number)

    @property
    def units(self) -> list[Unit]:
        """Units across, in their order."""
        return list(self.page.object_list)

    @cached_property
    def rows(self) -> list[tuple[TreeRow, bool, int, int, list[tuple[Unit, Cell]]]]:
        """Leaves down: tree row, whether the account reports it, units missing, decimals, cells."""
        rows = []
        for leaf in self._leaves:
            cells = [(unit, self.matrix.cells[leaf.node.pk, unit.pk]) for unit in self.units]
            owed = self.matrix.missing_by_leaf.get(leaf.node.pk, 0)
            reports = any(self._may_report(leaf, unit) for unit in self.matrix.units)
            rows.append((leaf, reports, owed, _decimals([cell for _unit, cell in cells]), cells))
        return rows

    @property
    def unit_heads(self) -> list[tuple[Unit, bool, int]]:
        """Units across: whether the account reports any of its figures, how many it still owes."""
        return [
            (
                unit,
                any(self._may_report(leaf, unit) for leaf in self.matrix.leaves),
                self.matrix.missing_by_unit.get(unit.pk, 0),
            )
            for unit in self.units
        ]

    def _may_report(self, leaf: TreeRow, unit: Unit) -> bool:
        indicator = leaf.node.indicator
        return indicator is not None and self.scope.covers(indicator, unit)

    @property
    def reported(self) -> int:
        """How many of the figures due have come in."""
        return self.matrix.due - len(self.matrix.missing)

    @property
    def _leaves(self) -> list[TreeRow]:
        leaves = self.matrix.leaves
        if self.text and not self._named_units:
            leaves = [leaf for leaf in leaves if self.text.lower() in leaf.path.lower()]
        if self.missing_only:
            leaves = [leaf for leaf in leaves if leaf.node.pk in self.matrix.missing_by_leaf]
        return leaves

    @cached_property
    def _named_units(self) -> list[Unit]:
        if not self.text:
            return []
        return [unit for unit in self.matrix.units if self.text in f"{unit.name} {unit.short_name}"]


def _decimals(cells: Sequence[Cell]) -> int:
    """Decimals in which a leaf's figures are compared; a figure's own page is exact."""
    values = [cell.value for cell in cells if cell.value is not None]
    exact = max((-int(value.normalize().as_tuple().exponent) for value in values), default=0)
    small = bool(values) and max(map(abs, values)) < 1
    return max(0, min(exact, 4 if small else 2))
