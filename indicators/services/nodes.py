"""Changing the tree of a draft: nodes, weights, order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem, SystemNode
from indicators.services.drafts import hold_draft
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
    system: IndicatorSystem, *, parent: SystemNode | None = None, by: "User | None", **fields: Any
) -> SystemNode:
    """Add a section or leaf as the last one below its parent.

    Args:
        fields: model fields of the node, at least code, name and weight.

    Raises:
        ValidationError: a field is wrong, or the parent belongs elsewhere or scores by itself.
    """
    hold_draft(system)
    last = system.nodes.filter(parent=parent).order_by("position").last()
    fields.setdefault("position", last.position + 1 if last else 1)
    node = SystemNode(system=system, parent=parent, **fields)
    _check_parent(node)
    node.full_clean()
    node.save()
    record_event("node_added", node, by=by, after=_facts(node))
    return node


@transaction.atomic
def edit_node(node: SystemNode, *, by: "User | None", **fields: Any) -> None:
    """Change fields of a node. Raises ValidationError when one is wrong."""
    hold_draft(node.system)
    before = _facts(SystemNode.objects.get(pk=node.pk))
    for name, value in fields.items():
        setattr(node, name, value)
    _check_parent(node)
    node.full_clean()
    node.save()
    _record_change("node_edited", node, before, by)


@transaction.atomic
def set_weights(
    system: IndicatorSystem, weights: Mapping[int, Decimal], *, by: "User | None"
) -> None:
    """Set the weights of some nodes, by key. Sums are checked at publishing, not here.

    Raises:
        ValidationError: a weight below 0 or too long, or a node of another system.
    """
    hold_draft(system)
    nodes = {node.pk: node for node in system.nodes.filter(pk__in=weights)}
    if set(weights) - set(nodes):
        raise ValidationError(_("This node belongs to another system."), code="stranger")
    for key, weight in weights.items():
        node, before = nodes[key], {"weight": nodes[key].weight}
        if node.weight == weight:
            continue
        node.weight = weight
        SystemNode._meta.get_field("weight").clean(weight, node)
        node.save(update_fields=["weight"])
        record_event("weight_changed", node, by=by, before=before, after={"weight": weight})


@transaction.atomic
def move_node(
    node: SystemNode, *, parent: SystemNode | None, position: int, by: "User | None"
) -> None:
    """Put a node below a parent at a position counted from 0; its siblings make room.

    Raises:
        ValidationError: the parent is the node itself, below it, or scores by itself.
    """
    hold_draft(node.system)
    before = {"parent": node.parent_id, "position": node.position}
    node.parent = parent
    _check_parent(node)
    siblings = list(
        node.system.nodes.filter(parent=parent).exclude(pk=node.pk).order_by("position", "code")
    )
    siblings.insert(max(0, min(position, len(siblings))), node)
    for number, sibling in enumerate(siblings, 1):
        sibling.position = number
    SystemNode.objects.bulk_update(siblings, ["position", "parent"])
    after = {"parent": node.parent_id, "position": node.position}
    record_event("node_moved", node, by=by, before=before, after=after)


@transaction.atomic
def delete_node(node: SystemNode, *, by: "User | None") -> None:
    """Delete a node of a draft with everything below it."""
    hold_draft(node.system)
    record_event("node_deleted", node, by=by, before=_facts(node))
    node.delete()


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


def _record_change(
    action: str, node: SystemNode, before: dict[str, Any], by: "User | None"
) -> None:
    after = _facts(node)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record_event(
            action,
            node,
            by=by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _facts(node: SystemNode) -> dict[str, Any]:
    return {name: node.serializable_value(name) for name in RECORDED}
