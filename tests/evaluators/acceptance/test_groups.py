"""Who may hold which role, and for whom groups look: EVP-04, -08, -09, -11, GRP-03, GRP-11."""

import pytest
from django.urls import reverse

from evaluators.models import Evaluator, FieldPlan, Tag
from organization.models import Appointment
from tests.evaluators.acceptance.screens import (
    barred,
    offered,
    page,
    place,
    press,
    refused,
    seat_for,
)
from tests.evaluators.factories import (
    MatchRuleFactory,
    ReservePlaceFactory,
    SeatFactory,
    TagFactory,
)
from tests.evaluators.worlds import make_roles, make_small_plan, member, seat_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
Level = Appointment.PostLevel


@pytest.fixture
def plan() -> FieldPlan:
    """A group with a seat of each of the eight roles."""
    plan = make_small_plan()
    group = plan.groups.get()
    group.seats.all().delete()
    for role in make_roles().values():
        SeatFactory(group=group, role=role)
    return plan


def tagged(name: str, *codes: str, **facts: object) -> Evaluator:
    evaluator = member(name=name, **facts)
    evaluator.tags.set([TagFactory(code=code) for code in codes])
    return evaluator


def test_evp_04_a_leader_below_deputy_bureau_level_is_refused(client, plan) -> None:
    seat = seat_for(plan, "leader")
    tagged("副厅长", "ex-principal", post_level=Level.BUREAU_DEPUTY)
    below = tagged("处长", "ex-principal", post_level=Level.COUNTY_CHIEF)
    assert offered(client, seat) == ["副厅长"]
    assert barred(client, seat) == {"处长": "post level too low for the role"}
    assert place(client, seat, below) == "处长 may not serve as 组长 in this plan."


def test_evp_04_a_supervisor_comes_from_discipline_or_personnel_bodies(client, plan) -> None:
    seat = seat_for(plan, "supervisor")
    tagged("纪委干部", "discipline")
    tagged("组织部干部", "personnel")
    planner = tagged("发改委干部", "planning")
    assert set(offered(client, seat)) == {"纪委干部", "组织部干部"}
    assert "may not serve as 纪律监督员" in place(client, seat, planner)


def test_evp_08_the_picker_of_a_liaison_shows_the_twenty(client, plan) -> None:
    for number in range(20):
        ReservePlaceFactory(evaluator=member(name=f"联络{number:02d}"))
    ReservePlaceFactory(evaluator=member(name="组长后备"), reserve="leader")
    member(name="未入选")
    assert sorted(offered(client, seat_for(plan, "liaison"))) == [
        f"联络{number:02d}" for number in range(20)
    ]
    assert barred(client, seat_for(plan, "liaison")) == dict.fromkeys(
        ("未入选", "组长后备"), "not on the reserve list of the role"
    )


def test_evp_09_without_qualifying_experience_nobody_is_offered_as_leader(client, plan) -> None:
    """Former principals and second-level inspectors lead; deputies know one of three fields."""
    leader, deputy = seat_for(plan, "leader"), seat_for(plan, "deputy")
    leader.role.origins.add(TagFactory(code="inspector", name="二级巡视员"))
    fields = [TagFactory(code=code) for code in ("party-affairs", "discipline", "supervision")]
    deputy.role.origins.set(fields)
    high = Level.BUREAU_DEPUTY
    tagged("原县委书记", "ex-principal", post_level=high)
    tagged("二级巡视员", "inspector", post_level=high)
    tagged("党务干部", "party-affairs", post_level=high)
    tagged("无经历", post_level=high)
    assert set(offered(client, leader)) == {"原县委书记", "二级巡视员"}
    assert offered(client, deputy) == ["党务干部"]
    lacking = "none of the origins or experiences that the role asks for"
    assert barred(client, leader)["无经历"] == lacking
    assert barred(client, deputy)["无经历"] == lacking


def test_evp_09_a_place_on_a_reserve_list_carries_its_reason(client) -> None:
    person = member()
    assert "required" in refused(client, "reserve_enter", person.pk, reserve="leader")
    reason = "曾任县委书记，带队考核三次"
    shown = press(client, "reserve_enter", person.pk, reserve="leader", reason=reason)
    assert f"<strong>leader reserve</strong> {reason}" in shown


def test_evp_11_a_group_needs_a_core_member_unless_the_plan_says_otherwise(client) -> None:
    plan = make_small_plan(core_min=1)
    lacking = "has 0 core members; at least 1 are due."
    assert place(client, seat_of(plan), member(tier=Evaluator.Tier.MAIN)) == ""
    assert lacking in page(client, "plan_detail", plan.pk)
    answer = client.post(reverse("evaluators:plan_confirm", args=[plan.pk]), follow=True)
    assert lacking in answer.content.decode()
    plan.refresh_from_db()
    assert plan.state == FieldPlan.State.DRAFT
    set_plan(client, plan, core_min=0)
    assert lacking not in page(client, "plan_detail", plan.pk)
    set_plan(client, plan, core_min=1)
    press(client, "seat_clear", seat_of(plan).pk)
    assert place(client, seat_of(plan), member(tier=Evaluator.Tier.CORE)) == ""
    assert lacking not in press(client, "plan_confirm", plan.pk)
    plan.refresh_from_db()
    assert plan.state == FieldPlan.State.CONFIRMED


def set_plan(client, plan: FieldPlan, **changed: object) -> None:
    """Change some of the facts of a plan on its page."""
    form = client.get(reverse("evaluators:plan_edit", args=[plan.pk])).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in shown.items() if value is not None}
    press(client, "plan_edit", plan.pk, **{**typed, **changed})


def test_grp_03_candidates_for_a_city_group_are_sorted_by_rule_match(client, plan) -> None:
    """City groups: led by economic principals with city experience, members with townships."""
    cities = plan.groups.get().category
    leader, ordinary = seat_for(plan, "leader"), seat_for(plan, "member")
    economy = TagFactory(code="economy", name="长期任经济部门正职")
    city = TagFactory(code="city", name="有设区市工作经历", kind=Tag.Kind.EXPERIENCE)
    township = TagFactory(code="township", name="有县乡工作经历", kind=Tag.Kind.EXPERIENCE)
    for role, tag in ((leader.role, economy), (leader.role, city), (ordinary.role, township)):
        MatchRuleFactory(category=cities, role=role, tag=tag)
    may_lead = {"post_level": Level.BUREAU_DEPUTY}
    tagged("两项都合", "ex-principal", "economy", "city", **may_lead)
    tagged("甲只合一项", "ex-principal", "city", **may_lead)
    tagged("甲都不合", "ex-principal", "township", **may_lead)
    assert offered(client, leader) == ["两项都合", "甲只合一项", "甲都不合"]
    assert offered(client, ordinary)[0] == "甲都不合"
    shown = page(client, "seat_pick", leader.pk)
    assert shown.index("长期任经济部门正职") < shown.index("甲只合一项")


def test_grp_11_the_mode_of_the_plan_changes_whom_groups_are_drawn_from(client) -> None:
    plan = make_small_plan()
    member(name="考核办干部", subtype=Evaluator.Subtype.OFFICE)
    lent = member(name="被考核单位干部", subtype=Evaluator.Subtype.ASSESSED_UNIT)
    assert set(offered(client, seat_of(plan))) == {"考核办干部", "被考核单位干部"}
    set_plan(client, plan, mode="in_house")
    assert "groups of the office&#x27;s own divisions" in page(client, "plan_detail", plan.pk)
    assert offered(client, seat_of(plan)) == ["考核办干部"]
    assert place(client, seat_of(plan), lent) != ""
    set_plan(client, plan, mode="dispatched")
    assert place(client, seat_of(plan), lent) == ""
