"""Hands on seats, and the approvals that two people give."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from evaluators.models import FieldPlan, RosterSpell, Seat, Waiver
from evaluators.services.seating import clear_seat, leave_empty, place_evaluator
from evaluators.services.waivers import decide_waiver, request_waiver
from organization.models import AuditEvent
from tests.assessment.refusals import refusal
from tests.evaluators.factories import TieFactory, WaiverFactory
from tests.evaluators.worlds import make_small_plan, member, seat_of, served_before, unit_of

pytestmark = pytest.mark.django_db


def actions(thing) -> list[str]:
    events = AuditEvent.objects.about(thing).order_by("pk")
    return list(events.values_list("action", flat=True))


def test_evp_06_a_placement_keeps_the_channel_of_the_person(office_clerk) -> None:
    plan = make_small_plan()
    seat, evaluator = seat_of(plan), member()
    RosterSpell.objects.update(channel=RosterSpell.Channel.NOMINATION)
    place_evaluator(seat, evaluator=evaluator, by=office_clerk)
    RosterSpell.objects.update(channel=RosterSpell.Channel.POOL)
    seat = Seat.objects.get(pk=seat.pk)
    assert (seat.evaluator, seat.channel) == (evaluator, "nomination")
    assert actions(seat) == ["seat_filled"]


def test_a_hand_move_is_refused_with_the_reason_by_the_check_of_every_proposal(
    office_clerk,
) -> None:
    plan = make_small_plan()
    seat, county = seat_of(plan), unit_of(plan)
    grown_up_there = member(name="张三", growth_place=county.region_code)
    with pytest.raises(ValidationError) as refused:
        place_evaluator(seat, evaluator=grown_up_there, by=office_clerk)
    expected = f"张三 is recused from {county.name}: place of growth {county.region_code}."
    assert refused.value.messages == [expected]
    assert seat_of(plan).evaluator is None
    assert actions(seat) == []


def test_rec_02_grp_06_own_unit_and_third_year_are_refused(office_clerk) -> None:
    plan = make_small_plan(years_in_a_row=2)
    seat = seat_of(plan)
    own, third = member(home_unit=unit_of(plan)), member()
    served_before(plan, third, 2021, 2022)
    assert refusal(place_evaluator, seat, evaluator=own, by=office_clerk) == "barred"
    assert refusal(place_evaluator, seat, evaluator=third, by=office_clerk) == "barred"


def test_a_taken_seat_and_a_second_seat_are_refused(office_clerk) -> None:
    plan = make_small_plan()
    seat, evaluator = seat_of(plan), member()
    second = Seat.objects.create(group=seat.group, role=seat.role)
    place_evaluator(seat, evaluator=evaluator, by=office_clerk)
    assert refusal(place_evaluator, second, evaluator=evaluator, by=office_clerk) == "barred"
    # Another clerk still has the empty seat on the screen.
    assert refusal(place_evaluator, seat, evaluator=member(), by=office_clerk) == "taken"
    assert seat_of_key(seat).evaluator == evaluator


def seat_of_key(seat: Seat) -> Seat:
    return Seat.objects.get(pk=seat.pk)


def test_a_seat_is_cleared_once(office_clerk) -> None:
    plan = make_small_plan()
    seat = seat_of(plan)
    place_evaluator(seat, evaluator=member(), by=office_clerk)
    clear_seat(seat, by=office_clerk)
    assert (seat_of_key(seat).evaluator, seat_of_key(seat).channel) == (None, "")
    assert refusal(clear_seat, seat, by=office_clerk) == "empty"
    assert actions(seat) == ["seat_filled", "seat_cleared"]


def test_a_seat_stays_empty_with_a_reason_until_somebody_comes(office_clerk) -> None:
    plan = make_small_plan()
    seat = seat_of(plan)
    leave_empty(seat, reason="由副组长兼任", by=office_clerk)
    assert seat_of_key(seat).empty_reason == "由副组长兼任"
    leave_empty(seat, reason="", by=office_clerk)
    place_evaluator(seat, evaluator=member(), by=office_clerk)
    assert refusal(leave_empty, seat, reason="x", by=office_clerk) == "taken"


def test_a_confirmed_plan_and_other_people_move_nobody(office_clerk, committee_member) -> None:
    plan = make_small_plan()
    seat = seat_of(plan)
    for change in (place_evaluator, clear_seat, leave_empty):
        extra = {place_evaluator: {"evaluator": member()}, leave_empty: {"reason": "x"}}
        with pytest.raises(PermissionDenied):
            change(seat, **extra.get(change, {}), by=committee_member)
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    assert refusal(place_evaluator, seat, evaluator=member(), by=office_clerk) == "not_draft"
    assert refusal(clear_seat, seat, by=office_clerk) == "not_draft"


def asked(plan, evaluator, rule, by) -> Waiver:
    return request_waiver(
        plan, evaluator=evaluator, unit=unit_of(plan), rule=rule, reason="离任已十年", by=by
    )


def test_a_waiver_takes_two_people_and_then_lets_the_hand_move_through(
    office_clerk, office_clerk_b
) -> None:
    plan = make_small_plan()
    seat = seat_of(plan)
    evaluator = member(native_place=unit_of(plan).region_code)
    waiver = asked(plan, evaluator, "native_place", office_clerk)
    assert refusal(place_evaluator, seat, evaluator=evaluator, by=office_clerk) == "barred"
    assert refusal(decide_waiver, waiver, approved=True, by=office_clerk) == "own"
    decide_waiver(waiver, approved=True, by=office_clerk_b)
    assert refusal(decide_waiver, waiver, approved=False, by=office_clerk_b) == "decided"
    place_evaluator(seat, evaluator=evaluator, by=office_clerk)
    assert seat_of(plan).evaluator == evaluator
    assert actions(waiver) == ["waiver_created", "waiver_decided"]


def test_a_refused_waiver_lifts_nothing_and_a_committee_member_may_decide(
    office_clerk, committee_member, evaluator
) -> None:
    plan = make_small_plan()
    barred = member(native_place=unit_of(plan).region_code)
    waiver = asked(plan, barred, "native_place", office_clerk)
    with pytest.raises(PermissionDenied):
        decide_waiver(waiver, approved=True, by=evaluator)
    decide_waiver(waiver, approved=False, by=committee_member)
    found = refusal(place_evaluator, seat_of(plan), evaluator=barred, by=office_clerk)
    assert found == "barred"


@pytest.mark.parametrize("rule", ["kinship", "own_unit"])
def test_l_05_kinship_and_the_own_unit_are_never_waived(rule, office_clerk) -> None:
    plan = make_small_plan()
    evaluator = member(home_unit=unit_of(plan))
    TieFactory(evaluator=evaluator, unit=unit_of(plan))
    with pytest.raises(ValidationError) as refused:
        asked(plan, evaluator, rule, office_clerk)
    assert refused.value.code == "never"
    with pytest.raises(IntegrityError), transaction.atomic():
        WaiverFactory(plan=plan, evaluator=evaluator, unit=unit_of(plan), rule=rule)


def test_a_waiver_is_for_a_unit_of_the_plan_and_once(office_clerk) -> None:
    plan, other = make_small_plan(), make_small_plan()
    evaluator = member()
    facts = {"evaluator": evaluator, "rule": "workplace", "reason": "离任已十年"}
    found = refusal(request_waiver, plan, unit=unit_of(other), by=office_clerk, **facts)
    assert found == "unit"
    request_waiver(plan, unit=unit_of(plan), by=office_clerk, **facts)
    with pytest.raises(ValidationError):
        request_waiver(plan, unit=unit_of(plan), by=office_clerk, **facts)
