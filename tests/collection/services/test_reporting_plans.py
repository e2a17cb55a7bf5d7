"""Reporting plans: rhythms become rounds, rounds become tables of departments."""

import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from collection.models import DepartmentReport, ReportingPlan
from collection.rules.rhythms import rhythm_of
from collection.services.plans import Term, move_due_day, save_plan, set_terms
from organization.models import AuditEvent, Role
from tests.collection.round_factories import ReportEntryFactory
from tests.indicators.factories import IndicatorFactory, LeafFactory, SystemFactory
from tests.organization.factories import UserFactory

FACTS = {
    "name": "设区市数据报送",
    "kind": "figures",
    "year": 2026,
    "due_days": 5,
    "in_working_days": True,
    "late_days": 3,
    "highest_score": 100,
    "different_min": None,
    "width_min": None,
}
ALL = ["monthly", "quarterly", "half_yearly", "yearly"]


@pytest.fixture
def system(category):
    system = SystemFactory(category=category, published=True)
    for number in range(2):
        LeafFactory(system=system, code=f"L{number}")
    LeafFactory(system=system, code="L9", indicator=IndicatorFactory(owner=None))
    return system


def test_a_year_plan_yields_its_rounds(system, office_clerk):
    """CYC-01, CYC-02: 12/4/2/1 rounds from one form; the monthly ones are dropped for one plan."""
    plan = save_plan(None, **FACTS, systems=[system], rhythms=ALL, by=office_clerk)
    counts = Counter(str(rhythm_of(one.period)) for one in plan.rounds.all())
    assert [counts[rhythm] for rhythm in ALL] == [12, 4, 2, 1]
    # 31 October is a Saturday: five working days after it end on a Friday.
    october = plan.rounds.get(period="2026-10")
    assert (october.due_on, october.late_on) == (dt.date(2026, 11, 6), dt.date(2026, 11, 9))
    # Each round has a table for both departments that answer, and none for the leaf nobody owns.
    assert DepartmentReport.objects.filter(round__plan=plan).count() == 19 * 2
    other = save_plan(
        None, **FACTS | {"name": "二"}, systems=[system], rhythms=ALL[1:], by=office_clerk
    )
    assert (plan.rounds.count(), other.rounds.count()) == (19, 7)
    save_plan(plan, **FACTS, systems=[system], rhythms=ALL[1:], by=office_clerk)
    assert plan.rounds.count() == 7
    assert AuditEvent.objects.filter(action="rounds_made").count() == 3


def test_single_leaves_have_their_own_rhythm(system, office_clerk):
    plan = save_plan(None, **FACTS, systems=[system], rhythms=["yearly"], by=office_clerk)
    first, second = system.nodes.filter(code__in=["L0", "L1"]).order_by("code")
    terms = {first.pk: Term(rhythms=["quarterly"]), second.pk: Term()}
    set_terms(plan, terms=terms, by=office_clerk)
    departments = {
        one.period: list(one.reports.values_list("department", flat=True))
        for one in plan.rounds.all()
    }
    assert departments.pop("2026") == [second.indicator.owner_id]
    assert list(departments.values()) == [[first.indicator.owner_id]] * 4
    first_quarter = plan.rounds.get(period="2026Q1")
    move_due_day(first_quarter, due_on=dt.date(2026, 4, 20), by=office_clerk)
    assert first_quarter.late_on == dt.date(2026, 4, 23)
    # What somebody has typed into is not swept away by a change of plan.
    ReportEntryFactory(report=first_quarter.reports.get())
    with pytest.raises(ValidationError, match="2026Q1"):
        set_terms(plan, terms={first.pk: Term()}, by=office_clerk)


def test_a_plan_is_kept_by_the_office_of_its_domain(system, office_clerk, other_unit):
    clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=other_unit.domain)
    with pytest.raises(PermissionDenied):
        save_plan(None, **FACTS, systems=[system], rhythms=["yearly"], by=clerk)
    plan = save_plan(None, **FACTS, systems=[system], rhythms=["yearly"], by=office_clerk)
    assert not ReportingPlan.objects.visible_to(clerk).exists()
    with pytest.raises(ValidationError):
        save_plan(plan, **FACTS, systems=[system], rhythms=["weekly"], by=office_clerk)
