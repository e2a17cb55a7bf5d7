"""The pages of events: the list, the account under its caps, the page of a quarter."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import SystemNode
from organization.models import Role
from tests.collection.event_factories import EventKindFactory, UnitEventFactory
from tests.indicators.factories import LeafFactory, SystemFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

RED_BLACK = {
    "effect": "both",
    "add_each": "1",
    "deduct_each": "2",
    "floor": "-5",
    "ceiling": "5",
}


@pytest.fixture
def leaf():
    return LeafFactory(
        system=SystemFactory(published=True),
        source=SystemNode.Source.EVENT,
        rule="count",
        params=RED_BLACK,
    )


@pytest.fixture
def unit(leaf):
    return CategoryMembershipFactory(
        category=leaf.system.category, unit__domain=leaf.system.category.domain
    ).unit


@pytest.fixture
def clerk(client):
    user = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(user)
    return user


def events_of(leaf, unit, colour, count):
    kind = EventKindFactory(domain=unit.domain, indicator=leaf.indicator, colour=colour)
    return UnitEventFactory.create_batch(count, kind=kind, unit=unit, confirmed=True)


def test_account_shows_the_running_sum_and_what_the_cap_cut_off(client, clerk, leaf, unit):
    """IND-17, F10: seven red points at 1 stand at the cap of 5, and 2 are cut off."""
    events_of(leaf, unit, "red", 7)
    page = client.get(reverse("collection:event_account", args=[unit.pk]), {"period": "2023"})
    (account,) = page.context["accounts"]
    assert [line.after.points for line in account.lines] == [1, 2, 3, 4, 5, 5, 5]
    assert (account.total.points, account.total.cut) == (5, 2)


def test_quarter_has_places_and_the_events_on_one_page(client, clerk, leaf, unit):
    """IND-17: a quarter's ranking of measured items plus the event list."""
    measured = LeafFactory(system=leaf.system, code="M1")
    second = CategoryMembershipFactory(category=leaf.system.category).unit
    for one, value in ((unit, 90), (second, 95)):
        ValueFactory(indicator=measured.indicator, unit=one, period="2023Q1", value=value)
    events_of(leaf, unit, "black", 2)
    UnitEventFactory(unit=unit, happened_on=dt.date(2023, 4, 1), kind__domain=unit.domain)
    page = client.get(
        reverse("collection:event_quarter"), {"system": leaf.system_id, "period": "2023Q1"}
    )
    places = {one.unit: (one.figures[0][1], one.bad) for one in page.context["units"]}
    assert places == {unit: (2, 2), second: (1, 0)}
    assert len(page.context["page"]) == 2


@pytest.mark.parametrize("name", ["event_list", "event_account", "eventkind_list"])
def test_queries_do_not_grow(client, clerk, leaf, unit, name):
    args = [unit.pk] if name == "event_account" else []
    counts = []
    for _round in range(2):
        for colour in ("red", "black"):
            events_of(leaf, unit, colour, 2)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"collection:{name}", args=args), {"period": "2023"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_event_is_registered_through_its_form(client, clerk, unit):
    kind = EventKindFactory(domain=unit.domain)
    sent = {"kind": kind.pk, "unit": unit.code, "happened_on": "2023-05-06", "fact": "通报"}
    page = client.post(reverse("collection:event_create"), sent)
    assert set(page.context["form"].errors) == {"document", "source_department", "evidence"}
