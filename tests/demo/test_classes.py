"""IND-21, IND-22: daily schemes of four classes and 18 indicators, each kind of unit its own."""

from decimal import Decimal

import pytest
from django.utils import timezone

from collection.models import UnitEvent
from collection.selectors.events import event_accounts
from demo.classes import make_class_systems
from demo.district import DOMAIN, EXAMPLE
from demo.happenings import CATEGORY, note_happenings
from indicators.models import IndicatorSystem, WeightOverride
from indicators.selectors.faults import system_faults
from indicators.services.overrides import set_overrides
from organization.models import Role, Unit
from scoring.rules import mark_values
from tests.organization.factories import (
    CategoryFactory,
    CategoryMembershipFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def systems(office_clerk) -> dict[str, IndicatorSystem]:
    domain = DomainFactory(code="district")
    make_class_systems(domain, UnitFactory(domain=domain), 2024, by=office_clerk)
    make_class_systems(domain, UnitFactory(domain=domain), 2024, by=office_clerk)
    return {
        one.category.code.removeprefix("district-"): one for one in IndicatorSystem.objects.all()
    }


def test_eighteen_indicators_load_and_negative_only_deducts(systems):
    """IND-21: 4 classes and 18 indicators; what is negative starts at full marks and goes down."""
    for system in systems.values():
        assert system_faults(system) == []
        assert system.nodes.filter(parent__isnull=True).count() == 4
        leaves = system.nodes.leaves()
        assert leaves.count() == 18
        negative = leaves.filter(parent__code="N")
        assert {leaf.params.get("deducts") for leaf in negative} == {True}
        for leaf in negative:
            full = float(leaf.weight)
            marks = mark_values("marks", [100, 80, 0, 120], full=full, params=leaf.params)
            assert marks.tolist() == pytest.approx([full, full * 0.8, 0, full])


def test_window_units_weigh_service_quality_higher_and_an_office_may_differ(systems, office_clerk):
    """IND-22: class-specific schemes, with own weights of an office whose total stays."""
    service = {code: one.nodes.get(code="I4").weight for code, one in systems.items()}
    assert service["window"] == max(service.values()) == Decimal(14)
    assert sorted(service.values())[-2] < Decimal(14)
    window = systems["window"]
    drafts = IndicatorSystem.objects.filter(pk=window.pk)
    drafts.update(state=IndicatorSystem.State.DRAFT, published_at=None, published_by=None)
    window.refresh_from_db()
    office = CategoryMembershipFactory(
        category=window.category,
        unit__domain=window.category.domain,
        unit__level=Unit.Level.INTERNAL,
        unit__parent=UnitFactory(domain=window.category.domain),
    ).unit
    changed = {"I4": 18, "I5": 4}
    weights = {window.nodes.get(code=code).pk: Decimal(own) for code, own in changed.items()}
    set_overrides(window, office, weights, reason="受理窗口以服务为主", by=office_clerk)
    assert WeightOverride.objects.filter(unit=office).count() == 2


def test_happenings_show_a_capped_account_and_one_that_waits(office_clerk):
    domain = DomainFactory(code=DOMAIN)
    category = CategoryFactory(domain=domain, code=CATEGORY)
    unit = UnitFactory(domain=domain, code=EXAMPLE)
    for one in (unit, *UnitFactory.create_batch(2, domain=domain)):
        CategoryMembershipFactory(unit=one, category=category)
    second = UserFactory(role=Role.OFFICE_STAFF)
    today = timezone.localdate()
    for _again in range(2):
        note_happenings(today, by=office_clerk, second=second)
    (account,) = event_accounts(unit, str(today.year))
    assert (account.total.points, account.total.cut) == (5, 1)
    assert UnitEvent.objects.waiting().count() == 1
