"""Taking back the last changes of a draft's tree, and doing them again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem, SystemNode, TreeStep
from indicators.services.drafts import hold_draft
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

State = dict[str, Any]
Change = dict[str, Any]
KEPT_STEPS = 50
# The version counts on whatever is taken back, so that a page opened before is still found stale;
# a place among siblings is no content, so that nodes never conflict because of their neighbours.
UNCOUNTED = frozenset({"version", "position"})


def state_of(node: SystemNode) -> State:
    """Every stored field of a node."""
    return {
        field.name: field.value_from_object(node)
        for field in SystemNode._meta.concrete_fields
        if not field.primary_key
    }


def change_of(node: SystemNode, before: State | None, after: State | None) -> Change:
    """What differs between two states of a node; a new or deleted one is kept whole."""
    if before is not None and after is not None:
        changed = [name for name in after if before[name] != after[name] and name != "version"]
        before = {name: before[name] for name in changed}
        after = {name: after[name] for name in changed}
    return {"node": node.pk, "before": before, "after": after}


def keep_step(
    node: SystemNode,
    action: TreeStep.Action,
    changes: list[Change],
    *,
    attached: str = "",
    by: "User | None",
) -> None:
    """Remember a change inside its transaction; what was taken back can no longer be done again."""
    steps = TreeStep.objects.filter(system=node.system_id)
    steps.filter(is_undone=True).delete()
    TreeStep.objects.create(
        system_id=node.system_id,
        action=action,
        name=node.name,
        made_by=by,
        changes=changes,
        attached=attached,
    )
    oldest = steps.order_by("-pk").values_list("pk", flat=True)[KEPT_STEPS : KEPT_STEPS + 1].first()
    if oldest is not None:
        steps.filter(pk__lte=oldest).delete()


def forget_steps(system: IndicatorSystem) -> None:
    """Throw the steps away: what is published is no longer taken back."""
    system.steps.all().delete()


@transaction.atomic
def undo_step(system: IndicatorSystem, *, by: "User | None") -> TreeStep:
    """Take back the last change of a draft, whoever made it.

    Raises:
        ValidationError: there is none, or a node it touched was changed by other means since.
    """
    hold_draft(system)
    step = system.steps.standing().first()
    if step is None:
        raise ValidationError(_("There is no change to take back."), code="nothing")
    _put(step, "after", "before")
    step.is_undone = True
    step.save(update_fields=["is_undone", "attached"])
    record_event("change_undone", system, by=by, before=_told(step, "after"), after=_told(step))
    return step


@transaction.atomic
def redo_step(system: IndicatorSystem, *, by: "User | None") -> TreeStep:
    """Do the change again that was taken back last.

    Raises:
        ValidationError: there is none, or a node it touched was changed by other means since.
    """
    hold_draft(system)
    step = system.steps.undone().first()
    if step is None:
        raise ValidationError(_("There is no change to do again."), code="nothing")
    _put(step, "before", "after")
    step.is_undone = False
    step.save(update_fields=["is_undone", "attached"])
    record_event("change_redone", system, by=by, before=_told(step), after=_told(step, "after"))
    return step


def take_away(nodes: Iterable[SystemNode]) -> str:
    """Delete nodes; returns what hung on them, so that it can come back with them."""
    keys = [node.pk for node in nodes]
    rows: list[models.Model] = []
    for relation in SystemNode._meta.related_objects:
        if relation.related_model is not SystemNode and relation.on_delete is models.CASCADE:
            manager = relation.related_model._default_manager
            rows += manager.filter(**{f"{relation.field.name}__in": keys})
    attached = serializers.serialize("json", rows) if rows else ""
    SystemNode.objects.filter(pk__in=keys).delete()
    return attached


def _put(step: TreeStep, there: str, wanted: str) -> None:
    """Bring the nodes of a step from one state to the other."""
    keys = [change["node"] for change in step.changes]
    stored = SystemNode.objects.in_bulk(keys)
    for change in step.changes:
        if not _stands(stored.get(change["node"]), change[there]):
            raise ValidationError(
                _("“%(node)s” was changed by other means since; this step cannot be taken back.")
                % {"node": step.name},
                code="changed",
            )
    leaving = [stored[one["node"]] for one in step.changes if one[wanted] is None]
    coming = [one for one in step.changes if one[there] is None]
    attached = step.attached
    if leaving:
        step.attached = take_away(leaving)
    SystemNode.objects.bulk_create([_node(one["node"], one[wanted]) for one in coming])
    if coming and attached:
        for row in serializers.deserialize("json", attached):
            row.save()
    for change in step.changes:
        if change[wanted] is not None and change[there] is not None:
            _fill(stored[change["node"]], change[wanted])


def _stands(node: SystemNode | None, state: State | None) -> bool:
    if node is None or state is None:
        return node is None and state is None
    fields = _fields()
    return all(
        fields[name].value_from_object(node) == fields[name].to_python(value)
        for name, value in state.items()
        if name not in UNCOUNTED
    )


def _node(key: int, state: State) -> SystemNode:
    node = SystemNode(pk=key)
    _set(node, state)
    node.version += 1
    return node


def _fill(node: SystemNode, state: State) -> None:
    _set(node, state)
    node.version += int(not UNCOUNTED.issuperset(state))
    node.save()


def _set(node: SystemNode, state: State) -> None:
    fields = _fields()
    for name, value in state.items():
        setattr(node, fields[name].attname, fields[name].to_python(value))


def _fields() -> "dict[str, models.Field[Any, Any]]":
    return {field.name: field for field in SystemNode._meta.concrete_fields}


def _told(step: TreeStep, side: str = "before") -> State:
    """One side of a step for the audit trail: the fields of a single node, else only its name."""
    state = step.changes[0][side] if len(step.changes) == 1 else None
    return {"node": step.name, **(state or {})}
