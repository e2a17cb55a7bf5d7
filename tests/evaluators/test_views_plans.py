"""Pages of plans, groups, seats, forming and waivers."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from evaluators.models import Evaluator, FieldPlan, FormingRun, PlanUnit, Seat, Tag
from evaluators.services.forming import form_plan, start_forming
from organization.models import Role
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    CertificateFactory,
    FormingRunFactory,
    MatchRuleFactory,
    PlanUnitFactory,
    PoolPolicyFactory,
    SeatFactory,
    TagFactory,
    WaiverFactory,
)
from tests.evaluators.worlds import make_small_plan, member, seat_of, unit_of
from tests.organization.factories import CategoryFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    return clerk


@pytest.fixture
def committee(client):
    member_of_committee = UserFactory(role=Role.COMMITTEE_MEMBER)
    client.force_login(member_of_committee)
    return member_of_committee


def page(client, name: str, key: int | None = None, **query) -> str:
    answer = client.get(reverse(f"evaluators:{name}", args=[key] if key else []), query)
    assert answer.status_code == 200
    return answer.content.decode()


def candidates(client, plan: FieldPlan) -> tuple[list[str], dict[str, object]]:
    """Names that may be placed, best first, and those that may not."""
    answer = client.get(reverse("evaluators:seat_pick", args=[seat_of(plan).pk]))
    free = [one.evaluator.name for one in answer.context["free"]]
    return free, {one.evaluator.name: one for one in answer.context["barred"]}


def test_grp_03_candidates_are_sorted_by_how_well_they_match(client, clerk) -> None:
    plan = make_small_plan()
    category = plan.groups.get().category
    county = MatchRuleFactory(category=category, role=seat_of(plan).role).tag
    city = MatchRuleFactory(category=category).tag
    none, one, both = member(name="无"), member(name="一项"), member(name="两项")
    one.tags.add(county)
    both.tags.add(county, city, TagFactory())
    assert none.tags.count() == 0
    free, _barred = candidates(client, plan)
    assert free == ["两项", "一项", "无"]


def test_evp_07_rec_01_unfit_and_recused_people_stand_below_with_the_reason(client, clerk) -> None:
    plan = make_small_plan()
    PoolPolicyFactory(training_months=1200)
    free_one = member(name="可用")
    recused = member(name="籍贯在此", native_place=unit_of(plan).region_code)
    member(name="无证")
    for evaluator in (free_one, recused):
        CertificateFactory(evaluator=evaluator)
    free, barred = candidates(client, plan)
    assert free == ["可用"]
    assert set(barred) == {"籍贯在此", "无证"}
    shown = page(client, "seat_pick", seat_of(plan).pk)
    assert "native place 320101" in shown
    assert "no certificate" in shown
    assert f"evaluator={recused.pk}&amp;unit={unit_of(plan).pk}&amp;rule=native_place" in shown


def test_somebody_is_placed_from_the_picker_and_refused_with_the_reason(client, clerk) -> None:
    plan = make_small_plan()
    address = reverse("evaluators:seat_pick", args=[seat_of(plan).pk])
    barred = member(name="张三", native_place=unit_of(plan).region_code)
    refused = client.post(address, {"evaluator": barred.pk})
    assert refused.status_code == 200
    assert "张三 is recused from" in refused.content.decode()
    placed = client.post(address, {"evaluator": member().pk})
    assert placed.status_code == 302
    assert seat_of(plan).evaluator is not None


def test_grounds_of_a_recusal_are_shown_to_the_office_alone(client, clerk) -> None:
    plan = make_small_plan()
    Seat.objects.update(evaluator=member(name="张三", native_place=unit_of(plan).region_code))
    assert "native place" in page(client, "plan_detail", plan.pk)
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    shown = page(client, "plan_detail", plan.pk)
    assert "张三 is recused from" in shown
    assert "native place" not in shown


def test_evp_10_the_card_shows_specialists_to_generalists_and_tiers(client, clerk) -> None:
    plan = make_small_plan()
    seat = seat_of(plan)
    for number in range(3):
        person = member(tier=Evaluator.Tier.CORE if number == 0 else Evaluator.Tier.MAIN)
        if number < 2:
            person.tags.add(TagFactory(kind=Tag.Kind.SPECIALITY))
        SeatFactory(group=seat.group, role=seat.role, evaluator=person)
    shown = page(client, "plan_detail", plan.pk)
    assert "specialists 2 : generalists 1" in shown
    assert "core 1 · main 2 · auxiliary 0" in shown


def test_evp_11_a_group_without_core_member_says_what_is_missing(client, clerk) -> None:
    plan = make_small_plan(core_min=1)
    Seat.objects.update(evaluator=member(tier=Evaluator.Tier.MAIN))
    assert "has 0 core members; at least 1 are due." in page(client, "plan_detail", plan.pk)


def test_grp_02_a_unit_of_another_category_is_marked(client, clerk) -> None:
    plan = make_small_plan()
    group = plan.groups.get()
    other = CategoryFactory(name="群团")
    unit = UnitFactory(domain=other.domain, name="省总工会", region_code="320000")
    PlanUnitFactory(plan=plan, unit=unit, category=other, group=group)
    shown = page(client, "group_detail", group.pk)
    assert "省总工会 is of the category 群团." in shown


def test_evp_06_the_plan_tells_the_share_of_each_channel(client, clerk) -> None:
    plan = make_small_plan()
    seat = seat_of(plan)
    for channel in ("pool", "pool", "nomination"):
        SeatFactory(group=seat.group, role=seat.role, evaluator=member(), channel=channel)
    shown = page(client, "plan_detail", plan.pk)
    assert "screened from the pool 67 % (2)" in shown
    assert "nominated by a unit 33 % (1)" in shown


def test_the_progress_is_polled_until_the_end(client, clerk) -> None:
    run = FormingRunFactory(stage="units", state="running", step_count=7, done_count=3)
    address = reverse("evaluators:forming_detail", args=[run.pk])
    part = client.get(address, headers={"HX-Request": "true"})
    assert "3 / 7" in part.content.decode()
    assert "<html" not in part.content.decode()
    FormingRun.objects.update(state="done")
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_proposal_is_read_with_its_proof_and_adopted(client, clerk) -> None:
    plan = make_small_plan()
    person = member(name="王五")
    run = start_forming(plan, deals_units=False, by=clerk)
    form_plan(run.pk)
    shown = page(client, "forming_detail", run.pk)
    assert "All recusal rules hold; proven optimal." in shown
    assert "王五" in shown
    assert client.post(reverse("evaluators:forming_apply", args=[run.pk])).status_code == 302
    assert seat_of(plan).evaluator == person
    assert "王五" in page(client, "plan_detail", plan.pk)


def test_no_proposal_shows_who_is_missing_why_and_what_would_help(client, clerk) -> None:
    plan = make_small_plan()
    barred = [member(native_place=unit_of(plan).region_code) for _person in range(3)]
    run = start_forming(plan, deals_units=False, by=clerk)
    form_plan(run.pk)
    shown = page(client, "forming_detail", run.pk)
    assert f"{plan.groups.get()} lacks 1 person as 考核员." in shown
    assert f"Move {unit_of(plan).name} to another group: frees {len(barred)}" in shown
    assert f"All {len(barred)} who qualify are recused: native place." in shown
    assert reverse("evaluators:unit_move", args=[plan.plan_units.earliest("pk").pk]) in shown
    assert "recusal: native place" in shown
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    assert "native place" not in page(client, "forming_detail", run.pk)


def test_the_group_list_and_the_workbook_name_everybody(client, clerk) -> None:
    plan = make_small_plan()
    Seat.objects.update(evaluator=member(name="李四"), channel="pool")
    assert "李四" in page(client, "plan_roster", plan.pk)
    sent = client.get(reverse("evaluators:plan_export", args=[plan.pk]))
    book = load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    members, units = book.worksheets
    assert [cell.value for cell in members[2]][2] == "李四"
    assert units.max_row == 1 + plan.plan_units.count()


def test_an_evaluator_sees_the_own_group_once_the_plan_is_confirmed(client) -> None:
    plan = make_small_plan()
    account = UserFactory(role=Role.EVALUATOR)
    Seat.objects.update(evaluator=member(account=account))
    client.force_login(account)
    address = reverse("evaluators:group_detail", args=[plan.groups.get().pk])
    assert client.get(address).status_code == 404
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    assert client.get(address).status_code == 200
    assert client.get(reverse("evaluators:plan_detail", args=[plan.pk])).status_code == 403


def test_a_waiver_is_asked_for_and_decided_by_somebody_else(client, clerk) -> None:
    plan = make_small_plan()
    facts = {
        "evaluator": member().pk,
        "unit": unit_of(plan).pk,
        "rule": "workplace",
        "reason": "离任已十年",
    }
    assert (
        client.post(reverse("evaluators:waiver_create", args=[plan.pk]), facts).status_code == 302
    )
    decide = reverse("evaluators:waiver_decide", args=[plan.waivers.get().pk])
    refused = client.post(decide, {"approved": "yes"})
    assert "Somebody else decides" in refused.content.decode()
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    assert client.post(decide, {"approved": "yes"}).status_code == 302
    assert plan.waivers.get().state == "approved"
    assert "离任已十年" in page(client, "waiver_list", plan.pk)


def test_buttons_that_cannot_act_say_why(client, clerk) -> None:
    plan = make_small_plan()
    answer = client.post(reverse("evaluators:plan_confirm", args=[plan.pk]), follow=True)
    assert "lacks 考核员" in answer.content.decode()
    answer = client.post(reverse("evaluators:plan_close", args=[plan.pk]), follow=True)
    assert "The plan is not confirmed." in answer.content.decode()


def grow(plan: FieldPlan) -> None:
    """A further group with a seat, a person, a unit and a waiver."""
    role = plan.groups.first().seats.first().role
    group = AssessmentGroupFactory(plan=plan)
    person = member()
    person.tags.add(TagFactory())
    SeatFactory(group=group, role=role, evaluator=person)
    category = CategoryFactory()
    unit = UnitFactory(domain=category.domain, region_code="330200")
    PlanUnit.objects.create(plan=plan, unit=unit, category=category, group=group)
    WaiverFactory(plan=plan, unit=unit)


@pytest.mark.parametrize(
    "name", ["plan_list", "plan_detail", "plan_roster", "waiver_list", "seat_pick", "group_detail"]
)
def test_queries_do_not_grow_with_rows(client, clerk, name) -> None:
    plan = make_small_plan()
    keys = {"plan_list": None, "seat_pick": seat_of(plan).pk, "group_detail": plan.groups.get().pk}
    counts = []
    for _round in range(2):
        for _row in range(3):
            grow(plan)
            make_small_plan()
        with CaptureQueriesContext(connection) as queries:
            page(client, name, keys.get(name, plan.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_plan_that_ends_before_it_begins_is_refused_at_the_day(client, clerk) -> None:
    days = {"starts_on": "2024-01-26", "ends_on": "2024-01-08"}
    answer = client.post(reverse("evaluators:plan_create"), days)
    assert answer.context["form"].errors["ends_on"] == ["The last day lies before the first."]
