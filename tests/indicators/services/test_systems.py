"""The life of a system: created, copied, published, frozen, and refused on the way."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.models import (
    Exemption,
    IndicatorSystem,
    PersonWeight,
    ResultLink,
    SystemNode,
    WeightOverride,
)
from indicators.services.nodes import add_node, delete_node, edit_node, move_node, set_weights
from indicators.services.overrides import set_overrides
from indicators.services.systems import (
    copy_system,
    create_system,
    delete_system,
    edit_system,
    freeze_system,
    publish_system,
)
from organization.models import AuditEvent
from tests.indicators.factories import (
    ExemptionFactory,
    LeafFactory,
    LinkFactory,
    OverrideFactory,
    PersonWeightFactory,
    SystemFactory,
    TreeFactory,
)
from tests.organization.factories import CategoryFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_create_counts_versions_per_category_kind_and_year(office_clerk):
    facts = {"category": CategoryFactory(), "assessee_kind": "unit", "year": 2024}
    first = create_system(**facts, name="甲", by=office_clerk)
    second = create_system(**facts, name="乙", by=office_clerk)
    other = create_system(**{**facts, "assessee_kind": "deputy"}, name="丙", by=office_clerk)
    assert [first.version, second.version, other.version] == [1, 2, 1]
    assert first.full_marks == 100
    assert AuditEvent.objects.about(first).get().action == "system_created"


def test_create_refuses_full_marks_that_cannot_be_scored_exactly(office_clerk):
    with pytest.raises(ValidationError) as refusal:
        create_system(
            category=CategoryFactory(),
            assessee_kind="unit",
            year=2024,
            name="甲",
            full_marks=Decimal(5000),
            by=office_clerk,
        )
    assert "full_marks" in refusal.value.error_dict


def test_edit_records_what_stood_before(office_clerk):
    system = TreeFactory(name="旧名")
    edit_system(system, name="新名", full_marks=Decimal(200), by=office_clerk)
    event = AuditEvent.objects.about(system).get()
    assert (event.before["name"], event.after["name"]) == ("旧名", "新名")
    assert event.after["full_marks"] == "200"


def test_copy_takes_the_tree_and_what_units_have_for_themselves(office_clerk):
    system = TreeFactory(published=True, year=2023, version=1)
    leaf = system.nodes.get(code="A11")
    OverrideFactory(node=leaf, weight=30)
    PersonWeightFactory(node=leaf, weight=30)
    ExemptionFactory(node=system.nodes.get(code="B11"))
    linked = LeafFactory(system=system, parent=leaf.parent, code="LNK", weight=0, linked=True)
    LinkFactory(node=linked)

    copy = copy_system(system, by=office_clerk)

    assert (copy.state, copy.version) == (IndicatorSystem.State.DRAFT, 2)
    paths = dict(copy.nodes.values_list("code", "parent__code"))
    assert paths == dict(system.nodes.values_list("code", "parent__code"))
    assert system.nodes.count() == 9
    for model in (WeightOverride, PersonWeight, Exemption, ResultLink):
        assert model.objects.filter(node__system=copy).count() == 1
        assert model.objects.filter(node__system=system).count() == 1
    assert WeightOverride.objects.get(node__system=copy).node.code == "A11"


def test_copy_into_another_year_begins_with_version_one(office_clerk):
    old = TreeFactory(published=True, year=2023, name="2023年度综合考核指标体系")
    copy = copy_system(old, year=2024, by=office_clerk)
    assert (copy.year, copy.version, copy.name) == (2024, 1, "2024年度综合考核指标体系")


def test_publish_puts_into_force_and_says_who(office_clerk):
    system = TreeFactory()
    publish_system(system, by=office_clerk)
    system.refresh_from_db()
    assert system.state == IndicatorSystem.State.PUBLISHED
    assert system.published_by == office_clerk
    assert AuditEvent.objects.about(system).get().action == "system_published"


def test_publish_twice_is_refused(office_clerk):
    system = TreeFactory()
    publish_system(system, by=office_clerk)
    with pytest.raises(ValidationError) as refusal:
        publish_system(system, by=office_clerk)
    assert refusal.value.code == "not_draft"
    assert AuditEvent.objects.about(system).count() == 1


def test_ind_02_weights_that_miss_the_total_are_refused(office_clerk):
    """IND-02: weights not summing to the total are refused."""
    system = TreeFactory()
    set_weights(system, {system.nodes.get(code="A11").pk: Decimal("39.9999")}, by=office_clerk)
    with pytest.raises(ValidationError, match=r"59\.9999") as refusal:
        publish_system(system, by=office_clerk)
    assert [error.code for error in refusal.value.error_list] == ["weights"]
    system.refresh_from_db()
    assert system.is_draft


def test_ind_06_each_type_of_unit_has_a_system_of_its_own(office_clerk):
    """IND-06: 14 types, 14 systems of the same year."""
    for number in range(14):
        create_system(
            category=CategoryFactory(code=f"type-{number}"),
            assessee_kind="unit",
            year=2023,
            name=f"体系{number}",
            by=office_clerk,
        )
    systems = IndicatorSystem.objects.filter(year=2023)
    assert systems.values("category").distinct().count() == 14
    assert set(systems.values_list("version", flat=True)) == {1}


def test_freeze_keeps_a_published_system_and_may_be_repeated(office_clerk):
    system = TreeFactory(published=True)
    freeze_system(system, by=office_clerk)
    freeze_system(system, by=office_clerk)
    assert system.state == IndicatorSystem.State.FROZEN
    assert AuditEvent.objects.about(system).count() == 1


def test_freeze_refuses_a_draft(office_clerk):
    with pytest.raises(ValidationError) as refusal:
        freeze_system(TreeFactory(), by=office_clerk)
    assert refusal.value.code == "draft"


def test_delete_takes_a_draft_with_its_tree(office_clerk):
    system = TreeFactory()
    delete_system(system, by=office_clerk)
    assert not SystemNode.objects.exists()
    assert AuditEvent.objects.get().action == "system_deleted"


CHANGES = {
    "edit_system": lambda s, by: edit_system(s, name="新", full_marks=Decimal(100), by=by),
    "delete_system": lambda s, by: delete_system(s, by=by),
    "add_node": lambda s, by: add_node(s, code="C", name="新", weight=Decimal(0), by=by),
    "edit_node": lambda s, by: edit_node(s.nodes.get(code="A11"), name="新", by=by),
    "set_weights": lambda s, by: set_weights(s, {s.nodes.first().pk: Decimal(1)}, by=by),
    "move_node": lambda s, by: move_node(
        s.nodes.get(code="A11"), parent=s.nodes.get(code="B1"), position=0, by=by
    ),
    "delete_node": lambda s, by: delete_node(s.nodes.get(code="A11"), by=by),
    "set_overrides": lambda s, by: set_overrides(s, UnitFactory(), {}, reason="", by=by),
}


@pytest.mark.parametrize("state", IndicatorSystem.IN_FORCE)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_system_in_force_refuses_every_change(change, state, office_clerk):
    system = TreeFactory(published=True, state=state)
    before = list(system.nodes.values().order_by("pk"))
    with pytest.raises(ValidationError) as refusal:
        change(system, office_clerk)
    assert refusal.value.code == "not_draft"
    assert list(system.nodes.values().order_by("pk")) == before
    assert not AuditEvent.objects.exists()


def test_the_database_keeps_state_and_publication_together():
    system = SystemFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorSystem.objects.filter(pk=system.pk).update(state=IndicatorSystem.State.FROZEN)
