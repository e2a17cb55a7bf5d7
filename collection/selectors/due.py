"""What a round asks for: leaves by rhythm, the departments that answer, indicators by units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from collection.models import DepartmentReport, LeafTerm, ReportingPlan
from collection.rules.rhythms import rhythm_of
from indicators.models import Exemption, Indicator, SystemNode
from indicators.rules.periods import last_day
from organization.models import CategoryMembership, Unit

# Leaves measured in points are scored by departments, all others have figures.
POINTS = "分"


@dataclass(frozen=True, eq=False)
class AskedLeaf:
    """A leaf that a plan asks for, with its own terms, and how often."""

    node: SystemNode
    indicator: Indicator
    term: LeafTerm | None
    rhythms: list[str]


@dataclass(frozen=True, eq=False)
class Line:
    """One line of a table: an indicator for a unit, by the leaf that asks for it first."""

    leaf: AskedLeaf
    unit: Unit

    @property
    def indicator(self) -> Indicator:
        """What is reported."""
        return self.leaf.indicator

    @property
    def pair(self) -> tuple[int, int]:
        """Keys of indicator and unit: what makes it the same line."""
        return self.indicator.pk, self.unit.pk

    @property
    def key(self) -> str:
        """The same as text, for names of inputs."""
        return f"{self.indicator.pk}-{self.unit.pk}"


def asked_leaves(plan: ReportingPlan) -> list[AskedLeaf]:
    """Every leaf of the plan's systems that it may ask for, those with no rhythm included."""
    nodes = SystemNode.objects.filter(
        system__in=plan.systems.all(), source=SystemNode.Source.REPORTED, indicator__isnull=False
    )
    if plan.is_of_scores:
        nodes = nodes.filter(indicator__unit_of_measure=POINTS)
    else:
        nodes = nodes.exclude(indicator__unit_of_measure=POINTS)
    terms = {term.node_id: term for term in plan.terms.all()}
    ordered = nodes.select_related("indicator__owner", "system__category")
    return [
        AskedLeaf(
            node,
            node.indicator,
            terms.get(node.pk),
            _rhythms(plan, terms.get(node.pk)),
        )
        for node in ordered.order_by("indicator__code", "system_id", "pk")
        if node.indicator is not None
    ]


def _rhythms(plan: ReportingPlan, term: LeafTerm | None) -> list[str]:
    own: list[str] | None = term.rhythms if term else None
    return plan.rhythms if own is None else own


def due_leaves(leaves: Iterable[AskedLeaf], period: str) -> list[AskedLeaf]:
    """Those that are due in a period and that a department answers for."""
    rhythm = rhythm_of(period)
    return [leaf for leaf in leaves if rhythm in leaf.rhythms and leaf.indicator.owner_id]


def due_departments(leaves: Iterable[AskedLeaf], period: str) -> set[int]:
    """Units that have something to report in a period."""
    owners = {leaf.indicator.owner_id for leaf in due_leaves(leaves, period)}
    return {owner for owner in owners if owner is not None}


def due_lines(report: DepartmentReport) -> list[Line]:
    """Everything a table asks for, by indicator and unit; four queries whatever its size."""
    period = report.round.period
    leaves = [
        leaf
        for leaf in due_leaves(asked_leaves(report.round.plan), period)
        if leaf.indicator.owner_id == report.department_id
    ]
    units = _units_by_category({leaf.node.system.category_id for leaf in leaves}, period)
    exempt = set(
        Exemption.objects.filter(node__in=[leaf.node.pk for leaf in leaves]).values_list(
            "node_id", "unit_id"
        )
    )
    lines: dict[tuple[int, int], Line] = {}
    for leaf in leaves:
        for unit in units[leaf.node.system.category_id]:
            if (leaf.node.pk, unit.pk) not in exempt:
                line = Line(leaf, unit)
                lines.setdefault(line.pair, line)
    return list(lines.values())


def _units_by_category(categories: set[int], period: str) -> dict[int, list[Unit]]:
    """Active units of the categories on the last day of a period."""
    members = CategoryMembership.objects.on(last_day(period)).filter(
        category__in=categories, unit__is_active=True
    )
    units: dict[int, list[Unit]] = defaultdict(list)
    for member in members.select_related("unit").order_by("unit__code"):
        units[member.category_id].append(member.unit)
    return units
