"""A system's tree in reading order, with its running sums, and what differs for single units."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language

from indicators.models import (
    Exemption,
    IndicatorSystem,
    ResultLink,
    SystemNode,
    WeightOverride,
)
from indicators.rules.trees import arrange, child_sums
from organization.models import Unit
from scoring import RULES, rule_sentence, validate_rule
from scoring.rules import Language


def engine_language() -> Language:
    """The language of the request, as the engine's sentences know it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@dataclass(frozen=True, eq=False)
class TreeRow:
    """One node where it stands in the tree.

    Attributes:
        number: its path number such as "1.2.3"; level: 1 for the tops.
        children: its direct children, in order.
        children_sum: what the weights of the children that share its full marks add up to.
    """

    node: SystemNode
    number: str
    level: int
    parent: "TreeRow | None"
    children_sum: Decimal
    children: list["TreeRow"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Whether the node scores by itself."""
        return self.node.is_leaf

    @property
    def is_bonus(self) -> bool:
        """Whether its points come on top of the full marks."""
        return self.node.kind == SystemNode.Kind.BONUS

    @property
    def adds_up(self) -> bool:
        """Whether its children's weights add up to its own, exactly."""
        return self.is_leaf or self.is_bonus or self.children_sum == self.node.weight

    @property
    def path(self) -> str:
        """Names from the top down to the node, as faults and errors cite it."""
        above = f"{self.parent.path} / " if self.parent else ""
        return above + self.node.name

    @property
    def ancestors(self) -> list[SystemNode]:
        """Nodes above it, the nearest last."""
        return [*self.parent.ancestors, self.parent.node] if self.parent else []

    @property
    def rule_name(self) -> str:
        """What people call its rule; empty without one."""
        rule = RULES.get(self.node.rule)
        return rule.name[engine_language()] if rule else ""

    @property
    def sentence(self) -> str:
        """Its rule in one sentence; empty while the rule cannot run."""
        if not self.node.rule or validate_rule(self.node.rule, self.node.params):
            return ""
        return rule_sentence(self.node.rule, self.node.params, engine_language())


@dataclass(frozen=True, eq=False)
class Tree:
    """A system's nodes in reading order.

    Attributes:
        total: what the tops that share the full marks add up to.
    """

    system: IndicatorSystem
    rows: list[TreeRow]
    total: Decimal

    @property
    def leaves(self) -> list[TreeRow]:
        """Rows that score by themselves."""
        return [row for row in self.rows if row.is_leaf]

    @property
    def adds_up(self) -> bool:
        """Whether the tops add up to the declared full marks."""
        return self.total == self.system.full_marks

    @property
    def uneven(self) -> list[TreeRow]:
        """Sections whose children do not add up to them."""
        return [row for row in self.rows if not row.adds_up]

    @cached_property
    def by_key(self) -> dict[int, TreeRow]:
        """Rows by the key of their node."""
        return {row.node.pk: row for row in self.rows}


def system_tree(system: IndicatorSystem) -> Tree:
    """The whole tree of a system, read with one query."""
    nodes = {
        node.pk: node
        for node in SystemNode.objects.filter(system=system)
        .select_related("indicator__owner")
        .order_by("position", "code")
    }
    sums = child_sums(
        (node.parent_id, node.weight, node.kind == SystemNode.Kind.SCORED)
        for node in nodes.values()
    )
    rows: dict[int, TreeRow] = {}
    for place in arrange([(node.pk, node.parent_id) for node in nodes.values()]):
        node = nodes[place.key]
        parent = rows[node.parent_id] if node.parent_id else None
        children_sum = sums.get(node.pk, Decimal(0))
        rows[node.pk] = TreeRow(node, place.number, place.level, parent, children_sum)
        if parent:
            parent.children.append(rows[node.pk])
    return Tree(system, list(rows.values()), sums.get(None, Decimal(0)))


@dataclass(frozen=True, eq=False)
class UnitRules:
    """What a system holds for one unit alone."""

    unit: Unit
    weights: list[WeightOverride] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    links: list[ResultLink] = field(default_factory=list)

    @property
    def lowered(self) -> list[WeightOverride]:
        """Own weights below the system's."""
        return [own for own in self.weights if own.weight < own.node.weight]

    @property
    def raised(self) -> list[WeightOverride]:
        """Own weights above the system's."""
        return [own for own in self.weights if own.weight > own.node.weight]


def special_rules(system: IndicatorSystem) -> dict[int, UnitRules]:
    """Own weights, exemptions and linked results of a system by the key of their unit."""
    found: dict[int, UnitRules] = {}

    def rules_of(unit: Unit) -> UnitRules:
        return found.setdefault(unit.pk, UnitRules(unit))

    here = {"node__system": system}
    for own in WeightOverride.objects.filter(**here).select_related("unit", "node"):
        rules_of(own.unit).weights.append(own)
    for exemption in Exemption.objects.filter(**here).select_related("unit", "node"):
        rules_of(exemption.unit).exemptions.append(exemption)
    for link in ResultLink.objects.filter(**here).select_related("unit", "node", "target"):
        rules_of(link.unit).links.append(link)
    return found
