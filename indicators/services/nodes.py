"""Changing the tree of a draft: nodes, weights, order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem, SystemNode, TreeStep
from indicators.rules.trees import plain
from indicators.services.drafts import StaleNodeError, hold_draft, hold_node
from indicators.services.steps import change_of, keep_step, state_of, take_away
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

RECORDED = (
    "code",
    "name",
    "parent",
    "kind",
    "weight",
    "cap",
    "floor",
    "indicator",
    "source",
    "rule",
    "params",
    "missing",
    "missing_share",
    "standard",
)


@transaction.atomic
def add_node(
    system: IndicatorSystem,
    *,
    parent: SystemNode | None = None,
    after: SystemNode | None = None,
    by: "User | None",
    **fields: Any,
) -> SystemNode:
    """Add a section or leaf below its parent: behind one of its children, else as the last one.

    Args:
        fields: model fields of the node, at least code, name and weight.

    Raises:
        ValidationError: a field is wrong, or the parent belongs elsewhere or scores by itself.
    """
    hold_draft(system)
    siblings = list(system.nodes.filter(parent=parent).order_by("position", "code"))
    fields.setdefault("position", siblings[-1].position + 1 if siblings else 1)
    node = SystemNode(system=system, parent=parent, **fields)
    _check_parent(node)
    node.full_clean()
    node.save()
    changes = [change_of(node, None, state_of(node))]
    if after in siblings:
        siblings.insert(siblings.index(after) + 1, node)
        changes = [*_renumber(siblings, without=node), change_of(node, None, state_of(node))]
    keep_step(node, TreeStep.Action.ADDED, changes, by=by)
    record_event("node_added", node, by=by, after=_facts(node))
    return node


@transaction.atomic
def edit_node(
    node: SystemNode, *, version: int | None = None, by: "User | None", **fields: Any
) -> None:
    """Change fields of a node.

    Args:
        version: the version of the node that was edited; None overwrites whatever stands there.

    Raises:
        StaleNodeError: somebody changed the node meanwhile.
        ValidationError: a field is wrong.
    """
    stored = hold_node(node, version)
    facts, before = _facts(stored), state_of(stored)
    for name, value in fields.items():
        setattr(stored, name, value)
    _check_parent(stored)
    stored.full_clean()
    if _record_change(stored, facts, by):
        stored.version += 1
        stored.save()
        changes = [change_of(stored, before, state_of(stored))]
        keep_step(stored, TreeStep.Action.EDITED, changes, by=by)
    node.refresh_from_db()


@transaction.atomic
def set_weights(
    system: IndicatorSystem,
    weights: Mapping[int, Decimal],
    *,
    versions: Mapping[int, int] | None = None,
    by: "User | None",
) -> None:
    """Set the weights of some nodes, by key. Sums are checked at publishing, not here.

    Args:
        versions: by key, the versions that were edited; others are overwritten as they stand.

    Raises:
        StaleNodeError: somebody changed one of these nodes meanwhile; none is changed.
        ValidationError: a weight below 0, above the full marks or too long, or a node of another
            system.
    """
    hold_draft(system)
    nodes = {node.pk: node for node in system.nodes.filter(pk__in=weights)}
    if set(weights) - set(nodes):
        raise ValidationError(_("This node belongs to another system."), code="stranger")
    changes = []
    for key, weight in weights.items():
        node, before = nodes[key], state_of(nodes[key])
        if (versions or {}).get(key, node.version) != node.version:
            raise StaleNodeError(node)
        if node.weight == weight:
            continue
        node.weight = weight
        _check_weight(node)
        node.version += 1
        node.save(update_fields=["weight", "version"])
        changes.append(change_of(node, before, state_of(node)))
        old = {"weight": before["weight"]}
        record_event("weight_changed", node, by=by, before=old, after={"weight": weight})
    if changes:
        keep_step(nodes[changes[0]["node"]], TreeStep.Action.WEIGHED, changes, by=by)


@transaction.atomic
def move_node(
    node: SystemNode,
    *,
    parent: SystemNode | None,
    position: int,
    version: int | None = None,
    by: "User | None",
) -> None:
    """Put a node below a parent at a position counted from 0; its siblings make room.

    Raises:
        StaleNodeError: somebody changed the node meanwhile.
        ValidationError: the parent is the node itself, below it, or scores by itself.
    """
    stored = hold_node(node, version)
    before = state_of(stored)
    stored.parent = parent
    _check_parent(stored)
    siblings = list(
        stored.system.nodes.filter(parent=parent).exclude(pk=stored.pk).order_by("position", "code")
    )
    siblings.insert(max(0, min(position, len(siblings))), stored)
    changes = _renumber(siblings, without=stored)
    stored.version += int(before["parent"] != stored.parent_id)
    stored.save(update_fields=["parent", "version"])
    own = change_of(stored, before, state_of(stored))
    if changes or own["after"]:
        keep_step(stored, TreeStep.Action.MOVED, [own, *changes], by=by)
        record_event("node_moved", stored, by=by, before=own["before"], after=own["after"])
    node.refresh_from_db()


@transaction.atomic
def delete_node(node: SystemNode, *, version: int | None = None, by: "User | None") -> None:
    """Delete a node of a draft with everything below it.

    Raises:
        StaleNodeError: somebody changed the node meanwhile.
        ValidationError: its system is no draft.
    """
    stored = hold_node(node, version)
    subtree = _subtree(stored)
    changes = [change_of(each, state_of(each), None) for each in subtree]
    record_event("node_deleted", stored, by=by, before=_facts(stored))
    attached = take_away(subtree)
    keep_step(stored, TreeStep.Action.DELETED, changes, attached=attached, by=by)


def _renumber(siblings: list[SystemNode], *, without: SystemNode) -> list[dict[str, Any]]:
    """Number siblings from 1; returns what changed of all but one."""
    changes = []
    for number, sibling in enumerate(siblings, 1):
        before = state_of(sibling)
        sibling.position = number
        if before["position"] != number and sibling != without:
            changes.append(change_of(sibling, before, state_of(sibling)))
    SystemNode.objects.bulk_update(siblings, ["position"])
    return changes


def _subtree(node: SystemNode) -> list[SystemNode]:
    """A node and everything below it, parents first."""
    children: dict[int | None, list[SystemNode]] = {}
    for each in SystemNode.objects.filter(system=node.system_id):
        children.setdefault(each.parent_id, []).append(each)
    found = [node]
    for each in found:
        found += children.get(each.pk, [])
    return found


def _check_weight(node: SystemNode) -> None:
    SystemNode._meta.get_field("weight").clean(node.weight, node)
    if node.weight > node.system.full_marks:
        raise ValidationError(
            _("More than the full marks of the system, %(marks)s.")
            % {"marks": plain(node.system.full_marks)},
            code="too_much",
        )


def _check_parent(node: SystemNode) -> None:
    """Refuse a parent of another system, one that scores by itself, and a circle."""
    parent = node.parent
    if parent is None:
        return
    if parent.system_id != node.system_id:
        raise ValidationError(_("The parent belongs to another system."), code="stranger")
    if parent.is_leaf:
        raise ValidationError(
            _("“%(parent)s” scores by itself; nothing can stand below it.") % {"parent": parent},
            code="leaf",
        )
    parents = dict(node.system.nodes.values_list("pk", "parent_id"))
    above: int | None = parent.pk
    while above is not None:
        if above == node.pk:
            raise ValidationError(_("A node cannot stand below itself."), code="circle")
        above = parents[above]


def _record_change(node: SystemNode, before: dict[str, Any], by: "User | None") -> bool:
    """Record what differs from before; returns whether anything does."""
    after = _facts(node)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record_event(
            "node_edited",
            node,
            by=by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return bool(changed)


def _facts(node: SystemNode) -> dict[str, Any]:
    return {name: node.serializable_value(name) for name in RECORDED}
