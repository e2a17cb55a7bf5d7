"""Two systems side by side: what is matched, what changed, and the net."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import SystemNode
from indicators.rules.differences import Change, Item, compare
from indicators.selectors.differences import compare_systems, earlier_version
from indicators.services.systems import copy_system
from organization.exports import XLSX_TYPE
from tests.indicators.factories import SectionFactory, SystemFactory, TreeFactory


def changes(before, after):
    return {pair.item.code: [*map(str, pair.changes)] for pair in compare(before, after)}


def test_nodes_are_matched_by_code_then_indicator_then_name_below_the_same_parent():
    before = [
        Item(1, None, "A", "经济", is_leaf=False),
        Item(2, 1, "A1", "增速", indicator=7, weight=Decimal(5)),
        Item(3, 1, "A2", "投资", indicator=8),
        Item(4, 1, "A3", "消费"),
        Item(5, None, "B", "党建", is_leaf=False),
        Item(6, 5, "B1", "组织生活"),
    ]
    after = [
        Item(1, None, "A", "经济", is_leaf=False),
        Item(2, 1, "A1", "GDP 增速", indicator=7, weight=Decimal(6)),
        Item(3, 1, "X9", "投资", indicator=8, rule="bands"),
        Item(4, 1, "X8", "消费", source="judged"),
        Item(7, 1, "B1", "组织生活"),
    ]
    assert changes(before, after) == {
        "A": [],
        "A1": ["renamed", "reweighted"],
        "X9": ["rule"],
        "X8": ["source"],
        "B1": ["moved"],
        "B": ["removed"],
    }


def test_what_is_gone_stands_where_it_stood_also_below_a_section_that_is_gone():
    before = [
        Item(1, None, "A", "甲"),
        Item(2, None, "B", "乙"),
        Item(3, 2, "B1", "乙一"),
        Item(4, None, "C", "丙"),
    ]
    after = [Item(1, None, "A", "甲"), Item(9, None, "N", "新"), Item(4, None, "C", "丙")]
    rows = compare(before, after)
    assert [(row.item.code, row.level) for row in rows] == [
        ("A", 1),
        ("B", 1),
        ("B1", 2),
        ("N", 1),
        ("C", 1),
    ]


@pytest.fixture
def slimmed(office_clerk, category):
    """A system of 60 indicators, and its copy for the next year with 46."""
    old = SystemFactory(published=True, category=category, year=2023, name="检察业务评价指标")
    section = SectionFactory(system=old, code="S", weight=100)
    leaf = {"system": old, "parent": section, "source": "reported", "rule": "target"}
    SystemNode.objects.bulk_create(
        SystemNode(code=f"I{n:02}", name=f"指标{n}", weight=1, position=n, **leaf)
        for n in range(60)
    )
    new = copy_system(old, year=2024, by=office_clerk)
    new.nodes.filter(code__gte="I45", code__lt="S").delete()
    nodes = {node.code: node for node in new.nodes.all()}
    nodes["I00"].weight = Decimal(3)
    nodes["I00"].params = {"target": "120"}
    nodes["I00"].save()
    SystemNode.objects.create(
        system=new, parent=nodes["S"], code="N1", name="新指标", weight=1, source="judged"
    )
    return old, new


@pytest.mark.django_db
def test_ind_03_sixty_to_forty_six_lists_fourteen_net_removed(slimmed):
    """IND-03: diff 60 -> 46 lists 14 net removed."""
    comparison = compare_systems(*slimmed)
    assert (len(comparison.before.leaves), len(comparison.after.leaves)) == (60, 46)
    assert comparison.net == -14
    assert comparison.counts == {
        Change.REMOVED: 15,
        Change.ADDED: 1,
        Change.REWEIGHTED: 1,
        Change.RULE: 1,
    }
    removed = comparison.narrowed(kind="removed")
    assert [len(row.changes) for row in removed].count(1) == 15
    # The section they stood in is shown with them.
    assert removed[0].row.node.code == "S"


@pytest.mark.django_db
def test_the_page_names_the_net_and_each_change_in_words(client, office_clerk, slimmed):
    old, new = slimmed
    client.force_login(office_clerk)
    address = reverse("indicators:system_compare", args=[new.pk])
    content = client.get(address, headers={"accept-language": "en"}).content.decode()
    for text in ("60 → 46", "−14, net removed", "− taken out", "+ added", "± reweighted"):
        assert text in content
    assert "指标44" not in content
    every = {"before": old.pk, "everything": "on"}
    assert "指标44" in client.get(address, every).content.decode()
    part = client.get(address, {"before": old.pk, "kind": "added"}, headers={"HX-Request": "true"})
    assert "新指标" in part.content.decode()
    assert "指标45" not in part.content.decode()
    file = client.get(reverse("indicators:comparison_export", args=[new.pk]), {"before": old.pk})
    assert file.headers["Content-Type"] == XLSX_TYPE


@pytest.mark.django_db
def test_the_page_asks_the_same_number_of_questions_for_any_tree(client, office_clerk, category):
    client.force_login(office_clerk)
    counts = []
    for extra in (0, 30):
        old = TreeFactory(published=True, category=category, year=2020 + bool(extra))
        new = copy_system(old, by=office_clerk)
        for number in range(extra):
            SystemNode.objects.create(system=new, code=f"N{number}", name="新", weight=0)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("indicators:system_compare", args=[new.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_last_years_system_is_proposed_where_nothing_was_copied(category):
    last = TreeFactory(published=True, category=category, year=2022)
    this = SystemFactory(category=category, year=2023)
    systems = type(this).objects.exclude(pk=this.pk)
    assert earlier_version(this, systems) == last
    this.copied_from = other = SystemFactory(year=2020)
    assert earlier_version(this, systems) == other
