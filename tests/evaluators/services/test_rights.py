"""A plan may go to several domains: each clerk moves their own, the whole takes all of them."""

import pytest

from evaluators.models import AssessmentGroup, FieldPlan, FormingRun, PlanUnit, Seat, Waiver
from evaluators.services import plans, seating
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import cancel_forming, start_forming
from evaluators.services.waivers import decide_waiver, request_waiver
from organization.models import Role, User
from tests.assessment.refusals import refusal
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    FormingRunFactory,
    PlanUnitFactory,
    SeatFactory,
    WaiverFactory,
)
from tests.evaluators.worlds import make_small_plan, member, seat_of, unit_of
from tests.organization.factories import CategoryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> FieldPlan:
    """Group 1 goes to one domain, group 2 to another."""
    plan = make_small_plan()
    category = CategoryFactory()
    group = AssessmentGroupFactory(plan=plan, number=2, category=category)
    PlanUnitFactory(plan=plan, unit__domain=category.domain, category=category, group=group)
    SeatFactory(group=group, role=seat_of(plan).role)
    return plan


def clerk_of(plan: FieldPlan, number: int, role: str = Role.OFFICE_STAFF) -> User:
    return UserFactory(role=role, role__domain=plan.groups.get(number=number).category.domain)


def test_what_concerns_the_whole_plan_takes_somebody_for_all_of_it(shared, office_clerk) -> None:
    clerk = clerk_of(shared, 1)
    run = FormingRunFactory(plan=shared)
    role = Seat.objects.earliest("pk").role
    for refused in (
        refusal(plans.update_plan, shared, by=clerk),
        refusal(plans.size_plan, shared, groups=1, counts={role: 1}, by=clerk),
        refusal(plans.confirm_plan, shared, by=clerk),
        refusal(plans.close_plan, shared, by=clerk),
        refusal(plans.reopen_plan, shared, reason="换人", by=clerk),
        refusal(start_forming, shared, deals_units=True, by=clerk),
        refusal(cancel_forming, run, by=clerk),
        refusal(apply_forming, run, by=clerk),
    ):
        assert refused == "domains"
    cancel_forming(run, by=office_clerk)
    assert start_forming(shared, deals_units=True, by=office_clerk).pk


def test_two_grants_for_two_domains_answer_for_the_plan(shared) -> None:
    clerk = clerk_of(shared, 1)
    second = shared.groups.get(number=2).category.domain
    assert not FieldPlan.objects.answered_by(clerk).exists()
    clerk.role_assignments.create(role=Role.OFFICE_STAFF, domain=second)
    both = User.objects.get(pk=clerk.pk)
    assert start_forming(shared, deals_units=True, by=both).pk


def test_a_clerk_moves_the_own_units_and_seats_alone(shared) -> None:
    clerk = clerk_of(shared, 1)
    own, foreign = Seat.objects.filter(group__plan=shared).order_by("group__number")
    seating.place_evaluator(own, evaluator=member(), by=clerk)
    other = {"evaluator": member(), "by": clerk}
    assert refusal(seating.place_evaluator, foreign, **other) == "domains"
    visits = PlanUnit.objects.filter(plan=shared).order_by("group__number", "pk")
    mine, not_mine = visits.first(), visits.last()
    plans.move_unit(mine, group=None, by=clerk)
    assert refusal(plans.move_unit, mine, group=foreign.group, by=clerk) == "domains"
    assert refusal(plans.move_unit, not_mine, group=None, by=clerk) == "domains"
    assert refusal(plans.remove_unit, not_mine, by=clerk) == "domains"
    assert refusal(plans.update_group, foreign.group, by=clerk) == "domains"


def test_waivers_are_asked_for_and_decided_where_one_answers(shared) -> None:
    clerk, committee = clerk_of(shared, 1), clerk_of(shared, 2, Role.COMMITTEE_MEMBER)
    asked = {"evaluator": member(), "rule": "workplace", "reason": "久已离任", "by": clerk}
    foreign = shared.groups.get(number=2).plan_units.get().unit
    assert refusal(request_waiver, shared, unit=foreign, **asked) == "domains"
    waiver = request_waiver(shared, unit=unit_of(shared), **asked)
    assert refusal(decide_waiver, waiver, approved=True, by=committee) == "domains"
    decide_waiver(WaiverFactory(plan=shared, unit=foreign), approved=True, by=committee)
    assert list(Waiver.objects.visible_to(clerk)) == [waiver]


def test_each_reader_sees_the_own_part(shared) -> None:
    clerk, everywhere = clerk_of(shared, 1), UserFactory(role=Role.COMMITTEE_MEMBER)
    FormingRunFactory(plan=shared)
    for model, of_clerk, of_all in (
        (FieldPlan, 1, 1),
        (AssessmentGroup, 1, 2),
        (PlanUnit, 2, 3),
        (Seat, 1, 2),
        (FormingRun, 0, 1),
    ):
        assert model.objects.visible_to(clerk).count() == of_clerk
        assert model.objects.visible_to(everywhere).count() == of_all
    stranger = UserFactory(role=Role.OFFICE_STAFF, role__domain=CategoryFactory().domain)
    assert not FieldPlan.objects.visible_to(stranger).exists()
