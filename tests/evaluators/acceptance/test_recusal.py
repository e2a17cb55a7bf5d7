"""Whom a group must not take: REC-01, REC-02, L-05, GRP-06."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluators.models import FieldPlan, Seat, Tie, Waiver
from organization.models import AuditEvent, Unit
from tests.evaluators.acceptance.screens import barred, offered, place, press, refused
from tests.evaluators.acceptance.test_groups import set_plan
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    SeatFactory,
    TieFactory,
    WorkplaceFactory,
)
from tests.evaluators.worlds import make_small_plan, member, seat_of, served_before, unit_of
from tests.organization.factories import AppointmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(office) -> FieldPlan:
    """A group that visits two counties, 320101 and 320102."""
    return make_small_plan()


@pytest.mark.parametrize("ground", ["native_place", "growth_place", "workplace"])
def test_rec_01_who_comes_from_county_x_is_not_put_on_its_group(client, plan, ground) -> None:
    county = unit_of(plan)
    evaluator = member(name="张三")
    if ground == "workplace":
        WorkplaceFactory(evaluator=evaluator, region_code=county.region_code)
    else:
        setattr(evaluator, ground, county.region_code)
        evaluator.save()
    words = {"native_place": "native place", "growth_place": "place of growth"}
    told = f"张三 is recused from {county.name}: {words.get(ground, 'worked there')}"
    assert offered(client, seat_of(plan)) == []
    assert barred(client, seat_of(plan))["张三"].startswith(told)
    assert place(client, seat_of(plan), evaluator).startswith(told)
    assert seat_of(plan).evaluator is None
    elsewhere = AssessmentGroupFactory(plan=plan)
    seat = SeatFactory(group=elsewhere, role=seat_of_group(plan).role)
    assert place(client, seat, evaluator) == ""


def seat_of_group(plan: FieldPlan) -> Seat:
    return Seat.objects.select_related("role").filter(group__plan=plan).earliest("pk")


def test_rec_01_only_a_recorded_approval_of_another_person_lifts_it(
    client, plan, office_clerk_b
) -> None:
    county = unit_of(plan)
    evaluator = member(growth_place=county.region_code)
    wish = {"evaluator": evaluator.pk, "unit": county.pk, "rule": "growth_place"}
    press(client, "waiver_create", plan.pk, **wish, reason="十岁前随父母短住")
    waiver = Waiver.objects.get()
    assert place(client, seat_of(plan), evaluator) != ""
    told = refused(client, "waiver_decide", waiver.pk, approved="yes")
    assert told == "Somebody else decides on a waiver."
    client.force_login(office_clerk_b)
    press(client, "waiver_decide", waiver.pk, approved="yes")
    assert place(client, seat_of(plan), evaluator) == ""
    events = AuditEvent.objects.about(waiver).order_by("pk")
    assert [(one.action, one.actor) for one in events] == [
        ("waiver_created", waiver.requested_by),
        ("waiver_decided", office_clerk_b),
    ]


def test_rec_02_an_assignment_to_the_own_unit_is_refused(client, plan) -> None:
    """By the home unit, and by a post that the evaluator holds there as an assessed cadre."""
    county = unit_of(plan)
    post = AppointmentFactory(unit=county, starts_on=dt.date(2020, 1, 1))
    assessed = member(name="双重身份", cadre=post.cadre)
    for evaluator in (member(name="本单位", home_unit=county), assessed):
        told = f"{evaluator.name} is recused from {county.name}: own unit"
        assert told in place(client, seat_of(plan), evaluator)
    assert offered(client, seat_of(plan)) == []


def test_rec_02_superiors_and_subordinates_are_refused(client, plan) -> None:
    county = unit_of(plan)
    above = UnitFactory(level=Unit.Level.PROVINCE, region_code="320000")
    Unit.objects.filter(pk=county.pk).update(parent=above)
    below = UnitFactory(level=Unit.Level.PROVINCE, region_code="320000", parent=county)
    for home in (above, below):
        told = place(client, seat_of(plan), member(home_unit=home))
        assert "superior or subordinate unit" in told


@pytest.mark.parametrize("kind", [kind for kind in Tie.Kind if kind in Tie.KINSHIP])
def test_l_05_kin_who_declares_it_is_refused_and_no_waiver_can_be_asked(
    client, plan, office_clerk, kind
) -> None:
    """The person applies, the organ decides; nothing lifts kinship, and nobody takes it back."""
    county = unit_of(plan)
    evaluator = EvaluatorFactory(
        with_account=True,
        home_unit=UnitFactory(level=Unit.Level.PROVINCE, region_code="320000"),
    )
    client.force_login(evaluator.account)
    press(client, "tie_create", evaluator.pk, unit=county.code, kind=kind)
    tie = evaluator.ties.get()
    assert client.post(reverse("evaluators:tie_delete", args=[tie.pk])).status_code == 403
    client.force_login(office_clerk)
    assert ": kinship" in place(client, seat_of(plan), evaluator)
    wish = {"evaluator": evaluator.pk, "unit": county.pk, "reason": "工作需要"}
    for rule in ("kinship", "own_unit"):
        assert "valid choice" in refused(client, "waiver_create", plan.pk, rule=rule, **wish)


def test_l_05_another_interest_bars_too_until_the_organ_decides(
    client, plan, office_clerk_b
) -> None:
    county = unit_of(plan)
    evaluator = member()
    TieFactory(evaluator=evaluator, unit=county, kind=Tie.Kind.INTEREST, note="配偶企业有往来")
    assert "other interest" in place(client, seat_of(plan), evaluator)
    wish = {"evaluator": evaluator.pk, "unit": county.pk, "rule": "interest"}
    press(client, "waiver_create", plan.pk, **wish, reason="往来已于三年前结束")
    client.force_login(office_clerk_b)
    press(client, "waiver_decide", Waiver.objects.get().pk, approved="yes")
    assert place(client, seat_of(plan), evaluator) == ""


def test_grp_06_nobody_assesses_the_own_unit_or_the_same_unit_three_years_in_a_row(
    client, plan
) -> None:
    """N = 2 as the plan is made: 2021 and 2022 bar 2023; with N = 3 they do not."""
    own = member(home_unit=unit_of(plan))
    assert "own unit" in place(client, seat_of(plan), own)
    second, third, paused = member(name="第二年"), member(name="第三年"), member(name="隔年")
    served_before(plan, second, 2022)
    served_before(plan, third, 2021, 2022)
    served_before(plan, paused, 2020, 2021)
    assert plan.years_in_a_row == 2
    assert set(offered(client, seat_of(plan))) == {"第二年", "隔年"}
    assert "too many years in a row" in place(client, seat_of(plan), third)
    set_plan(client, plan, years_in_a_row=3)
    assert place(client, seat_of(plan), third) == ""
