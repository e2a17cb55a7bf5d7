"""The tree of a system in the order in which results hold their nodes."""

from collections.abc import Iterable

from indicators.models import IndicatorSystem, SystemNode
from indicators.rules.trees import arrange


def ordered_nodes(system: IndicatorSystem) -> list[SystemNode]:
    """Nodes depth-first, siblings by position and code: the order of `Result.points`."""
    return in_tree_order(system.nodes.select_related("indicator", "system"))


def ordered_nodes_of(systems: Iterable[int]) -> dict[int, list[SystemNode]]:
    """The ordered nodes of several systems by the system's key, with one query."""
    grouped: dict[int, list[SystemNode]] = {system: [] for system in systems}
    for node in SystemNode.objects.filter(system__in=grouped).select_related("indicator", "system"):
        grouped[node.system_id].append(node)
    return {system: in_tree_order(nodes) for system, nodes in grouped.items()}


def in_tree_order(nodes: Iterable[SystemNode]) -> list[SystemNode]:
    """Nodes of one system depth-first, as the engine orders them too."""
    by_key = {node.pk: node for node in sorted(nodes, key=lambda node: (node.position, node.code))}
    places = arrange([(node.pk, node.parent_id) for node in by_key.values()])
    return [by_key[place.key] for place in places]


def judged_leaves(system: IndicatorSystem) -> list[SystemNode]:
    """Leaves an evaluator marks, in the order of `ScoreSheet.marks`."""
    return [node for node in ordered_nodes(system) if node.source == SystemNode.Source.JUDGED]
