"""Recusal and eligibility from the rows: what the rules learn about people and units."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluators.models import Evaluator, FieldPlan, PlanUnit, ReservePlace, Seat, Tie
from evaluators.rules.checking import Fault
from evaluators.rules.problem import Seat as SeatFact
from evaluators.rules.recusal import Recusal
from evaluators.selectors.eligibility import Lack, needs_of_roles, source_pool
from evaluators.selectors.people import facts_of
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import told
from organization.models import Appointment, Unit
from tests.evaluators.factories import (
    CertificateFactory,
    MatchRuleFactory,
    PoolPolicyFactory,
    ReservePlaceFactory,
    RosterSpellFactory,
    TagFactory,
    TieFactory,
    WaiverFactory,
    WorkplaceFactory,
)
from tests.evaluators.worlds import (
    make_roles,
    make_small_plan,
    member,
    seat_of,
    served_before,
    unit_of,
)
from tests.organization.factories import AppointmentFactory, CadreFactory, UnitFactory

pytestmark = pytest.mark.django_db


def bars(plan: FieldPlan, evaluator: Evaluator) -> set[Recusal]:
    """The rules that bar somebody from the only group of a small plan."""
    planning = Planning(plan, [evaluator.pk])
    seat = seat_of(plan)
    found = planning.checker.may_sit(SeatFact(seat.group_id, seat.role.code, evaluator.pk))
    assert all(one.fault == Fault.RECUSED for one in found)
    return {one.reason.rule for one in found}


def test_nothing_bars_somebody_from_elsewhere() -> None:
    assert bars(make_small_plan(), member()) == set()


def test_rec_01_grown_up_in_county_x_cannot_be_put_on_the_group_of_x() -> None:
    plan = make_small_plan()
    county = unit_of(plan).region_code
    assert bars(plan, member(growth_place=county)) == {Recusal.GROWTH_PLACE}
    assert bars(plan, member(native_place=county)) == {Recusal.NATIVE_PLACE}


def test_rec_01_who_worked_in_the_county_or_the_unit_is_barred() -> None:
    plan = make_small_plan()
    in_place, in_unit, in_office_there = member(), member(), member()
    WorkplaceFactory(evaluator=in_place, region_code=unit_of(plan).region_code)
    WorkplaceFactory(evaluator=in_unit, unit=unit_of(plan), region_code="")
    there = UnitFactory(region_code=unit_of(plan).region_code, level=Unit.Level.COUNTY)
    WorkplaceFactory(evaluator=in_office_there, unit=there, region_code="")
    for evaluator in (in_place, in_unit, in_office_there):
        assert bars(plan, evaluator) == {Recusal.WORKPLACE}


def test_rec_02_the_own_unit_is_refused_be_it_home_or_post() -> None:
    plan = make_small_plan()
    unit = unit_of(plan)
    Unit.objects.update(region_code="")
    assert bars(plan, member(home_unit=unit)) == {Recusal.OWN_UNIT}
    cadre = CadreFactory(native_place="", growth_place="")
    AppointmentFactory(cadre=cadre, unit=unit, starts_on=dt.date(2022, 1, 1))
    assert bars(plan, member(cadre=cadre)) == {Recusal.OWN_UNIT}


def test_rec_02_superior_and_subordinate_units_are_refused() -> None:
    plan = make_small_plan()
    unit = unit_of(plan)
    above = UnitFactory(level=Unit.Level.PROVINCE, region_code="320000")
    Unit.objects.filter(pk=unit.pk).update(parent=above, region_code="")
    below = UnitFactory(parent=unit, region_code="", level=Unit.Level.INTERNAL)
    for home in (above, below):
        assert bars(plan, member(home_unit=home)) == {Recusal.SUPERIOR_SUBORDINATE}


def test_a_former_post_of_the_cadre_is_a_former_workplace() -> None:
    plan = make_small_plan()
    Unit.objects.update(region_code="")
    cadre = CadreFactory(native_place="", growth_place="")
    post = {"starts_on": dt.date(2015, 1, 1), "ends_on": dt.date(2019, 12, 31)}
    AppointmentFactory(cadre=cadre, unit=unit_of(plan), **post)
    assert bars(plan, member(cadre=cadre)) == {Recusal.WORKPLACE}


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(Tie.Kind.SPOUSE, Recusal.KINSHIP), (Tie.Kind.INTEREST, Recusal.INTEREST)],
)
def test_l_05_declared_ties_bar(kind, rule) -> None:
    plan = make_small_plan()
    evaluator = member()
    TieFactory(evaluator=evaluator, unit=unit_of(plan), kind=kind, note="入股")
    assert bars(plan, evaluator) == {rule}


def test_grp_06_with_two_years_in_a_row_the_third_is_barred() -> None:
    plan = make_small_plan(years_in_a_row=2)
    once, twice, interrupted = member(), member(), member()
    served_before(plan, once, 2022)
    served_before(plan, twice, 2021, 2022)
    served_before(plan, interrupted, 2020, 2022)
    assert bars(plan, once) == bars(plan, interrupted) == set()
    assert bars(plan, twice) == {Recusal.ROTATION}


def test_a_plan_that_was_never_confirmed_counts_for_no_rotation() -> None:
    plan = make_small_plan(years_in_a_row=1)
    evaluator = member()
    served_before(plan, evaluator, 2022)
    FieldPlan.objects.filter(year=2022).update(state=FieldPlan.State.DRAFT)
    assert bars(plan, evaluator) == set()


def test_only_an_approved_waiver_lifts_its_rule() -> None:
    plan = make_small_plan()
    evaluator = member(native_place=unit_of(plan).region_code)
    facts = {"plan": plan, "evaluator": evaluator, "unit": unit_of(plan), "rule": "native_place"}
    waiver = WaiverFactory(**facts)
    assert bars(plan, evaluator) == {Recusal.NATIVE_PLACE}
    waiver.delete()
    WaiverFactory(approved=True, **facts)
    assert bars(plan, evaluator) == set()


def lacks(code: str, plan: FieldPlan, evaluator: Evaluator) -> list[Lack]:
    tags = frozenset(evaluator.tags.values_list("pk", flat=True))
    reserves = set(evaluator.reserves.values_list("reserve", flat=True))
    return needs_of_roles(plan)[code].lacks(evaluator, tags, reserves)


@pytest.fixture
def plan_of_roles():
    plan = make_small_plan()
    for role in make_roles().values():
        plan.plan_seats.create(role=role)
    return plan


def test_evp_04_a_leader_below_deputy_bureau_level_is_refused(plan_of_roles) -> None:
    principal = TagFactory(code="ex-principal")
    deputy = member(post_level=Appointment.PostLevel.BUREAU_DEPUTY)
    chief = member(post_level=Appointment.PostLevel.BUREAU_CHIEF)
    below = member(post_level=Appointment.PostLevel.COUNTY_CHIEF)
    unknown = member(post_level="")
    for evaluator in (deputy, chief, below, unknown):
        evaluator.tags.add(principal)
    assert lacks("leader", plan_of_roles, deputy) == lacks("leader", plan_of_roles, chief) == []
    assert lacks("leader", plan_of_roles, below) == [Lack.LEVEL]
    assert lacks("leader", plan_of_roles, unknown) == [Lack.LEVEL]


def test_evp_04_a_supervisor_comes_from_discipline_or_personnel_bodies(plan_of_roles) -> None:
    discipline, personnel, planner = member(), member(), member()
    discipline.tags.add(TagFactory(code="discipline"))
    personnel.tags.add(TagFactory(code="personnel"))
    planner.tags.add(TagFactory(code="planning"))
    assert lacks("supervisor", plan_of_roles, discipline) == []
    assert lacks("supervisor", plan_of_roles, personnel) == []
    assert lacks("supervisor", plan_of_roles, planner) == [Lack.ORIGIN]


def test_evp_08_a_liaison_comes_from_the_reserve_of_twenty(plan_of_roles) -> None:
    listed = [place.evaluator for place in ReservePlaceFactory.create_batch(20)]
    ended = ReservePlaceFactory(until=dt.date(2023, 12, 31)).evaluator
    outside = member()
    facts = facts_of(plan_of_roles, [one.pk for one in (*listed, ended, outside)])
    may = {key for key, fact in facts.items() if "liaison" in fact.roles}
    assert may == {evaluator.pk for evaluator in listed}
    assert lacks("liaison", plan_of_roles, outside) == [Lack.RESERVE]


def test_evp_09_a_leader_without_qualifying_experience_is_not_offered(plan_of_roles) -> None:
    high = Appointment.PostLevel.BUREAU_CHIEF
    experienced, inexperienced = member(post_level=high), member(post_level=high)
    experienced.tags.add(TagFactory(code="ex-principal"))
    facts = facts_of(plan_of_roles, [experienced.pk, inexperienced.pk])
    assert "leader" in facts[experienced.pk].roles
    assert "leader" not in facts[inexperienced.pk].roles
    assert lacks("leader", plan_of_roles, inexperienced) == [Lack.ORIGIN]


def test_evp_07_nobody_unfit_on_the_first_day_holds_a_role() -> None:
    plan = make_small_plan()
    PoolPolicyFactory(training_months=1200)
    certified, expired = member(), member()
    CertificateFactory(evaluator=certified)
    CertificateFactory(evaluator=expired, expires_on=plan.starts_on - dt.timedelta(days=1))
    facts = facts_of(plan, [certified.pk, expired.pk])
    assert facts[certified.pk].roles == {"member"}
    assert facts[expired.pk].roles == frozenset()


def test_grp_11_the_mode_changes_whom_the_groups_are_drawn_from() -> None:
    plan = make_small_plan()
    office = member(subtype=Evaluator.Subtype.OFFICE)
    assessed = member(subtype=Evaluator.Subtype.ASSESSED_UNIT)
    assert set(source_pool(plan)) == {office, assessed}
    plan.mode = FieldPlan.Mode.IN_HOUSE
    assert set(source_pool(plan)) == {office}
    facts = facts_of(plan, [office.pk, assessed.pk])
    assert facts[office.pk].roles == {"member"}
    assert facts[assessed.pk].roles == frozenset()
    assert facts[office.pk].home is None


def test_newcomers_joined_within_the_year_and_never_served() -> None:
    plan = make_small_plan()
    old, new, back = member(), member(spell=None), member(spell=None)
    for evaluator in (new, back):
        RosterSpellFactory(evaluator=evaluator, joined_on=dt.date(2023, 6, 1))
    served_before(plan, back, 2020)
    facts = facts_of(plan, [old.pk, new.pk, back.pk])
    assert [facts[one.pk].is_new for one in (old, new, back)] == [False, True, False]


def test_grp_03_people_match_a_category_by_its_rules_or_by_having_judged_it() -> None:
    plan = make_small_plan()
    rule = MatchRuleFactory(category=plan.groups.get().category)
    tagged, other, served = member(), member(), member()
    tagged.tags.add(rule.tag)
    served_before(plan, served, 2019)
    earlier = Seat.objects.get(evaluator=served).group
    earlier.category = rule.category
    earlier.save()
    facts = facts_of(plan, [tagged.pk, other.pk, served.pk])
    known = [facts[one.pk].categories == {rule.category_id} for one in (tagged, other, served)]
    assert known == [True, False, True]


def test_who_is_judged_by_a_unit_in_another_plan_does_not_judge_that_unit() -> None:
    plan = make_small_plan()
    Unit.objects.update(region_code="")
    own_home = UnitFactory(region_code="", level=Unit.Level.PROVINCE)
    evaluator = member(home_unit=own_home)
    other = make_small_plan(units=0, state=FieldPlan.State.CONFIRMED)
    group = other.groups.get()
    PlanUnit.objects.create(plan=other, unit=own_home, category=group.category, group=group)
    rater = member(home_unit=unit_of(plan))
    Seat.objects.filter(group=group).update(evaluator=rater)
    assert bars(plan, evaluator) == {Recusal.MUTUAL_RATING}


def test_grounds_are_told_to_the_office_alone() -> None:
    plan = make_small_plan()
    evaluator = member(name="张三", native_place=unit_of(plan).region_code)
    Seat.objects.update(evaluator=evaluator)
    planning = Planning(plan)
    unit = unit_of(plan).name
    office = [one.text for one in told(planning, planning.violations, grounds=True)]
    others = [one.text for one in told(planning, planning.violations, grounds=False)]
    assert office == [f"张三 is recused from {unit}: native place 320101."]
    assert others == [f"张三 is recused from {unit}."]


def test_reading_a_plan_takes_as_many_queries_for_many_people_as_for_few() -> None:
    plan = make_small_plan()
    counts = []
    for _round in range(2):
        for evaluator in [member() for _person in range(4)]:
            WorkplaceFactory(evaluator=evaluator)
            ReservePlace.objects.create(
                evaluator=evaluator, reserve="leader", reason="曾任", since=dt.date(2020, 1, 1)
            )
            served_before(plan, evaluator, 2020)
        with CaptureQueriesContext(connection) as queries:
            assert Planning(plan, set(source_pool(plan).values_list("pk", flat=True))).problem
        counts.append(len(queries))
    assert counts[0] == counts[1]
