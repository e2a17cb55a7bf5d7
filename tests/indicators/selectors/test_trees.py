"""The tree in reading order with one query."""

from decimal import Decimal

import pytest
from django.utils import translation

from indicators.models import SystemNode
from indicators.selectors import system_tree
from tests.indicators.factories import LeafFactory, TreeFactory

pytestmark = pytest.mark.django_db


def test_rows_stand_in_reading_order_with_number_level_and_path():
    rows = system_tree(TreeFactory()).rows
    assert [(row.number, row.level, row.node.code) for row in rows] == [
        ("1", 1, "A"),
        ("1.1", 2, "A1"),
        ("1.1.1", 3, "A11"),
        ("1.1.2", 3, "A12"),
        ("2", 1, "B"),
        ("2.1", 2, "B1"),
        ("2.1.1", 3, "B11"),
        ("2.1.2", 3, "B12"),
    ]
    assert rows[2].path == "一级A / 二级A / 三级A11"


def test_sums_run_beside_each_parent():
    system = TreeFactory()
    system.nodes.filter(code="A12").update(weight=Decimal("19.5"))
    tree = system_tree(system)
    assert tree.total == 100
    assert tree.adds_up
    assert [(row.node.code, row.children_sum) for row in tree.uneven] == [("A1", Decimal("59.5"))]


def test_bonus_stays_outside_the_sums():
    system = TreeFactory()
    LeafFactory(system=system, kind=SystemNode.Kind.BONUS, weight=5)
    assert system_tree(system).total == 100


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh-hans", "对照目标值 100，按完成值 ÷ 目标值的比例计分，最高得满分的 100%。"),
        (
            "en",
            "Against the target of 100, in proportion (result ÷ target), "
            "at most 100% of full marks.",
        ),
    ],
)
def test_a_leaf_tells_its_rule_in_the_language_of_the_reader(language, sentence):
    leaf = system_tree(TreeFactory()).leaves[0]
    with translation.override(language):
        assert leaf.sentence == sentence


def test_a_rule_that_cannot_run_has_no_sentence():
    system = TreeFactory()
    system.nodes.filter(code="A11").update(params={"target": "many"})
    assert system_tree(system).leaves[0].sentence == ""


def test_the_tree_takes_one_query(django_assert_num_queries):
    system = TreeFactory()
    with django_assert_num_queries(1):
        tree = system_tree(system)
        assert all(leaf.node.indicator.owner.name for leaf in tree.leaves)
