"""EVP-06: pool screening, unit nomination or third party, kept with each assignment."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from evaluators.models import FieldPlan, RosterSpell, Seat
from evaluators.services.seating import change_channel, clear_seat, place_evaluator
from organization.models import AuditEvent, Role
from tests.assessment.refusals import refusal
from tests.evaluators.factories import AssessmentGroupFactory, SeatFactory
from tests.evaluators.worlds import make_small_plan, member, seat_of
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(office_clerk) -> Seat:
    """Somebody whom a unit nominated, on a seat."""
    plan = make_small_plan()
    evaluator = member(name="郑其")
    evaluator.spells.update(channel=RosterSpell.Channel.NOMINATION)
    place_evaluator(seat_of(plan), evaluator=evaluator, by=office_clerk)
    return seat_of(plan)


def shares(client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(f"evaluators:{name}", args=args), query)
    return " ".join(answer.content.decode().split())


def test_evp_06_the_office_changes_the_channel_of_one_assignment(
    client, office_clerk, placed
) -> None:
    client.force_login(office_clerk)
    assert "nominated by a unit" in shares(client, "group_detail", placed.group_id)
    address = reverse("evaluators:seat_channel", args=[placed.pk])
    assert "How was 郑其 chosen" in client.get(address).content.decode()
    assert client.post(address, {"channel": "third_party"}).url == placed.group.get_absolute_url()
    placed.refresh_from_db()
    assert placed.channel == "third_party"
    # Only the assignment: the person still came into the pool by nomination.
    assert placed.evaluator.spells.get().channel == "nomination"
    event = AuditEvent.objects.get(action="seat_channel_changed")
    assert (event.before, event.after) == ({"channel": "nomination"}, {"channel": "third_party"})


def test_evp_06_the_channel_can_be_put_right_until_the_plan_is_closed(placed, office_clerk) -> None:
    plan = placed.group.plan
    FieldPlan.objects.filter(pk=plan.pk).update(state=FieldPlan.State.CONFIRMED)
    change_channel(seat_of(plan), channel="pool", by=office_clerk)
    assert refusal(change_channel, seat_of(plan), channel="lottery", by=office_clerk) == "channel"
    with pytest.raises(PermissionDenied):
        change_channel(seat_of(plan), channel="pool", by=UserFactory(role=Role.COMMITTEE_MEMBER))
    FieldPlan.objects.filter(pk=plan.pk).update(state=FieldPlan.State.CLOSED)
    assert refusal(change_channel, seat_of(plan), channel="pool", by=office_clerk) == "closed"


def test_an_empty_seat_has_no_channel(client, placed, office_clerk) -> None:
    seen_by_a_colleague = seat_of(placed.group.plan)
    clear_seat(placed, by=office_clerk)
    changed = {"channel": "pool", "by": office_clerk}
    assert refusal(change_channel, seen_by_a_colleague, **changed) == "empty"
    client.force_login(office_clerk)
    address = reverse("evaluators:seat_channel", args=[placed.pk])
    assert client.get(address).status_code == 404


def test_evp_06_the_report_counts_the_share_of_each_channel_of_a_plan_and_of_a_year(
    client, office_clerk
) -> None:
    """Six of ten, three of ten, one of ten; a plan in preparation is nobody's assignment yet."""
    client.force_login(office_clerk)
    plan = make_small_plan(units=0)
    group = plan.groups.get()
    for channel, count in (("pool", 6), ("nomination", 3), ("third_party", 1)):
        for _person in range(count):
            SeatFactory(group=group, evaluator=member(), channel=channel)
    on_plan = shares(client, "plan_detail", plan.pk)
    for text in ("pool 60 % (6)", "unit 30 % (3)", "third party 10 % (1)"):
        assert text in on_plan
    days = {"day": dt.date(plan.year, 12, 31), "earlier": dt.date(plan.year - 1, 12, 31)}
    assert "Assignments of" not in shares(client, "roster_list", **days)
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    last_year = AssessmentGroupFactory(plan__year=plan.year - 1, plan__state="closed")
    SeatFactory(group=last_year, evaluator=member(), channel="third_party")
    report = client.get(reverse("evaluators:roster_list"), days)
    counted = [
        (str(one.label), one.count, str(one.percent), one.change)
        for one in report.context["assignments"].portions
    ]
    assert counted == [
        ("screened from the pool", 6, "60.0", 6),
        ("nominated by a unit", 3, "30.0", 3),
        ("chosen by a third party", 1, "10.0", 0),
    ]
    assert f"Assignments of {plan.year} by channel" in report.content.decode()


def test_evp_06_the_api_tells_channels_to_those_who_form_groups(client, office_clerk) -> None:
    plan = make_small_plan(state=FieldPlan.State.CONFIRMED)
    account = UserFactory(role=Role.EVALUATOR)
    Seat.objects.update(evaluator=member(account=account), channel="third_party")
    address = reverse("api:assessment-group-detail", args=[plan.groups.get().pk])
    client.force_login(office_clerk)
    assert client.get(address).json()["members"][0]["channel"] == "third_party"
    client.force_login(account)
    assert "channel" not in client.get(address).json()["members"][0]
