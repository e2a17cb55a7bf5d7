"""What a system holds for single units."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Exemption, ResultLink, SystemNode, WeightOverride
from indicators.selectors import special_rules
from indicators.services.overrides import (
    clear_exemption,
    clear_link,
    clear_overrides,
    set_exemption,
    set_link,
    set_overrides,
)
from organization.models import AuditEvent
from tests.indicators.factories import LeafFactory, SectionFactory, SystemFactory, TreeFactory
from tests.organization.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def twelve(db):
    """A section with twelve indicators of 5 points each."""
    system = SystemFactory(full_marks=60)
    section = SectionFactory(system=system, weight=60)
    leaves = LeafFactory.create_batch(12, system=system, parent=section, weight=5)
    return system, leaves


def own_sheet(leaves, changes):
    return {
        leaf.pk: Decimal(5) + Decimal(change) for leaf, change in zip(leaves, changes, strict=False)
    }


def test_ind_12_four_down_five_up_keep_the_sum(twelve, office_clerk):
    """IND-12: four weights lowered, five raised, the sum unchanged."""
    system, leaves = twelve
    unit = UnitFactory(name="北戴河区")
    sheet = own_sheet(leaves, ["-2", "-1", "-1", "-1", "1", "1", "1", "1.5", "0.5", "0"])
    set_overrides(system, unit, sheet, reason="旅游区", by=office_clerk)
    rules = special_rules(system)[unit.pk]
    assert (len(rules.lowered), len(rules.raised)) == (4, 5)
    assert sum(own.weight for own in rules.weights) == 9 * 5
    event = AuditEvent.objects.get()
    assert event.action == "overrides_set"
    assert event.after["reason"] == "旅游区"
    assert event.after[leaves[0].code] == "3"


def test_ind_12_a_changed_sum_is_refused(twelve, office_clerk):
    system, leaves = twelve
    with pytest.raises(ValidationError, match=r"59\.5") as refusal:
        set_overrides(
            system, UnitFactory(), own_sheet(leaves, ["-1", "0.5"]), reason="x", by=office_clerk
        )
    assert [error.code for error in refusal.value.error_list] == ["total"]
    assert not WeightOverride.objects.exists()


def test_weight_may_move_between_sections_when_both_say_so(office_clerk):
    system = TreeFactory()
    keys = dict(system.nodes.values_list("code", "pk"))
    moved = {"A": 50, "A1": 50, "A11": 30, "B": 50, "B1": 50, "B11": 35}
    sheet = {keys[code]: Decimal(weight) for code, weight in moved.items()}
    set_overrides(system, UnitFactory(), sheet, reason="x", by=office_clerk)
    assert WeightOverride.objects.count() == 6


def test_a_section_alone_cannot_weigh_otherwise(office_clerk):
    system = TreeFactory()
    keys = dict(system.nodes.values_list("code", "pk"))
    with pytest.raises(ValidationError) as refusal:
        set_overrides(
            system,
            UnitFactory(),
            {keys["A"]: Decimal(50), keys["B"]: Decimal(50)},
            reason="x",
            by=office_clerk,
        )
    assert len(refusal.value.error_list) == 2


def test_own_weights_need_a_reason(twelve, office_clerk):
    system, leaves = twelve
    with pytest.raises(ValidationError):
        set_overrides(
            system, UnitFactory(), own_sheet(leaves, ["-1", "1"]), reason="", by=office_clerk
        )


def test_a_bonus_has_no_own_weight(office_clerk):
    system = TreeFactory()
    bonus = LeafFactory(system=system, kind=SystemNode.Kind.BONUS, weight=5)
    with pytest.raises(ValidationError) as refusal:
        set_overrides(system, UnitFactory(), {bonus.pk: Decimal(3)}, reason="x", by=office_clerk)
    assert refusal.value.code == "bonus"


def test_a_new_sheet_replaces_the_old_one(twelve, office_clerk):
    system, leaves = twelve
    unit, other = UnitFactory(), UnitFactory()
    for each in (unit, other):
        set_overrides(system, each, own_sheet(leaves, ["-1", "1"]), reason="x", by=office_clerk)
    set_overrides(system, unit, own_sheet(leaves, ["0", "-1", "1"]), reason="y", by=office_clerk)
    assert len(special_rules(system)[unit.pk].weights) == 2
    clear_overrides(system, unit, by=office_clerk)
    assert set(special_rules(system)) == {other.pk}


def test_exemption_is_set_changed_and_cleared(office_clerk):
    leaf, unit = TreeFactory().nodes.get(code="B11"), UnitFactory()
    set_exemption(leaf, unit, reason="无港口", by=office_clerk)
    exemption = set_exemption(leaf, unit, reason="无海港", by=office_clerk)
    assert Exemption.objects.get().reason == "无海港"
    clear_exemption(exemption, by=office_clerk)
    assert not Exemption.objects.exists()
    actions = AuditEvent.objects.values_list("action", flat=True).order_by("pk")
    assert list(actions) == ["exemption_set", "exemption_set", "exemption_cleared"]


@pytest.mark.parametrize(
    ("code", "reason"), [("B1", "无港口"), ("B11", "")], ids=["section", "bare"]
)
def test_exemption_is_refused(code, reason, office_clerk):
    with pytest.raises(ValidationError):
        set_exemption(
            TreeFactory().nodes.get(code=code), UnitFactory(), reason=reason, by=office_clerk
        )
    assert not Exemption.objects.exists()


def test_link_is_set_weighted_and_cleared(office_clerk):
    leaf, unit, target = LeafFactory(linked=True), UnitFactory(), UnitFactory()
    set_link(leaf, unit, target, by=office_clerk)
    link = set_link(leaf, unit, target, weight=Decimal(2), by=office_clerk)
    assert ResultLink.objects.get().weight == 2
    clear_link(link, by=office_clerk)
    assert not ResultLink.objects.exists()


def test_link_to_itself_is_refused(office_clerk):
    leaf, unit = LeafFactory(linked=True), UnitFactory()
    with pytest.raises(ValidationError):
        set_link(leaf, unit, unit, by=office_clerk)


def test_link_from_a_reported_leaf_is_refused(office_clerk):
    with pytest.raises(ValidationError) as refusal:
        set_link(LeafFactory(), UnitFactory(), UnitFactory(), by=office_clerk)
    assert refusal.value.code == "source"
