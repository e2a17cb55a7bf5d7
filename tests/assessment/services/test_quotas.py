"""Quotas at every level they are stated for, from the scheme to the decision: DLY-11, G-04, F22."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Assessee, RunGroup, SchemeQuota
from assessment.selectors.decisions import open_proposals
from assessment.selectors.quotas import quota_lines
from assessment.services.cycles import open_cycle
from assessment.services.decisions import accept_proposals, decide_grade, publish_group
from assessment.services.replay import replay_run
from assessment.services.sheets import submit_sheet
from organization.models import AuditEvent, Cadre
from scoring import Bundle
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    RaterClassFactory,
    SchemeFactory,
    SchemeQuotaFactory,
)
from tests.assessment.worlds import make_units, report, run_to_end
from tests.indicators.factories import LeafFactory, SystemFactory
from tests.organization.factories import AppointmentFactory, CategoryFactory, UserFactory

pytestmark = pytest.mark.django_db

SERVANT, SECONDED = Cadre.IdentityClass.CIVIL_SERVANT, Cadre.IdentityClass.SECONDED
MEETING = {"body": "市委常委会", "decided_on": OPENED_ON}


def units_cycle(figures, *, category=None, scheme=None):
    """An open cycle of units, each with one figure as its total."""
    system = SystemFactory(published=True, category=category or CategoryFactory())
    LeafFactory(system=system, code="R1", weight=100, rule="marks", params={})
    units = make_units(system.category, len(figures))
    for unit, figure in zip(units, figures, strict=True):
        report(system, unit, [figure])
    return CycleFactory(scheme=scheme or SchemeFactory(), systems=[system]), units


def opened(cycle):
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return cycle


def arithmetic(group: RunGroup) -> list[tuple[object, ...]]:
    return [
        (line.members, line.n, str(line.exact), line.allowed, line.proposed)
        for line in quota_lines(group)
    ]


def state(scheme, **quota):
    return SchemeQuotaFactory(grade=scheme.grades.get(position=1), **quota)


def test_g04_of_47_teams_30_percent_are_14():
    cycle, _units = units_cycle([99 - n / 5 for n in range(47)])
    group = run_to_end(opened(cycle)).groups.get()
    assert arithmetic(group) == [((), 47, "14.1", 14, 14)]
    assert group.results.filter(proposed_grade="excellent").count() == 14


def test_f22_of_30_people_40_percent_are_12():
    cycle, _units = units_cycle([99 - n / 2 for n in range(15)] + [85] * 15)
    SchemeQuota.objects.update(share=Decimal("0.4"))
    group = run_to_end(opened(cycle)).groups.get()
    assert arithmetic(group) == [((), 30, "12", 12, 12)]
    assert quota_lines(group)[0].candidates == 15


@pytest.fixture
def daily():
    """DLY-11: 42 deputies assessed together, 8 of them civil servants and 34 borrowed.

    The borrowed ones have the higher marks, 99 down to 66; the civil servants 65 down to 58.
    """
    category = CategoryFactory()
    systems = [
        SystemFactory(published=True, category=category),
        SystemFactory(published=True, category=category, assessee_kind="deputy"),
    ]
    LeafFactory(system=systems[0], code="R1", weight=100, rule="marks", params={})
    LeafFactory(system=systems[1], code="J1", weight=100, judged=True)
    [unit] = make_units(category, 1)
    report(systems[0], unit, [95])
    for number in range(42):
        AppointmentFactory(unit=unit, cadre__identity_class=SECONDED if number < 34 else SERVANT)
    scheme = SchemeFactory()
    scheme.grades.update(min_score=None)
    SchemeQuota.objects.all().delete()
    state(scheme, level="identity_class", value=SERVANT, share="0.4")
    state(scheme, level="identity_class", share="0")
    RaterClassFactory(scheme=scheme, code="leaders")
    cycle = opened(CycleFactory(scheme=scheme, systems=systems))
    rater = UserFactory()
    people = cycle.assessees.filter(appointment__isnull=False).order_by("appointment")
    for number, person in enumerate(people):
        submit_sheet(person, rater_class="leaders", marks={"J1": Decimal(99 - number)}, by=rater)
    return cycle


def test_dly_11_of_42_participants_the_base_is_the_8_civil_servants(daily):
    run = run_to_end(daily)
    people = run.groups.get(size=42)
    assert arithmetic(people) == [
        (("civil_servant",), 8, "3.2", 3, 3),
        (("seconded_staff",), 34, "0", 0, 0),
    ]
    best = people.results.filter(proposed_grade="excellent").order_by("rank")
    assert [(one.rank, one.assessee.identity_class) for one in best] == [
        (35, SERVANT),
        (36, SERVANT),
        (37, SERVANT),
    ]
    units = run.groups.get(size=1)
    # A unit has no identity class: no quota of it counts the unit.
    assert arithmetic(units) == []
    assert units.results.get().proposed_grade == "excellent"


def test_identity_is_frozen_with_the_cycle_and_the_run_is_found_again(daily):
    Cadre.objects.update(identity_class=SERVANT)
    run = run_to_end(daily)
    people = run.groups.get(size=42)
    assert [line.n for line in quota_lines(people)] == [8, 34]
    table = Bundle.from_bytes(bytes(people.frozen.content)).assessees
    assert table["identity_class"].value_counts().to_dict() == {SECONDED: 34, SERVANT: 8}
    assert replay_run(run).agrees


def test_a_bundle_holds_no_level_that_no_quota_is_stated_for():
    cycle, _units = units_cycle([90, 80, 70])
    content = bytes(run_to_end(opened(cycle)).groups.get().frozen.content)
    assert list(Bundle.from_bytes(content).assessees) == ["assessee"]


def test_small_areas_pool_under_the_general_share():
    cycle, units = units_cycle([99 - n for n in range(8)])
    SchemeQuota.objects.all().delete()
    state(cycle.scheme, level="area", share="0.5", pool_below=3)
    for number, unit in enumerate(units):
        unit.region_code = "320100" if number < 4 else f"320{number}00"
        unit.save()
    group = run_to_end(opened(cycle)).groups.get()
    assert arithmetic(group) == [
        (("320100",), 4, "2", 2, 2),
        (("320400", "320500", "320600", "320700"), 4, "2", 2, 2),
    ]


def test_a_quota_of_areas_needs_the_region_code_of_every_unit():
    cycle, units = units_cycle([90, 80])
    state(cycle.scheme, level="area", share="0.5")
    units[0].__class__.objects.filter(pk=units[0].pk).update(region_code="320100")
    units[1].__class__.objects.filter(pk=units[1].pk).update(region_code="")
    with pytest.raises(ValidationError, match=re.escape(units[1].label)) as refused:
        opened(cycle)
    assert refused.value.code == "no_area"
    assert not Assessee.objects.exists()


@pytest.fixture
def two_groups():
    """Two categories of five units, all excellent by score; 30 % of each group is 1, rounded up 2.

    Over the whole cycle 30 % of 10 are 3.
    """
    scheme = SchemeFactory()
    SchemeQuota.objects.update(rounding="ceil")
    state(scheme, scope="cycle", share="0.3", clause="全市合计不超过 30%")
    systems = []
    for _ in range(2):
        cycle, _units = units_cycle([99, 98, 97, 96, 95], scheme=scheme)
        systems += cycle.systems.all()
        cycle.delete()
    run = run_to_end(opened(CycleFactory(scheme=scheme, systems=systems)))
    return list(run.groups.order_by("key"))


def test_a_quota_over_the_cycle_counts_all_groups_of_the_run(two_groups, office_clerk):
    first, second = two_groups
    assert arithmetic(first) == arithmetic(second) == [((), 5, "1.5", 2, 2), ((), 10, "3", 3, 4)]
    assert (quota_lines(first)[1].candidates, quota_lines(first)[1].decided) == (None, 0)
    accept_proposals(first, **MEETING, by=office_clerk)
    assert [line.decided for line in quota_lines(second)] == [0, 2]


def test_proposals_beyond_a_quota_over_the_cycle_await_a_word_of_their_own(
    two_groups, office_clerk
):
    first, second = two_groups
    assert open_proposals(first).reasons == {}
    accept_proposals(first, **MEETING, by=office_clerk)
    assert open_proposals(second).reasons == {"quota": 2}
    assert len(accept_proposals(second, **MEETING, by=office_clerk)) == 3


def test_more_than_a_quota_is_pointed_out_and_signed(two_groups, office_clerk):
    first, second = two_groups
    for group in two_groups:
        accept_proposals(group, **MEETING, by=office_clerk)
    for result in second.results.filter(proposed_grade="excellent"):
        grade_it(result, "excellent", office_clerk)
    assert [line.beyond for line in quota_lines(second)] == [0, 1]
    publication = publish_group(first, by=UserFactory())
    event = AuditEvent.objects.about(publication).get(action="group_published")
    assert [line["decided"] for line in event.after["quotas"]] == [2, 4]


def test_a_strict_quota_refuses_the_decision_beyond_it(two_groups, office_clerk):
    SchemeQuota.objects.filter(scope="cycle").update(is_strict=True)
    first, second = two_groups
    accept_proposals(first, **MEETING, by=office_clerk)
    best, next_best = second.results.filter(proposed_grade="excellent").order_by("rank")
    grade_it(best, "excellent", office_clerk)
    with pytest.raises(ValidationError) as refused:
        grade_it(next_best, "excellent", office_clerk)
    assert refused.value.code == "quota"
    assert "10 × 0.3 = 3; allowed 3, with this 4." in refused.value.message
    assert not next_best.assessee.decisions.exists()
    grade_it(next_best, "good", office_clerk)


def test_a_strict_quota_is_checked_again_before_publication(two_groups, office_clerk):
    first, second = two_groups
    for group in two_groups:
        accept_proposals(group, **MEETING, by=office_clerk)
    for result in second.results.filter(proposed_grade="excellent"):
        grade_it(result, "excellent", office_clerk)
    SchemeQuota.objects.filter(scope="cycle").update(is_strict=True)
    with pytest.raises(ValidationError) as refused:
        publish_group(first, by=UserFactory())
    assert refused.value.code == "quota"


def test_accepting_keeps_the_quota_of_every_unit_apart(office_clerk):
    """Of two areas with one place each, people have filled one: only that one is held back."""
    cycle, units = units_cycle([99, 98, 97, 96])
    SchemeQuota.objects.all().delete()
    state(cycle.scheme, level="area", share="0.5")
    for number, unit in enumerate(units):
        unit.region_code = "320100" if number < 2 else "320200"
        unit.save()
    group = run_to_end(opened(cycle)).groups.get()
    excellent = group.results.filter(proposed_grade="excellent")
    assert [one.assessee.area for one in excellent.order_by("rank")] == ["320100", "320200"]
    grade_it(group.results.get(rank=2), "excellent", office_clerk)
    proposals = open_proposals(group)
    assert proposals.left == {group.results.get(rank=1).pk: "quota"}
    assert proposals.grades == {"excellent": 1, "good": 1}


def grade_it(result, grade, clerk):
    departs = grade != result.proposed_grade
    decide_grade(
        result.assessee,
        run=result.group.run,
        grade=grade,
        **MEETING,
        departure_reason="会议研究决定" if departs else "",
        by=clerk,
    )
