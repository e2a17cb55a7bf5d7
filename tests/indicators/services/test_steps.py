"""Taking changes of a tree back and doing them again; two people at one tree."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.models import SystemNode, TreeStep, WeightOverride
from indicators.services import steps
from indicators.services.drafts import StaleNodeError
from indicators.services.nodes import add_node, delete_node, edit_node, move_node, set_weights
from indicators.services.steps import redo_step, undo_step
from indicators.services.systems import publish_system
from organization.models import AuditEvent
from tests.indicators.factories import OverrideFactory, TreeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return TreeFactory()


def node_of(system, code):
    return system.nodes.get(code=code)


def snapshot(system):
    """Every stored field of the tree but the versions, and the own weights that hang on it."""
    fields = [f.attname for f in SystemNode._meta.concrete_fields if f.name != "version"]
    nodes = list(system.nodes.order_by("pk").values_list(*fields))
    return nodes, list(WeightOverride.objects.order_by("pk").values_list("pk", "weight"))


def changes_of(system, by):
    """Every kind of change, each as a call."""
    return [
        lambda: set_weights(system, {node_of(system, "A11").pk: Decimal("12.5")}, by=by),
        lambda: edit_node(node_of(system, "A12"), name="新名", by=by),
        lambda: edit_node(node_of(system, "A12"), rule="rank", params={"step": "0.1"}, by=by),
        lambda: move_node(node_of(system, "A12"), parent=node_of(system, "B1"), position=0, by=by),
        lambda: add_node(
            system,
            parent=node_of(system, "B1"),
            after=node_of(system, "A12"),
            code="N1",
            name="新增",
            weight=Decimal(3),
            by=by,
        ),
        lambda: delete_node(node_of(system, "A"), by=by),
    ]


def test_every_change_is_taken_back_and_done_again(system, office_clerk):
    """The last steps, back to the first look of the tree and forward to its last; four times."""
    OverrideFactory(node=node_of(system, "A11"))
    looks = [snapshot(system)]
    for change in changes_of(system, office_clerk):
        change()
        looks.append(snapshot(system))
    assert not WeightOverride.objects.exists()
    for _ in range(2):
        for look in looks[-2::-1]:
            undo_step(system, by=office_clerk)
            assert snapshot(system) == look
        for look in looks[1:]:
            redo_step(system, by=office_clerk)
            assert snapshot(system) == look
    with pytest.raises(ValidationError):
        redo_step(system, by=office_clerk)
    assert AuditEvent.objects.filter(action="change_undone").count() == 2 * len(looks[1:])


def test_a_new_change_ends_what_could_be_done_again(system, office_clerk):
    node = node_of(system, "A11")
    set_weights(system, {node.pk: Decimal(12)}, by=office_clerk)
    undo_step(system, by=office_clerk)
    edit_node(node, name="新名", by=office_clerk)
    with pytest.raises(ValidationError):
        redo_step(system, by=office_clerk)
    assert undo_step(system, by=office_clerk).action == TreeStep.Action.EDITED


def test_steps_are_limited_and_thrown_away_at_publication(system, office_clerk, monkeypatch):
    monkeypatch.setattr(steps, "KEPT_STEPS", 3)
    for weight in (30, 31, 32, 33, 40):
        set_weights(system, {node_of(system, "A11").pk: Decimal(weight)}, by=office_clerk)
    assert system.steps.count() == 3
    assert system.steps.first().weights == ("33", "40")
    publish_system(system, by=office_clerk)
    assert not system.steps.exists()
    with pytest.raises(ValidationError) as refusal:
        undo_step(system, by=office_clerk)
    assert refusal.value.code == "not_draft"


def test_what_was_changed_by_other_means_is_not_overwritten(system, office_clerk):
    node = node_of(system, "A11")
    set_weights(system, {node.pk: Decimal(12)}, by=office_clerk)
    SystemNode.objects.filter(pk=node.pk).update(weight=17)
    with pytest.raises(ValidationError) as refusal:
        undo_step(system, by=office_clerk)
    assert refusal.value.code == "changed"


@pytest.mark.parametrize("change", ["weight", "edit", "move", "delete"])
def test_a_stale_change_is_refused_and_a_neighbour_never_conflicts(system, office_clerk, change):
    node, neighbour = node_of(system, "A11"), node_of(system, "A12")
    edit_node(node_of(system, "A11"), name="别人改的", version=1, by=None)
    move_node(node_of(system, "A12"), parent=node.parent, position=0, by=None)
    act = {
        "weight": lambda one: set_weights(
            system, {one.pk: Decimal(5)}, versions={one.pk: 1}, by=office_clerk
        ),
        "edit": lambda one: edit_node(one, name="我改的", version=1, by=office_clerk),
        "move": lambda one: move_node(one, parent=None, position=0, version=1, by=office_clerk),
        "delete": lambda one: delete_node(one, version=1, by=office_clerk),
    }[change]
    with pytest.raises(StaleNodeError) as refusal:
        act(node)
    assert refusal.value.theirs.name == "别人改的"
    act(neighbour)


def test_what_was_taken_back_is_stale_for_whoever_had_it_open(system, office_clerk):
    node = node_of(system, "A11")
    set_weights(system, {node.pk: Decimal(12)}, by=None)
    undo_step(system, by=None)
    with pytest.raises(StaleNodeError):
        edit_node(node, name="我改的", version=node.version, by=office_clerk)
