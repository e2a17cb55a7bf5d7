"""DAT-01: compare across and over time, and relate personal points to a department's data."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collection.models import EventKind
from dailyreview.selectors.relations import person_trend, pivot, relation_rows
from organization.models import Role
from tests.collection.event_factories import UnitEventFactory
from tests.dailyreview.factories import MeritLineFactory
from tests.indicators.factories import IndicatorFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(user)
    return user


def line_of(unit, points, year=2023, **entry):
    return MeritLineFactory(
        entry__unit=unit,
        entry__year=year,
        entry__happened_on=dt.date(year, 5, 6),
        points=Decimal(points),
        **{f"entry__{name}": value for name, value in entry.items()},
    )


def test_person_points_stand_beside_the_departments_trend(clerk):
    """DAT-01: person points beside department trend."""
    unit, indicator = UnitFactory(), IndicatorFactory()
    cadre = line_of(unit, 3, 2022).entry.cadre
    line_of(unit, 5, 2023, cadre=cadre)
    for period, value in (("2022", 80), ("2023", 95)):
        ValueFactory(indicator=indicator, unit=unit, period=period, value=value)
    trend = person_trend(cadre, clerk)
    assert (trend.unit, list(trend.years), list(trend.points)) == (unit, [2022, 2023], [3, 5])
    assert [(one, list(values)) for one, values in trend.figures] == [(indicator, [80, 95])]


def test_pivot_lays_units_and_categories_by_periods(clerk):
    membership = CategoryMembershipFactory()
    unit = membership.unit
    other = CategoryMembershipFactory(category=membership.category).unit
    indicator = IndicatorFactory()
    for one, value in ((unit, 80), (other, 90)):
        ValueFactory(indicator=indicator, unit=one, period="2023Q1", value=value)
    periods = ["2023Q1", "2023Q2"]
    rows = pivot("figure", indicator, periods, "unit", clerk)
    assert sorted(list(row.cells) for row in rows) == [[80, None], [90, None]]
    (row,) = pivot("figure", indicator, periods, "category", clerk)
    assert (row.name, list(row.cells)) == (membership.category.name, [85, None])
    about = {"unit": unit, "kind__domain": unit.domain, "confirmed": True}
    UnitEventFactory.create_batch(2, **about)
    UnitEventFactory(kind__colour=EventKind.Colour.BLACK, **about)
    (row,) = pivot("events", None, periods, "unit", clerk)
    assert list(row.cells) == [1, None]


def test_relation_says_how_many_units_it_rests_on(clerk):
    indicator = IndicatorFactory()
    for points, figure in ((1, 20), (2, 10), (3, 40), (4, 30), (5, 50)):
        unit = UnitFactory()
        line_of(unit, points)
        ValueFactory(indicator=indicator, unit=unit, period="2023", value=figure)
    (row,) = relation_rows(2023, clerk)
    assert (row.relation.n, round(row.relation.rho or 0, 2), row.relation.is_small) == (
        5,
        0.8,
        True,
    )
    assert row.adjusted == row.relation.p


@pytest.mark.parametrize("name", ["relation_list", "relation_table", "relation_export"])
def test_queries_do_not_grow(client, clerk, name):
    counts = []
    for _round in range(2):
        for _unit in range(2):
            unit = UnitFactory()
            line_of(unit, 2)
            ValueFactory(unit=unit)
        with CaptureQueriesContext(connection) as queries:
            sent = {"measure": "points", "by": "unit", "year": "2023"}
            assert client.get(reverse(f"dailyreview:{name}"), sent).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
