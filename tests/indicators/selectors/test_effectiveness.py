"""The yearly review: what a year did with every indicator (IND-25)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.services.cycles import open_cycle
from assessment.services.decisions import accept_proposals, publish_group
from indicators.rules.effectiveness import Flag
from indicators.selectors.effectiveness import yearly_findings
from indicators.selectors.usage import yearly_spreads
from organization.models import Role
from tests.assessment.factories import OPENED_ON, CycleFactory, RaterClassFactory
from tests.assessment.worlds import mark_everybody, report, run_to_end
from tests.indicators.factories import IndicatorFactory, TreeFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(category):
    units = UnitFactory.create_batch(3, domain=category.domain)
    for unit in units:
        CategoryMembershipFactory(unit=unit, category=category)
    return units


def figures(leaf, units, values, period="2023"):
    for unit, value in zip(units, values, strict=False):
        ValueFactory(indicator=leaf.indicator, unit=unit, period=period, value=Decimal(value))


def test_ind_25_zero_variance_is_reported(category, units, office_clerk):
    """IND-25: zero-variance indicator is reported; one that spreads is not."""
    system = TreeFactory(category=category, published=True)
    same, spread, silent = (system.nodes.get(code=code) for code in ("A11", "A12", "B11"))
    figures(same, units, [7, 7, 7])
    figures(spread, units, [1, 2, 9])
    figures(spread, units[:1], [5], period="2023Q2")  # the year counts before its part
    unused = IndicatorFactory()
    found = yearly_findings(2023, office_clerk)
    assert found[same.indicator_id].flags == (Flag.NO_VARIANCE,)
    assert found[spread.indicator_id].flags == ()
    assert found[spread.indicator_id].usage.spread.middle == 2
    assert found[silent.indicator_id].flags == (Flag.NO_FIGURES,)
    assert found[silent.indicator_id].usage.missing_share == 1
    assert unused.pk not in found
    assert [year for year, _spread in yearly_spreads(spread.indicator, office_clerk)] == [2023]


def test_ind_25_full_marks_everywhere_are_reported(category, units, office_clerk):
    """Scores come from published results, of which the library knows nothing itself."""
    system = TreeFactory(category=category, published=True)
    for unit, values in zip(units, ([100, 50, 20], [120, 60, 30], [150, 70, 40]), strict=True):
        report(system, unit, values)
    cycle = CycleFactory(scheme=RaterClassFactory(code="leaders").scheme, systems=[system])
    open_cycle(cycle, day=OPENED_ON, by=office_clerk)
    mark_everybody(cycle)
    group = run_to_end(cycle).groups.get()
    leaf, judged = system.nodes.get(code="A11"), system.nodes.get(code="B12")
    assert yearly_findings(2023, office_clerk)[leaf.indicator_id].flags == ()
    accept_proposals(group, body="会议", decided_on=OPENED_ON, by=office_clerk)
    publish_group(group, by=UserFactory(role=Role.OFFICE_STAFF))
    found = yearly_findings(2023, office_clerk)
    assert found[leaf.indicator_id].flags == (Flag.ALL_FULL,)
    assert found[judged.indicator_id].is_judged
    assert found[judged.indicator_id].usage.spread.n == 3


def test_review_queries_do_not_grow(client, category, units, office_clerk):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        system = TreeFactory(category=category, published=True)
        figures(system.nodes.get(code="A11"), units, [7, 7, 7])
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("indicators:verdict_list"), {"year": 2023})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(response.context["rows"]) == 8
    flagged = client.get(
        reverse("indicators:verdict_list"), {"year": 2023, "flag": Flag.NO_VARIANCE.value}
    )
    assert len(flagged.context["rows"]) == 2
