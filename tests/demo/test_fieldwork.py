"""The field plan of the demonstration: groups formed by the optimiser, every unit covered once."""

import datetime as dt
from collections import Counter

import pytest

from demo.fieldwork import adopt_groups, plan_field_work, search_groups
from evaluators.models import FieldPlan, Seat
from evaluators.selectors.planning import Planning
from evaluators.services.forming import form_plan
from organization.models import AuditEvent, Role
from tests.demo.conftest import TODAY
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(pool) -> FieldPlan:
    plan = plan_field_work(TODAY, by=pool)
    search = search_groups(plan, by=pool)
    assert form_plan(search.pk)
    search.refresh_from_db()
    adopt_groups(search, by=pool, second=UserFactory(role=Role.OFFICE_STAFF))
    plan.refresh_from_db()
    return plan


def test_grp_01_fifteen_groups_of_eleven_cover_every_unit_once(plan, pool):
    """GRP-01: 15 groups, 165 people, every unit covered exactly once."""
    assert plan.state == FieldPlan.State.CONFIRMED
    assert plan.groups.count() == 15
    seats = Seat.objects.filter(group__plan=plan)
    assert seats.exclude(evaluator=None).count() == seats.count() == 165
    assert len(set(seats.values_list("evaluator", flat=True))) == 165
    visited = Counter(plan.plan_units.exclude(group=None).values_list("unit", flat=True))
    assert len(visited) == 218
    assert set(visited.values()) == {1}
    assert Planning(plan).violations == []
    # A second start finds everything done.
    before = (plan.version, AuditEvent.objects.count())
    again = plan_field_work(TODAY + dt.timedelta(days=400), by=pool)
    adopt_groups(search_groups(again, by=pool), by=pool, second=pool)
    again.refresh_from_db()
    assert again == plan
    assert (again.version, AuditEvent.objects.count()) == before
