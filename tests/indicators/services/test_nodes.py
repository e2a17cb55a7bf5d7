"""Changing the tree of a draft."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.models import SystemNode
from indicators.selectors import system_tree
from indicators.services.nodes import add_node, delete_node, edit_node, move_node, set_weights
from organization.models import AuditEvent
from tests.indicators.factories import SectionFactory, TreeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return TreeFactory()


def node_of(system, code):
    return system.nodes.get(code=code)


def test_add_puts_the_node_last_below_its_parent(system, office_clerk):
    parent = node_of(system, "A1")
    add_node(system, parent=parent, code="A13", name="新", weight=Decimal(5), by=office_clerk)
    rows = [row for row in system_tree(system).rows if row.node.parent_id == parent.pk]
    assert [(row.node.code, row.number) for row in rows] == [
        ("A11", "1.1.1"),
        ("A12", "1.1.2"),
        ("A13", "1.1.3"),
    ]


def test_add_refuses_a_code_that_is_taken(system, office_clerk):
    with pytest.raises(ValidationError):
        add_node(system, code="A11", name="新", weight=Decimal(5), by=office_clerk)


def test_add_refuses_a_leaf_as_parent(system, office_clerk):
    with pytest.raises(ValidationError) as refusal:
        add_node(
            system,
            parent=node_of(system, "A11"),
            code="A111",
            name="新",
            weight=Decimal(5),
            by=office_clerk,
        )
    assert refusal.value.code == "leaf"


def test_add_refuses_a_parent_of_another_system(system, office_clerk):
    with pytest.raises(ValidationError) as refusal:
        add_node(
            system, parent=SectionFactory(), code="X", name="新", weight=Decimal(5), by=office_clerk
        )
    assert refusal.value.code == "stranger"


def test_edit_records_only_what_changed(system, office_clerk):
    node = node_of(system, "A11")
    edit_node(node, name="新名", weight=Decimal(40), by=office_clerk)
    event = AuditEvent.objects.about(node).get()
    assert (event.before, event.after) == ({"name": "三级A11"}, {"name": "新名"})


def test_edit_without_a_change_leaves_no_trace(system, office_clerk):
    edit_node(node_of(system, "A11"), name="三级A11", by=office_clerk)
    assert not AuditEvent.objects.exists()


def test_set_weights_changes_several_at_once(system, office_clerk):
    first, second = node_of(system, "A11"), node_of(system, "A12")
    set_weights(system, {first.pk: Decimal(35), second.pk: Decimal(25)}, by=office_clerk)
    assert system_tree(system).by_key[first.parent_id].adds_up
    assert AuditEvent.objects.filter(action="weight_changed").count() == 2


def test_set_weights_refuses_a_node_of_another_system(system, office_clerk):
    with pytest.raises(ValidationError) as refusal:
        set_weights(system, {SectionFactory().pk: Decimal(1)}, by=office_clerk)
    assert refusal.value.code == "stranger"


def test_set_weights_refuses_a_negative_weight_and_keeps_all(system, office_clerk):
    first, second = node_of(system, "A11"), node_of(system, "A12")
    with pytest.raises(ValidationError):
        set_weights(system, {first.pk: Decimal(35), second.pk: Decimal(-1)}, by=office_clerk)
    first.refresh_from_db()
    assert first.weight == 40


def test_move_within_a_parent_swaps_the_order(system, office_clerk):
    node = node_of(system, "A12")
    move_node(node, parent=node.parent, position=0, by=office_clerk)
    codes = [row.node.code for row in system_tree(system).leaves]
    assert codes == ["A12", "A11", "B11", "B12"]


def test_move_below_another_parent(system, office_clerk):
    move_node(node_of(system, "A12"), parent=node_of(system, "B1"), position=1, by=office_clerk)
    codes = [row.node.code for row in system_tree(system).leaves]
    assert codes == ["A11", "B11", "A12", "B12"]


def test_move_below_itself_is_refused(system, office_clerk):
    with pytest.raises(ValidationError) as refusal:
        move_node(node_of(system, "A"), parent=node_of(system, "A1"), position=0, by=office_clerk)
    assert refusal.value.code == "circle"
    assert node_of(system, "A").parent is None


def test_delete_takes_what_stands_below(system, office_clerk):
    delete_node(node_of(system, "A"), by=office_clerk)
    assert set(SystemNode.objects.values_list("code", flat=True)) == {"B", "B1", "B11", "B12"}
    assert AuditEvent.objects.get().action == "node_deleted"
