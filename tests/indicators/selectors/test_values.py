"""Who has reported what, in the leaf's own unit of measure."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.rules.oddities import Oddity
from indicators.selectors import period_to_show, value_matrix
from organization.models import Role
from tests.indicators.factories import ExemptionFactory, TreeFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(category):
    return TreeFactory(category=category, published=True)


@pytest.fixture
def cities(system):
    memberships = CategoryMembershipFactory.create_batch(3, category=system.category)
    return [membership.unit for membership in memberships]


def leaf_of(system, code):
    return system.nodes.select_related("indicator").get(code=code)


def report(leaf, unit, value, **fields):
    return ValueFactory(indicator=leaf.indicator, unit=unit, value=Decimal(value), **fields)


def test_everything_is_missing_at_first(system, cities):
    matrix = value_matrix(system, "2023")
    assert [leaf.node.code for leaf in matrix.leaves] == ["A11", "A12", "B11"]
    assert matrix.units == cities
    assert matrix.due == len(matrix.missing) == 9
    assert set(matrix.missing_by_unit.values()) == {3}


def test_a_reported_figure_is_no_longer_missing(system, cities):
    leaf = leaf_of(system, "A11")
    report(leaf, cities[0], "12.5")
    matrix = value_matrix(system, "2023")
    assert matrix.cells[leaf.pk, cities[0].pk].value == Decimal("12.5")
    assert matrix.missing_by_leaf[leaf.pk] == 2
    assert matrix.missing_by_unit[cities[0].pk] == 2


def test_figures_are_converted_to_the_measure_of_the_leaf(system, cities):
    leaf = leaf_of(system, "A11")
    report(leaf, cities[0], "123456", unit_of_measure="万元")
    report(leaf, cities[0], "100000", unit_of_measure="万元", period="2022")
    cell = value_matrix(system, "2023").cells[leaf.pk, cities[0].pk]
    assert (cell.value, cell.previous) == (Decimal("12.3456"), Decimal(10))


def test_an_exempt_unit_owes_nothing(system, cities):
    leaf = leaf_of(system, "A11")
    ExemptionFactory(node=leaf, unit=cities[0])
    matrix = value_matrix(system, "2023")
    assert matrix.due == 8
    assert not matrix.cells[leaf.pk, cities[0].pk].is_missing


@pytest.mark.parametrize(
    ("rule", "params", "needs"),
    [
        ("target", {"target": "5"}, ("actual",)),
        ("target", {}, ("actual", "target")),
        ("growth", {}, ("actual", "previous")),
        ("benchmark", {"cap_up": "1", "cap_down": "1"}, ("actual", "benchmark")),
        ("benchmark", {"against": "mean", "cap_up": "1", "cap_down": "1"}, ("actual",)),
        ("", {}, ("actual",)),
    ],
)
def test_needs_follow_the_rule(system, cities, rule, params, needs):
    system.nodes.filter(code="A11").update(rule=rule, params=params)
    leaf = leaf_of(system, "A11")
    assert value_matrix(system, "2023").cells[leaf.pk, cities[0].pk].needs == needs


def test_a_common_benchmark_serves_every_unit(system, cities):
    system.nodes.filter(code="A11").update(
        rule="benchmark", params={"cap_up": "1", "cap_down": "1"}
    )
    leaf = leaf_of(system, "A11")
    report(leaf, None, "6.5", series="benchmark")
    assert value_matrix(system, "2023").cells[leaf.pk, cities[0].pk].needs == ("actual",)


def test_a_figure_far_from_its_neighbours_is_marked(system, category):
    leaf = leaf_of(system, "A11")
    units = [m.unit for m in CategoryMembershipFactory.create_batch(7, category=category)]
    for unit, value in zip(units, (24, 31, 47, 52, 62, 90, 4), strict=True):
        report(leaf, unit, value)
    matrix = value_matrix(system, "2023")
    assert [matrix.cells[leaf.pk, unit.pk].oddity for unit in units] == [None] * 6 + [
        Oddity.OUTLIER
    ]
    assert matrix.odd == 1


def test_units_are_those_of_the_category_in_the_period(system, cities):
    cities[0].memberships.update(valid_to="2022-12-31")
    assert value_matrix(system, "2023").units == cities[1:]
    assert value_matrix(system, "2022").units == cities


def test_a_reporter_sees_all_leaves_of_its_own_unit(system, unit, cities, reporter):
    matrix = value_matrix(system, "2023", seen_by=reporter)
    assert matrix.units == [unit]
    assert len(matrix.leaves) == 3


def test_an_owner_sees_its_own_leaves_of_all_units(system, cities):
    owner = leaf_of(system, "A11").indicator.owner
    user = UserFactory(role=Role.DATA_REPORTER, unit=owner)
    matrix = value_matrix(system, "2023", seen_by=user)
    assert [leaf.node.code for leaf in matrix.leaves] == ["A11"]
    assert matrix.units == cities


def test_a_stranger_sees_nothing(system, cities, stranger):
    assert value_matrix(system, "2023", seen_by=stranger).cells == {}


def test_queries_do_not_grow_with_units(system, category):
    counts = []
    for _ in range(2):
        for membership in CategoryMembershipFactory.create_batch(5, category=category):
            report(leaf_of(system, "A11"), membership.unit, 5)
        with CaptureQueriesContext(connection) as queries:
            value_matrix(system, "2023")
        counts.append(len(queries))
    assert counts[0] == counts[1] == 5


def test_an_inactive_unit_is_not_asked(system, cities):
    UnitFactory._meta.model.objects.filter(pk=cities[0].pk).update(is_active=False)
    assert value_matrix(system, "2023").units == cities[1:]


def test_a_page_opens_on_the_year_or_on_the_latest_part_of_it_with_figures(system, cities):
    leaf = leaf_of(system, "A11")
    assert period_to_show(system) == "2023"
    report(leaf, cities[0], "7", period="2022")
    for period in ("2023Q2", "2023Q3", "2023Q1"):
        report(leaf, cities[0], "7", period=period)
    assert period_to_show(system) == "2023Q3"
    report(leaf, cities[0], "7", period="2023")
    assert period_to_show(system) == "2023"
