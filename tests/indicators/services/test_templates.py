"""Models of the library: put into a draft to scale, and kept from a section."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.models import LibraryModel
from indicators.selectors import system_tree
from indicators.selectors.templates import insertions_of
from indicators.services.steps import undo_step
from indicators.services.systems import copy_system
from indicators.services.templates import insert_model, save_model
from organization.models import AuditEvent
from tests.indicators.factories import SectionFactory, SystemFactory, TreeFactory
from tests.indicators.library_factories import ModelTreeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return SectionFactory(system=SystemFactory(), code="A", weight=Decimal("12.5"))


def insert(model, section, weight, by, code="M"):
    return insert_model(model, section=section, code=code, weight=Decimal(weight), by=by)


@pytest.mark.parametrize(
    ("weight", "leaves"),
    [
        ("12.5", ["4.1667", "4.1667", "4.1666"]),
        ("10", ["3.3334", "3.3333", "3.3333"]),
        ("0.0001", ["0.0001", "0.0000", "0.0000"]),
    ],
)
def test_an_inserted_model_adds_up_to_its_weight(section, office_clerk, weight, leaves):
    model = ModelTreeFactory()
    top = insert(model, section, weight, office_clerk)
    tree = system_tree(section.system)
    assert [str(row.node.weight) for row in tree.leaves] == leaves
    assert tree.by_key[top.pk].children_sum == Decimal(weight)
    assert all(row.adds_up for row in tree.rows if row.node.pk != section.pk)
    assert {row.node.library_model for row in tree.rows[1:]} == {model}
    assert insertions_of(model, office_clerk) == [top]
    assert AuditEvent.objects.get(action="library_model_inserted").object_key == str(top.pk)


def test_points_in_rules_follow_the_weight(section, office_clerk):
    model = ModelTreeFactory()
    leaf = model.nodes.get(code="1.1")
    leaf.rule, leaf.params = "bands", {"bands": [["60", "20"], ["90", "33.333334"]], "below": "0"}
    leaf.save()
    insert(model, section, "10", office_clerk)
    params = section.system.nodes.get(code="M-1.1").params
    assert params == {"bands": [["60", "2.00004"], ["90", "3.3334"]], "below": "0"}


@pytest.mark.parametrize("weight", ["0", "-1", "0.00005"])
def test_a_weight_that_cannot_be_divided_is_refused(section, office_clerk, weight):
    with pytest.raises(ValidationError):
        insert(ModelTreeFactory(), section, weight, office_clerk)
    assert section.system.nodes.count() == 1


def test_a_published_system_takes_no_model(office_clerk):
    system = TreeFactory(published=True)
    with pytest.raises(ValidationError):
        insert(ModelTreeFactory(), system.nodes.get(code="A1"), "10", office_clerk)


def test_an_insertion_is_taken_back_as_a_whole(section, office_clerk):
    insert(ModelTreeFactory(), section, "10", office_clerk)
    undo_step(section.system, by=office_clerk)
    assert list(section.system.nodes.all()) == [section]


def test_a_section_of_any_system_is_kept_and_comes_back_as_it_was(section, office_clerk):
    system = TreeFactory(published=True)
    model = save_model(system.nodes.get(code="A1"), code="KEPT", name="增长", by=office_clerk)
    assert model.origin == system
    assert [str(node.share) for node in model.nodes.all()] == ["66.666667", "33.333333"]
    top = insert(model, section, "60", office_clerk)
    copies = top.children.order_by("position")
    originals = system.nodes.filter(parent__code="A1").order_by("position")
    for copy, original in zip(copies, originals, strict=True):
        for name in ("weight", "rule", "params", "indicator", "source", "missing", "standard"):
            assert getattr(copy, name) == getattr(original, name)
    next_year = copy_system(section.system, year=2030, by=office_clerk)
    assert insertions_of(model, office_clerk)[0].system == next_year
    assert AuditEvent.objects.filter(action="library_model_saved").count() == 1


def test_an_empty_section_is_not_kept(section, office_clerk):
    with pytest.raises(ValidationError):
        save_model(section, code="NONE", name="空", by=office_clerk)
    assert not LibraryModel.objects.exists()
