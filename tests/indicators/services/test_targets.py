"""Targets by formula, and targets above those of the upper level (IND-05)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Indicator, ReportedValue
from indicators.selectors.targets import target_flags
from indicators.services.targets import (
    GROWTH,
    SHARE,
    Formula,
    answer_target,
    set_targets,
    targets_by_formula,
)
from organization.models import AuditEvent
from tests.indicators.factories import IndicatorFactory, LeafFactory, SystemFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db

LESS = Indicator.Direction.LESS_IS_BETTER


@pytest.fixture
def leaf(category):
    system = SystemFactory(category=category, published=True)
    leaf = LeafFactory(system=system, code="FAI", indicator__unit_of_measure="亿元")
    for figure in ("10", "10", "10", None):
        unit = CategoryMembershipFactory(category=category).unit
        if figure:
            ValueFactory(indicator=leaf.indicator, unit=unit, period="2022", value=figure)
    return leaf


def targets(leaf):
    rows = ReportedValue.objects.filter(indicator=leaf.indicator, series="target")
    return [row.value for row in rows.order_by("unit__code")]


def test_a_total_is_shared_out_so_that_the_parts_add_up(leaf, office_clerk):
    formula = Formula(SHARE, Decimal(100), 1, "分解省定目标")
    set_targets(leaf, "2023", formula, by=office_clerk)
    assert targets(leaf) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert sum(targets(leaf)) == 100
    lines = targets_by_formula(leaf, "2023", formula, user=office_clerk)
    assert [line.target is None for line in lines] == [False] * 3 + [True]
    growth = Formula(GROWTH, Decimal("5.5"), 2, "比上年增长 5.5%")
    assert set_targets(leaf, "2023", growth, by=office_clerk).changed == 3
    assert set(targets(leaf)) == {Decimal("10.55")}
    assert AuditEvent.objects.filter(action="value_corrected").count() == 3


@pytest.mark.parametrize(
    ("period", "formula"),
    [
        ("2023", Formula(SHARE, Decimal("100.05"), 1, "分解")),
        ("2023", Formula(GROWTH, Decimal(5), 1, " ")),
        ("2030", Formula(GROWTH, Decimal(5), 1, "增长")),
    ],
    ids=["finer than the parts", "no reason", "no figure of last year"],
)
def test_a_formula_that_gives_no_targets_is_refused(leaf, office_clerk, period, formula):
    with pytest.raises(ValidationError):
        set_targets(leaf, period, formula, by=office_clerk)
    assert targets(leaf) == []


def goal(indicator, unit, figure, **fields):
    fields = {"series": "target", **fields}
    return ValueFactory(indicator=indicator, unit=unit, value=Decimal(figure), **fields)


def test_a_rate_above_the_superior_units_target_is_flagged():
    """IND-05: a lower level's target above the upper's is told, in the direction that counts."""
    growth = IndicatorFactory(unit_of_measure="%")
    dust = IndicatorFactory(unit_of_measure="微克/立方米", direction=LESS)
    neutral = IndicatorFactory(unit_of_measure="%", direction=0)
    city = UnitFactory()
    county, other = UnitFactory.create_batch(2, parent=city)
    for indicator, upper, lower in ((growth, "5.5", "6.5"), (dust, 33, 30), (neutral, 1, 2)):
        goal(indicator, city, upper)
        goal(indicator, county, lower)
        goal(indicator, other, upper)
    flags = target_flags([growth, dust, neutral], [county, other], "2023")
    assert [(flag.indicator, flag.unit, flag.above) for flag in flags] == [
        (growth, county, city),
        (dust, county, city),
    ]
    assert [(flag.target, flag.upper) for flag in flags] == [
        (Decimal("6.5"), Decimal("5.5")),
        (30, 33),
    ]
    # The city has no superior unit: the benchmark that holds for every unit takes its place.
    goal(growth, None, 5, series="benchmark")
    (flag,) = target_flags([growth], [city], "2023")
    assert (flag.above, flag.upper) == (None, 5)


def test_amounts_are_added_up_over_all_parts_of_a_unit():
    revenue = IndicatorFactory(unit_of_measure="亿元")
    energy = IndicatorFactory(unit_of_measure="吨标准煤", direction=LESS)
    city = UnitFactory()
    counties = UnitFactory.create_batch(2, parent=city)
    goal(revenue, city, 100)
    goal(revenue, counties[0], "600000", unit_of_measure="万元")
    assert target_flags([revenue], counties, "2023") == []
    goal(revenue, counties[1], 41)
    (flag,) = target_flags([revenue], counties, "2023")
    assert (flag.unit, flag.target, flag.upper, flag.parts) == (city, 101, 100, 2)
    # A ceiling: half of the parts say nothing yet of the sum.
    goal(energy, city, 100)
    goal(energy, counties[0], 10)
    assert target_flags([energy], counties, "2023") == []


def test_an_answer_holds_for_the_two_figures_it_was_given_to(client, leaf, office_clerk):
    leaf.indicator.unit_of_measure = "%"
    leaf.indicator.save()
    unit = ReportedValue.objects.first().unit
    goal(leaf.indicator, None, 5, series="benchmark")
    target = goal(leaf.indicator, unit, 6)
    answer_target(leaf.indicator, unit, "2023", kind="accepted", reason="基数低", by=office_clerk)
    (flag,) = target_flags([leaf.indicator], [unit], "2023")
    assert flag.answer.reason == "基数低"
    ReportedValue.objects.filter(pk=target.pk).update(value=7)
    (flag,) = target_flags([leaf.indicator], [unit], "2023")
    assert flag.answer is None
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        goal(leaf.indicator, CategoryMembershipFactory(category=leaf.system.category).unit, 8)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("indicators:target_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "benchmark for all units" in page.content.decode()
    ReportedValue.objects.filter(pk=target.pk).update(value=5)
    with pytest.raises(ValidationError):
        answer_target(leaf.indicator, unit, "2023", kind="lowered", reason="已降", by=office_clerk)
    assert AuditEvent.objects.filter(action="targetanswer_recorded").count() == 1


def test_the_page_shows_what_a_formula_makes_before_it_is_stored(client, leaf, office_clerk):
    client.force_login(office_clerk)
    address = reverse("indicators:target_create", args=[leaf.pk])
    sent = {"period": "2023", "kind": "share", "amount": "100", "decimals": "1", "note": "分解"}
    page = client.post(address, sent)
    assert "33.4" in page.content.decode()
    assert targets(leaf) == []
    assert client.post(address, {**sent, "store": "1"}).status_code == 302
    assert len(targets(leaf)) == 3
