"""How many figures a system asks for, of whom and about whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Indicator
from indicators.selectors.burden import burden_of
from indicators.services.systems import copy_system
from tests.indicators.factories import (
    ExemptionFactory,
    LeafFactory,
    SystemFactory,
    TreeFactory,
    ValueFactory,
)
from tests.organization.factories import CategoryMembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_ind_03_the_burden_is_fields_by_units_by_series_by_periods(category, office_clerk, client):
    """IND-03: burden counter, beside that of the year before."""
    units = [CategoryMembershipFactory(category=category).unit for _ in range(3)]
    statistics, finance = UnitFactory(short_name="统计局"), UnitFactory(short_name="财政局")
    old = SystemFactory(published=True, category=category, year=2023)
    plain, quarterly, targeted, compared = (
        LeafFactory(system=old, indicator__owner=owner, **rule)
        for owner, rule in (
            (statistics, {}),
            (statistics, {}),
            (finance, {"params": {}}),
            (finance, {"rule": "benchmark", "params": {"per_unit": "1"}}),
        )
    )
    for period in ("2023Q1", "2023Q2", "2023Q3", "2023Q4"):
        ValueFactory(indicator=quarterly.indicator, unit=units[0], period=period)
    ExemptionFactory(node=plain, unit=units[0])
    # Read by a second leaf it is still brought once; what is judged is not reported.
    LeafFactory(system=old, indicator=targeted.indicator, params={})
    LeafFactory(system=old, judged=True)
    burden = burden_of(old)
    assert {one.indicator: one.figures for one in burden.fields} == {
        plain.indicator: 2,
        quarterly.indicator: 4 * 3,
        targeted.indicator: 2 * 3,
        compared.indicator: 3 + 1,
    }
    assert [(share.unit, share.fields, share.figures) for share in burden.by_department()] == [
        (statistics, 2, 14),
        (finance, 2, 10),
    ]
    assert sorted(share.figures for share in burden.by_unit()) == [7, 8, 8]

    new = copy_system(old, year=2024, by=office_clerk)
    new.nodes.filter(indicator=targeted.indicator).delete()
    assert burden_of(new).figures == burden.figures - 6
    client.force_login(office_clerk)
    content = client.get(reverse("indicators:burden_detail", args=[new.pk])).content.decode()
    for text in ("24 → 18", "统计局", "−6"):
        assert text in content
    fact = client.get(new.get_absolute_url()).content.decode()
    assert reverse("indicators:burden_detail", args=[new.pk]) in fact


def test_queries_grow_with_nothing(category):
    counts = []
    for number in (0, 10):
        system = TreeFactory(category=category, year=2020 + number)
        for _ in range(number):
            LeafFactory(system=system)
            CategoryMembershipFactory(category=category)
        Indicator.objects.update(owner=UnitFactory())
        with CaptureQueriesContext(connection) as queries:
            burden_of(system).by_department()
        counts.append(len(queries))
    assert counts[0] == counts[1]
