from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evaluators.models import Complaint, RecheckSample
from evaluators.services import rechecks
from organization.models import AuditEvent, Role
from tests.evaluators.factories import EvaluatorFactory, FieldPlanFactory, PlanUnitFactory
from tests.evaluators.review_factories import ComplaintFactory, RecheckCaseFactory
from tests.organization.factories import CategoryFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def plan():
    plan, category = FieldPlanFactory(), CategoryFactory()
    for number in range(40):
        unit = UnitFactory(code=f"QC-{number:03}", domain=category.domain)
        PlanUnitFactory(plan=plan, unit=unit, category=category)
    return plan


def test_qc_01_five_percent_are_drawn_again_from_the_seed(clerk, plan) -> None:
    """QC-01: of 40 units 2, the same from the same seed."""
    sample = rechecks.draw_recheck(plan, percent=Decimal(5), seed="2025-recheck", by=clerk)
    drawn = [case.plan_unit.unit.code for case in sample.cases.all()]
    assert len(drawn) == 2
    stored = RecheckSample.objects.get(pk=sample.pk)
    assert rechecks.repeat_draw(stored) == drawn
    again = rechecks.draw_recheck(plan, percent=Decimal(5), seed="2025-recheck", by=clerk)
    assert [case.plan_unit.unit.code for case in again.cases.all()] == drawn
    assert AuditEvent.objects.about(sample).get().action == "rechecksample_created"


def test_qc_01_a_seed_is_drawn_when_nobody_gives_one(clerk, plan) -> None:
    first, second = (
        rechecks.draw_recheck(plan, percent=Decimal(5), by=clerk).seed for _draw in range(2)
    )
    assert first
    assert first != second


def test_a_plan_without_units_is_not_drawn_from(clerk) -> None:
    with pytest.raises(ValidationError, match="no unit"):
        rechecks.draw_recheck(FieldPlanFactory(), percent=Decimal(5), by=clerk)


def test_a_finding_is_noted_once_and_a_fault_in_words(clerk) -> None:
    case = RecheckCaseFactory()
    with pytest.raises(ValidationError, match="what was found"):
        rechecks.note_finding(case, finding="favoured", remark="", by=clerk)
    rechecks.note_finding(case, finding="confirmed", remark="", by=clerk)
    with pytest.raises(ValidationError, match="checked already"):
        rechecks.note_finding(case, finding="corrected", remark="漏记", by=clerk)


def test_a_complaint_comes_in_and_is_settled_once(clerk) -> None:
    complaint = rechecks.take_complaint(ComplaintFactory.build(received_by=None), by=clerk)
    with pytest.raises(ValidationError, match="what was done"):
        rechecks.settle_complaint(complaint, outcome="unfounded", answer="", by=clerk)
    rechecks.settle_complaint(complaint, outcome="unfounded", answer="已核实并答复", by=clerk)
    with pytest.raises(ValidationError, match="settled already"):
        rechecks.settle_complaint(complaint, outcome="founded", answer="重办", by=clerk)
    actions = AuditEvent.objects.about(complaint).values_list("action", flat=True)
    assert sorted(actions) == ["complaint_created", "complaint_settled"]


def test_only_the_office_draws_and_takes_in(plan) -> None:
    account = EvaluatorFactory(with_account=True).account
    with pytest.raises(PermissionDenied):
        rechecks.draw_recheck(plan, percent=Decimal(5), by=account)
    with pytest.raises(PermissionDenied):
        rechecks.take_complaint(ComplaintFactory.build(), by=account)
    assert not Complaint.objects.exists()
