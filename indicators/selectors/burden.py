"""How much a system asks for: figures that have to come in, by department and by unit (IND-03)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from indicators.models import Exemption, Indicator, IndicatorSystem, ReportedValue
from indicators.selectors.trees import Tree, system_tree
from indicators.selectors.values import ACTUAL, PREVIOUS, TARGET, needed_series, units_of
from organization.models import Unit


@dataclass(eq=False)
class Field:
    """One datum that is asked for, however many leaves read it.

    Attributes:
        series: what is asked for each unit: the actual value, a target.
        benchmarks: figures asked for once, whatever the number of units.
        periods: how often in the year it was reported, at least once.
    """

    indicator: Indicator
    series: set[str] = field(default_factory=set)
    benchmarks: int = 0
    units: set[int] = field(default_factory=set)
    periods: int = 1

    @property
    def figures_each(self) -> int:
        """Figures about one unit in a year."""
        return len(self.series) * self.periods

    @property
    def figures(self) -> int:
        """Figures about all units in a year."""
        return self.figures_each * len(self.units) + self.benchmarks * self.periods


@dataclass(frozen=True)
class Share:
    """What one department brings, or what is brought about one unit, in a year."""

    unit: Unit | None
    fields: int
    figures: int
    before: int | None = None

    @property
    def change(self) -> int | None:
        """Figures more or fewer than in the system it is compared with."""
        return None if self.before is None else self.figures - self.before


@dataclass(frozen=True, eq=False)
class Burden:
    """All figures that a system asks for in its year."""

    system: IndicatorSystem
    fields: list[Field]
    units: list[Unit]

    @cached_property
    def figures(self) -> int:
        """How many figures have to come in."""
        return sum(one.figures for one in self.fields)

    def by_department(self, before: "Burden | None" = None) -> list[Share]:
        """What each responsible department brings, the most first; None answers for the rest."""
        earlier = before.figures_by_owner if before else {}
        owners = {one.indicator.owner_id: one.indicator.owner for one in self.fields}
        shares = [
            Share(
                owner,
                sum(one.indicator.owner_id == key for one in self.fields),
                self.figures_by_owner[key],
                earlier.get(key, 0) if before else None,
            )
            for key, owner in owners.items()
        ]
        return sorted(shares, key=lambda share: (-share.figures, str(share.unit)))

    def by_unit(self, before: "Burden | None" = None) -> list[Share]:
        """What is brought about each unit, in the order of the units."""
        earlier = before.figures_by_unit if before else {}
        return [
            Share(
                unit,
                sum(unit.pk in one.units for one in self.fields),
                self.figures_by_unit[unit.pk],
                earlier.get(unit.pk, 0) if before else None,
            )
            for unit in self.units
        ]

    @cached_property
    def figures_by_owner(self) -> dict[int | None, int]:
        """Figures by the key of the responsible department."""
        return _sums((one.indicator.owner_id, one.figures) for one in self.fields)

    @cached_property
    def figures_by_unit(self) -> dict[int | None, int]:
        """Figures about each unit by its key; benchmarks are about none."""
        nothing = ((unit.pk, 0) for unit in self.units)
        return _sums(
            [*nothing, *((key, one.figures_each) for one in self.fields for key in one.units)]
        )


def burden_of(system: IndicatorSystem, tree: Tree | None = None) -> Burden:
    """Count what a system asks for in its year, with a number of queries that no size changes."""
    units = units_of(system, str(system.year))
    exempt = set(Exemption.objects.filter(node__system=system).values_list("node_id", "unit_id"))
    fields: dict[int, Field] = {}
    for row in (tree or system_tree(system)).leaves:
        node = row.node
        if node.source != "reported" or node.indicator is None:
            continue
        one = fields.setdefault(node.indicator.pk, Field(node.indicator))
        needed = set(needed_series(node)) - {PREVIOUS}
        own = needed & {ACTUAL, TARGET}
        one.benchmarks = max(one.benchmarks, len(needed - own))
        one.series |= own
        one.units |= {unit.pk for unit in units if (node.pk, unit.pk) not in exempt}
    for key, periods in _periods(fields, system.year).items():
        fields[key].periods = periods
    return Burden(system, list(fields.values()), units)


def _periods(indicators: Iterable[int], year: int) -> dict[int, int]:
    """In how many periods of the year each indicator was reported.

    Of a year in which nothing came in yet nobody knows; it is taken to be as the year before.
    """
    rows = ReportedValue.objects.filter(
        Q(period__startswith=str(year)) | Q(period__startswith=str(year - 1)),
        indicator__in=list(indicators),
        series=ACTUAL,
    )
    found: dict[int, Counter[str]] = {}
    for indicator, period in rows.order_by().values_list("indicator", "period").distinct():
        found.setdefault(indicator, Counter())[period[:4]] += 1
    return {key: by[str(year)] or by[str(year - 1)] for key, by in found.items()}


def _sums(parts: Iterable[tuple[int | None, int]]) -> dict[int | None, int]:
    sums: dict[int | None, int] = {}
    for key, count in parts:
        sums[key] = sums.get(key, 0) + count
    return sums
