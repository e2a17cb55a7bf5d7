"""Everything that keeps a system from being published, each fault by itself and all at once."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from indicators.models import Indicator, SystemNode
from indicators.selectors import system_faults
from indicators.services.systems import publish_system
from tests.indicators.factories import (
    IndicatorFactory,
    LeafFactory,
    LinkFactory,
    OverrideFactory,
    PersonWeightFactory,
    SectionFactory,
    SystemFactory,
    TreeFactory,
)
from tests.organization.factories import CategoryFactory, CategoryMembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return TreeFactory(name="设区市体系")


def node_of(system, code):
    return system.nodes.select_related("indicator").get(code=code)


def change(node, **fields):
    for name, value in fields.items():
        setattr(node, name, value)
    node.save()


def codes(system):
    return [fault.code for fault in system_faults(system)]


def test_a_sound_system_has_no_fault(system):
    assert system_faults(system) == []


def test_an_empty_system(office_clerk):
    assert codes(SystemFactory()) == ["empty"]


@pytest.mark.parametrize(
    ("code", "weight", "expected"),
    [
        ("A11", "39.9999", ["weights"]),
        ("A11", "40.0001", ["weights"]),
        ("A1", "59", ["weights", "weights"]),
        ("A", "61", ["total", "weights"]),
    ],
)
def test_weights_add_up_exactly_at_each_parent(system, code, weight, expected):
    change(node_of(system, code), weight=Decimal(weight))
    assert codes(system) == expected


def test_a_fault_names_its_place_the_sums_and_what_to_do(system):
    change(node_of(system, "A11"), weight=Decimal("39.5"))
    with translation.override("en"):
        (fault,) = system_faults(system)
    assert fault.place == "一级A / 二级A"
    assert fault.node.code == "A1"
    assert "59.5" in fault.message
    assert "60" in fault.message
    assert fault.remedy == "Bring the two together."


def test_full_marks_that_the_tops_miss(system):
    system.full_marks = Decimal(1000)
    system.save()
    assert codes(system) == ["total"]


def test_bonus_nodes_stay_outside_the_total(system):
    section = SectionFactory(system=system, kind=SystemNode.Kind.BONUS, weight=5)
    LeafFactory(system=system, parent=section, kind=SystemNode.Kind.BONUS, weight=5)
    assert system_faults(system) == []


def test_a_scored_leaf_below_a_bonus_section(system):
    section = SectionFactory(system=system, kind=SystemNode.Kind.BONUS, weight=5)
    LeafFactory(system=system, parent=section, weight=5)
    assert codes(system) == ["bonus"]


def test_ind_01_an_indicator_without_owner_cannot_be_published(system, office_clerk):
    """IND-01: indicator without owner cannot be published."""
    Indicator.objects.filter(nodes__code="A12").update(owner=None)
    assert codes(system) == ["owner"]
    with pytest.raises(ValidationError):
        publish_system(system, by=office_clerk)


@pytest.mark.parametrize("standard", ["", "  \n"])
def test_ind_18_a_judged_leaf_without_standard_cannot_be_published(system, standard, office_clerk):
    """IND-18: item without standard cannot be published."""
    change(node_of(system, "B12"), standard=standard)
    assert codes(system) == ["standard"]
    with pytest.raises(ValidationError):
        publish_system(system, by=office_clerk)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"rule": "", "params": {}}, ["rule"]),
        ({"rule": "guess", "params": {}}, ["params"]),
        ({"params": {"target": "many"}}, ["params"]),
        ({"params": {"target": "1", "cap": "9", "goal": "x"}}, ["params", "params"]),
        ({"indicator": None}, ["indicator"]),
    ],
    ids=["no rule", "unknown rule", "bad number", "two bad parameters", "no indicator"],
)
def test_a_leaf_that_cannot_score(system, fields, expected):
    change(node_of(system, "A11"), **fields)
    assert codes(system) == expected


def test_a_reported_leaf_without_unit_of_measure(system):
    Indicator.objects.filter(nodes__code="A11").update(unit_of_measure="")
    assert codes(system) == ["measure"]


def test_a_section_without_children(system):
    SectionFactory(system=system, parent=node_of(system, "A1"), weight=0)
    assert codes(system) == ["childless"]


def test_a_leaf_with_children(system):
    LeafFactory(system=system, parent=node_of(system, "A11"), weight=40)
    assert "leaf_with_children" in codes(system)


def test_a_rule_against_the_indicator_is_a_warning(system, office_clerk):
    Indicator.objects.filter(nodes__code="A11").update(direction=-1)
    (fault,) = system_faults(system)
    assert (fault.code, fault.blocks) == ("direction", False)
    publish_system(system, by=office_clerk)


def test_org_06_the_same_datum_asked_twice_is_flagged(system, office_clerk):
    """ORG-06: duplicate datum request is flagged."""
    change(node_of(system, "A12"), indicator=node_of(system, "A11").indicator)
    (fault,) = system_faults(system)
    assert (fault.code, fault.node.code, fault.blocks) == ("asked_twice", "A12", False)
    assert "一级A / 二级A / 三级A11" in fault.message
    publish_system(system, by=office_clerk)


def test_own_weights_that_the_tree_has_outgrown(system):
    unit = UnitFactory(name="北戴河区")
    OverrideFactory(node=node_of(system, "A11"), unit=unit, weight=30)
    (fault,) = system_faults(system)
    assert fault.code == "overrides"
    assert fault.place.startswith("北戴河区")
    system.assessee_kind = "deputy"
    PersonWeightFactory(node=node_of(system, "A12"), cadre__name="林向阳")
    assert {fault.place[:3] for fault in system_faults(system)} == {"北戴河", "林向阳"}


def linked_system(reader, target, **fields):
    """A system of a category whose only leaf reads the result of a unit of another category."""
    system = SystemFactory(category=reader.category, **fields)
    leaf = LeafFactory(system=system, weight=100, linked=True)
    LinkFactory(node=leaf, unit=reader.unit, target=target.unit)
    return system


@pytest.fixture
def groups():
    return [
        CategoryMembershipFactory(category=CategoryFactory(name=name))
        for name in ("县区", "部门", "高校")
    ]


def test_a_circle_among_linked_results_names_its_path(groups):
    counties, departments, universities = groups
    linked_system(departments, universities, published=True)
    linked_system(universities, counties, published=True)
    with translation.override("en"):
        (fault,) = system_faults(linked_system(counties, departments))
    assert fault.code == "circle"
    assert fault.message.count("→") == 3
    for name in ("县区", "部门", "高校"):
        assert name in fault.message


def test_drafts_and_other_years_make_no_circle(groups):
    counties, departments, _universities = groups
    linked_system(departments, counties)
    linked_system(departments, counties, published=True, year=2022)
    assert system_faults(linked_system(counties, departments)) == []


def test_a_group_cannot_read_itself(groups):
    neighbour = CategoryMembershipFactory(category=groups[0].category)
    assert codes(linked_system(groups[0], neighbour)) == ["circle"]


def test_team_and_deputies_reading_each_other_form_a_circle():
    category = CategoryFactory()
    teams = SystemFactory(category=category, published=True)
    LeafFactory(system=teams, weight=100, linked=True, source="members", rule="linked")
    deputies = SystemFactory(category=category, assessee_kind="deputy")
    LeafFactory(system=deputies, weight=100, linked=True, source="team", rule="linked")
    assert codes(deputies) == ["circle"]


def test_a_linked_leaf_without_a_unit():
    system = SystemFactory()
    LeafFactory(system=system, weight=100, linked=True)
    assert codes(system) == ["links"]


def test_all_faults_come_at_once_those_that_block_first(system, office_clerk):
    change(node_of(system, "A12"), indicator=node_of(system, "A11").indicator)
    change(node_of(system, "A11"), rule="", params={})
    change(node_of(system, "B12"), standard="")
    change(node_of(system, "B11"), weight=Decimal(24))
    found = system_faults(system)
    assert [fault.code for fault in found] == ["rule", "weights", "standard", "asked_twice"]
    assert [fault.blocks for fault in found] == [True, True, True, False]
    with pytest.raises(ValidationError) as refusal:
        publish_system(system, by=office_clerk)
    assert len(refusal.value.messages) == 3


@pytest.mark.parametrize("leaves", [2, 40])
def test_queries_do_not_grow_with_the_tree(leaves, django_assert_max_num_queries):
    system = SystemFactory()
    section = SectionFactory(system=system, weight=100)
    indicator = IndicatorFactory()
    LeafFactory.create_batch(leaves, system=system, parent=section, indicator=indicator, weight=1)
    with django_assert_max_num_queries(9):
        system_faults(system)
