"""Plans: units, sizes, moving, confirming."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from evaluators.models import FieldPlan, PlanUnit, Seat
from evaluators.services.plans import (
    add_units,
    close_plan,
    confirm_plan,
    create_plan,
    move_unit,
    remove_unit,
    reopen_plan,
    size_plan,
    update_group,
    update_plan,
)
from evaluators.services.seating import leave_empty
from organization.models import AuditEvent, Category, Role
from tests.assessment.refusals import refusal
from tests.evaluators.factories import AssessmentGroupFactory, FieldPlanFactory
from tests.evaluators.worlds import (
    CATEGORIES,
    SEATS,
    make_roles,
    make_small_plan,
    make_template,
    member,
    seat_of,
    unit_of,
)
from tests.organization.factories import (
    CategoryFactory,
    CategoryMembershipFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def actions(thing) -> list[str]:
    events = AuditEvent.objects.about(thing).order_by("pk")
    return list(events.values_list("action", flat=True))


def test_grp_04_the_template_gives_five_roles_and_a_plan_may_add_an_interviewer(
    office_clerk,
) -> None:
    five = dict.fromkeys(("leader", "liaison", "interviewer", "file-checker", "writer"), 1)
    roles = make_roles()
    template = make_template(roles, five)
    plan = FieldPlan(
        name="2023 年度考核",
        year=2023,
        template=template,
        starts_on=dt.date(2024, 1, 8),
        ends_on=dt.date(2024, 1, 26),
    )
    create_plan(plan, by=office_clerk)
    copied = {seat.role.code: seat.count for seat in plan.plan_seats.all()}
    assert copied == five
    counts = {roles[code]: count for code, count in {**five, "interviewer": 2}.items()}
    size_plan(plan, groups=1, counts=counts, by=office_clerk)
    held = [seat.role.code for seat in plan.groups.get().seats.all()]
    assert sorted(held) == sorted([*five, "interviewer"])
    assert template.seats.get(role=roles["interviewer"]).count == 1
    assert actions(plan) == ["fieldplan_created", "plan_sized"]


def test_grp_02_all_assessed_units_of_chosen_categories_come_in_one_act(office_clerk) -> None:
    categories = [CategoryFactory(name=name) for name in CATEGORIES]
    for category in categories:
        for _unit in range(2):
            CategoryMembershipFactory(category=category)
    watched = UnitFactory(domain=categories[0].domain, monitored_only=True)
    CategoryMembershipFactory(category=categories[0], unit=watched)
    plan = FieldPlanFactory()
    assert len(categories) == 7
    assert add_units(plan, categories=categories[:6], by=office_clerk) == 12
    assert not plan.plan_units.filter(unit=watched).exists()
    assert set(plan.plan_units.values_list("category", flat=True)) == {
        category.pk for category in categories[:6]
    }
    assert refusal(add_units, plan, categories=categories[:6], by=office_clerk) == "none"
    assert add_units(plan, categories=categories, by=office_clerk) == 2
    assert actions(plan) == ["units_added", "units_added"]


def test_units_outside_the_domain_of_the_clerk_stay_out() -> None:
    membership, other = CategoryMembershipFactory.create_batch(2)
    domain = membership.category.domain
    clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=domain)
    plan = FieldPlanFactory()
    both = Category.objects.filter(pk__in=[membership.category_id, other.category_id])
    assert add_units(plan, categories=both, by=clerk) == 1


def test_size_plan_grows_and_shrinks_and_keeps_who_sits(office_clerk) -> None:
    roles = make_roles()
    plan = FieldPlanFactory()
    size_plan(plan, groups=15, counts={roles[c]: n for c, n in SEATS.items()}, by=office_clerk)
    assert plan.groups.count() == 15
    assert Seat.objects.filter(group__plan=plan).count() == 165
    last = plan.groups.last()
    seat = last.seats.get(role=roles["leader"])
    Seat.objects.filter(pk=seat.pk).update(evaluator=member())
    smaller = {roles["leader"]: 1, roles["member"]: 1}
    assert refusal(size_plan, plan, groups=14, counts=smaller, by=office_clerk) == "held"
    without = {roles["member"]: 1}
    assert refusal(size_plan, plan, groups=15, counts=without, by=office_clerk) == "held"
    size_plan(plan, groups=15, counts=smaller, by=office_clerk)
    assert Seat.objects.filter(group__plan=plan).count() == 30
    assert Seat.objects.get(pk=seat.pk).evaluator is not None
    assert refusal(size_plan, plan, groups=0, counts=smaller, by=office_clerk) == "size"
    assert refusal(size_plan, plan, groups=2, counts={}, by=office_clerk) == "size"


def test_a_unit_moves_unless_a_member_of_the_group_is_recused(office_clerk) -> None:
    plan = make_small_plan()
    visit = plan.plan_units.order_by("pk").first()
    free = AssessmentGroupFactory(plan=plan)
    barred = AssessmentGroupFactory(plan=plan)
    seat = Seat.objects.create(group=barred, role=seat_of(plan).role)
    Seat.objects.filter(pk=seat.pk).update(evaluator=member(native_place=visit.unit.region_code))
    move_unit(visit, group=free, by=office_clerk)
    assert PlanUnit.objects.get(pk=visit.pk).group == free
    assert actions(visit) == ["planunit_updated"]
    assert refusal(move_unit, visit, group=barred, by=office_clerk) == "barred"
    assert PlanUnit.objects.get(pk=visit.pk).group == free
    elsewhere = AssessmentGroupFactory()
    assert refusal(move_unit, visit, group=elsewhere, by=office_clerk) == "other_plan"


def test_a_plan_is_confirmed_once_all_units_are_covered_and_all_seats_settled(
    office_clerk,
) -> None:
    plan = make_small_plan()
    seat, visit = seat_of(plan), plan.plan_units.order_by("pk").first()
    assert refusal(confirm_plan, plan, by=office_clerk) == "unlawful"
    leave_empty(seat, reason="拟由综合组兼任", by=office_clerk)
    PlanUnit.objects.filter(pk=visit.pk).update(group=None)
    assert refusal(confirm_plan, plan, by=office_clerk) == "unlawful"
    PlanUnit.objects.filter(pk=visit.pk).update(group=seat.group)
    confirm_plan(plan, by=office_clerk)
    assert plan.state == FieldPlan.State.CONFIRMED
    assert actions(plan) == ["plan_confirmed"]
    assert refusal(confirm_plan, plan, by=office_clerk) == "not_draft"


def test_a_plan_with_somebody_recused_is_not_confirmed(office_clerk) -> None:
    plan = make_small_plan()
    Seat.objects.update(evaluator=member(native_place=unit_of(plan).region_code))
    assert refusal(confirm_plan, plan, by=office_clerk) == "unlawful"


def test_an_empty_plan_is_not_confirmed(office_clerk) -> None:
    assert refusal(confirm_plan, FieldPlanFactory(), by=office_clerk) == "empty"


def test_a_confirmed_plan_is_reopened_with_a_reason_or_closed(office_clerk) -> None:
    plan = FieldPlanFactory(state=FieldPlan.State.CONFIRMED)
    for change in (
        lambda: add_units(plan, categories=[], by=office_clerk),
        lambda: update_plan(plan, by=office_clerk),
        lambda: size_plan(plan, groups=1, counts={}, by=office_clerk),
    ):
        assert refusal(change) == "not_draft"
    assert refusal(reopen_plan, plan, reason="", by=office_clerk) == "reason"
    reopen_plan(plan, reason="组长因病更换", by=office_clerk)
    assert plan.state == FieldPlan.State.DRAFT
    assert refusal(close_plan, plan, by=office_clerk) == "not_confirmed"
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    close_plan(plan, by=office_clerk)
    assert plan.state == FieldPlan.State.CLOSED
    assert actions(plan) == ["plan_reopened", "plan_closed"]


def test_facts_of_a_plan_and_of_a_group_are_recorded(office_clerk) -> None:
    plan = make_small_plan()
    plan.home_max = 3
    update_plan(plan, by=office_clerk)
    group = plan.groups.get()
    group.name = "综合考核一组"
    update_group(group, by=office_clerk)
    plan.refresh_from_db()
    assert (plan.home_max, plan.version) == (3, 2)
    assert actions(plan) == ["fieldplan_updated"]
    assert actions(group) == ["assessmentgroup_updated"]


def test_a_unit_is_taken_out_with_its_event(office_clerk) -> None:
    plan = make_small_plan()
    remove_unit(plan.plan_units.order_by("pk").first(), by=office_clerk)
    assert plan.plan_units.count() == 1
    assert AuditEvent.objects.filter(action="planunit_deleted").exists()


def test_only_the_office_plans(committee_member) -> None:
    plan = make_small_plan()
    for change in (
        lambda: add_units(plan, categories=[], by=committee_member),
        lambda: size_plan(plan, groups=1, counts={}, by=committee_member),
        lambda: confirm_plan(plan, by=committee_member),
        lambda: close_plan(plan, by=committee_member),
        lambda: move_unit(plan.plan_units.first(), group=None, by=committee_member),
    ):
        with pytest.raises(PermissionDenied):
            change()
