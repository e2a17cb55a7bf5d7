"""What people have placed by hand stays when groups are proposed again, unless they say else."""

import pytest

from evaluators.models import FormingRun, PlanUnit, Seat
from evaluators.selectors.diagnosis import diagnosis_of
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import form_plan, start_forming
from evaluators.services.plans import move_unit, size_plan
from evaluators.services.seating import clear_seat, place_evaluator
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    FieldPlanFactory,
    SeatFactory,
    TieFactory,
)
from tests.evaluators.worlds import YEAR, make_small_plan, member, seat_of, unit_of

pytestmark = pytest.mark.django_db


def search(plan, clerk, *, deals_units=False, keeps_placed=True) -> FormingRun:
    run = start_forming(plan, deals_units=deals_units, keeps_placed=keeps_placed, by=clerk)
    assert form_plan(run.pk)
    run.refresh_from_db()
    return run


def busy_member():
    """Somebody whom the search would not take while others have had no duty this year."""
    person = member(name="忙人")
    for _duty in range(3):
        SeatFactory(evaluator=person, group__plan=FieldPlanFactory(year=YEAR))
    return person


@pytest.fixture
def placed(office_clerk) -> Seat:
    """A seat taken by hand by somebody whom the search would not choose."""
    plan = make_small_plan()
    person = busy_member()
    member()
    seat = seat_of(plan)
    place_evaluator(seat, evaluator=person, by=office_clerk)
    return seat


def test_a_seat_taken_by_hand_is_marked_until_it_is_cleared(placed, office_clerk) -> None:
    assert placed.by_hand
    clear_seat(placed, by=office_clerk)
    assert not placed.by_hand


def test_a_search_keeps_the_seat_and_adopting_leaves_it_alone(placed, office_clerk) -> None:
    Seat.objects.filter(pk=placed.pk).update(channel="third_party")
    run = search(placed.group.plan, office_clerk)
    assert run.result["seats"] == [[placed.group_id, "member", placed.evaluator_id]]
    assert run.result["kept"] == [placed.evaluator_id]
    apply_forming(run, by=office_clerk)
    after = Seat.objects.get(pk=placed.pk)
    assert after.evaluator_id == placed.evaluator_id
    assert (after.by_hand, after.channel) == (True, "third_party")


def test_a_search_that_may_move_everybody_takes_the_better_one(placed, office_clerk) -> None:
    run = search(placed.group.plan, office_clerk, keeps_placed=False)
    assert run.result["seats"][0][2] != placed.evaluator_id
    assert run.result["kept"] == []
    apply_forming(run, by=office_clerk)
    after = Seat.objects.get(pk=placed.pk)
    assert after.evaluator_id not in {None, placed.evaluator_id}
    assert not after.by_hand


def test_a_kept_seat_that_breaks_a_rule_is_named_with_the_rule(placed, office_clerk) -> None:
    plan = placed.group.plan
    TieFactory(evaluator=placed.evaluator, unit=unit_of(plan), kind="spouse")
    run = search(plan, office_clerk)
    assert (run.proof["status"], run.result) == ("infeasible", {})
    told = diagnosis_of(run)
    [one] = told.objections
    assert "忙人" in one.text
    assert unit_of(plan).name in one.text
    assert one.address == placed.group.get_absolute_url()
    assert not told.shortages


def two_groups():
    """Two groups of one category without a seat to fill, four units of which none has a group."""
    plan = make_small_plan(4)
    second = AssessmentGroupFactory(plan=plan, number=2)
    Seat.objects.filter(group__plan=plan).delete()
    for group in plan.groups.all():
        SeatFactory(group=group, role__code="member")
        member()
    PlanUnit.objects.filter(plan=plan).update(group=None)
    return plan, second


def test_units_placed_by_hand_stay_when_the_others_are_dealt_out(office_clerk) -> None:
    plan, second = two_groups()
    by_hand = list(plan.plan_units.order_by("pk")[:3])
    for visit in by_hand:
        move_unit(visit, group=second, by=office_clerk)
    run = search(plan, office_clerk, deals_units=True)
    apply_forming(run, by=office_clerk)
    assert set(second.plan_units.values_list("pk", flat=True)) == {one.pk for one in by_hand}
    assert second.plan_units.filter(by_hand=True).count() == 3
    again = search(plan, office_clerk, deals_units=True, keeps_placed=False)
    apply_forming(again, by=office_clerk)
    assert second.plan_units.count() == 2
    assert not plan.plan_units.filter(by_hand=True).exists()


def test_units_are_dealt_around_somebody_who_is_kept(office_clerk) -> None:
    plan, second = two_groups()
    first = plan.groups.get(number=1)
    person = member()
    for visit in plan.plan_units.order_by("pk")[:2]:
        TieFactory(evaluator=person, unit=visit.unit, kind="spouse")
    place_evaluator(first.seats.get(), evaluator=person, by=office_clerk)
    run = search(plan, office_clerk, deals_units=True)
    assert run.result["kept"] == [person.pk]
    apply_forming(run, by=office_clerk)
    barred = person.ties.values("unit")
    assert not first.plan_units.filter(unit__in=barred).exists()
    assert second.plan_units.count() >= 2


def test_who_is_recused_from_everything_is_named_though_units_are_dealt(office_clerk) -> None:
    plan, _second = two_groups()
    person = member(name="处处回避")
    place_evaluator(plan.groups.get(number=1).seats.get(), evaluator=person, by=office_clerk)
    for visit in plan.plan_units.all():
        TieFactory(evaluator=person, unit=visit.unit, kind="spouse")
    run = search(plan, office_clerk, deals_units=True)
    assert run.proof["status"] == "infeasible"
    assert all("处处回避" in one.text for one in diagnosis_of(run).objections)


def test_units_of_a_group_that_goes_are_no_longer_placed(office_clerk) -> None:
    plan, second = two_groups()
    visit = plan.plan_units.earliest("pk")
    move_unit(visit, group=second, by=office_clerk)
    role = Seat.objects.filter(group=second).get().role
    size_plan(plan, groups=1, counts={role: 1}, by=office_clerk)
    visit.refresh_from_db()
    assert (visit.group, visit.by_hand) == (None, False)
