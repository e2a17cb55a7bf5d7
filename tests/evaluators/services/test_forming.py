"""Forming runs: the whole way at full size, and everything that may go wrong on it."""

import datetime as dt

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluators.models import FieldPlan, FormingRun, PlanUnit, RosterSpell, Seat
from evaluators.rules.checking import check_proposal
from evaluators.selectors.planning import Planning
from evaluators.services import forming
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import (
    FORM_GROUPS,
    cancel_forming,
    form_plan,
    start_forming,
    sweep_formings,
)
from evaluators.services.plans import add_units, confirm_plan, size_plan
from evaluators.services.proposing import Findings
from organization.models import AuditEvent, Unit
from tests.assessment.refusals import refusal
from tests.evaluators.factories import FormingRunFactory, TieFactory
from tests.evaluators.worlds import make_province, make_small_plan, member, seat_of, unit_of

pytestmark = pytest.mark.django_db

State = FormingRun.State


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, tuple[int]]]:
    """Messages that would have gone to the broker."""
    messages = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: messages.append((name, args)))
    return messages


@pytest.fixture
def nothing_found(monkeypatch) -> list[int]:
    """A search that takes no time and finds nothing; the runs that were searched for."""
    runs: list[int] = []

    def find(run, *, tell, is_wanted):
        runs.append(run.pk)
        tell("seats", 0, 1, 1.0)
        return Findings({"status": "undecided"}, {}, {})

    monkeypatch.setattr(forming, "find_groups", find)
    return runs


def actions(thing) -> list[str]:
    events = AuditEvent.objects.about(thing).order_by("pk")
    return list(events.values_list("action", flat=True))


def test_grp_01_165_people_in_15_groups_cover_each_of_239_units_once(office_clerk) -> None:
    """GRP-01 with its figures, EVP-11 and EVP-06 on the way."""
    plan = make_province(people=573, units=239, groups=15)
    assert plan.plan_units.count() == 239
    run = start_forming(plan, deals_units=True, by=office_clerk)
    assert form_plan(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error, run.proof["status"]) == (State.DONE, "", "optimal")
    apply_forming(run, by=office_clerk)
    plan.refresh_from_db()
    planning = Planning(plan)
    assert check_proposal(planning.problem, planning.sitting) == []
    seated = Seat.objects.filter(group__plan=plan, evaluator__isnull=False)
    assert seated.values("evaluator").distinct().count() == 165
    assert not seated.filter(channel="").exists()
    assert set(seated.values_list("channel", flat=True)) == set(RosterSpell.Channel.values)
    visits = PlanUnit.objects.filter(plan=plan, group__isnull=False)
    assert visits.values("unit").distinct().count() == visits.count() == 239
    for group in plan.groups.all():
        assert group.seats.count() == 11
        assert group.seats.filter(evaluator__tier="core").exists()
        # GRP-02: a group goes to units of its own category alone.
        assert set(group.plan_units.values_list("category", flat=True)) == {group.category_id}
    confirm_plan(plan, by=office_clerk)
    assert plan.state == FieldPlan.State.CONFIRMED
    assert actions(plan)[-2:] == ["forming_adopted", "plan_confirmed"]
    assert actions(run) == ["forming_started", "forming_completed"]


def small_run(clerk, **facts) -> FormingRun:
    plan = make_small_plan(**facts)
    member()
    return start_forming(plan, deals_units=False, by=clerk)


def test_the_same_seed_proposes_the_same_and_units_may_stay_where_they_are(office_clerk) -> None:
    run = small_run(office_clerk)
    member()
    assert form_plan(run.pk)
    run.refresh_from_db()
    first = run.result
    again = start_forming(run.plan, deals_units=False, by=office_clerk)
    form_plan(again.pk)
    again.refresh_from_db()
    assert again.result == first
    units = set(run.plan.plan_units.values_list("unit", flat=True))
    assert set(first["groups"][0]["units"]) == units
    assert len(first["seats"]) == 1


def test_no_proposal_is_explained_with_what_would_help(office_clerk) -> None:
    plan = make_small_plan()
    county = unit_of(plan).region_code
    barred = [member(native_place=county) for _person in range(3)]
    run = start_forming(plan, deals_units=False, by=office_clerk)
    assert form_plan(run.pk)
    run.refresh_from_db()
    assert (run.state, run.proof["status"], run.result) == (State.DONE, "infeasible", {})
    group = plan.groups.get().pk
    shortage = {
        "kind": "role",
        "group": group,
        "what": "member",
        "missing": 1,
        "evaluator": None,
    }
    assert run.diagnosis["shortages"] == [shortage]
    assert run.diagnosis["conflict"] == ["native_place"]
    [row] = run.diagnosis["bottlenecks"]
    assert (row["qualified"], row["free"]) == (3, 0)
    assert row["removed"] == {"native_place": 3}
    assert row["moves"] == [[unit_of(plan).pk, 3]]
    assert row["waivers"] == [["native_place", len(barred)]]
    assert refusal(apply_forming, run, by=office_clerk) == "no_proposal"


def test_a_run_is_queued_and_a_worker_called(
    office_clerk, sent, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = small_run(office_clerk)
    assert run.state == State.WAITING
    assert sent == [(FORM_GROUPS, (run.pk,))]


def test_two_clerks_at_once_start_one_run(office_clerk, office_clerk_b) -> None:
    run = small_run(office_clerk)
    again = {"deals_units": False, "by": office_clerk_b}
    assert refusal(start_forming, run.plan, **again) == "under_way"
    assert run.plan.runs.count() == 1


def test_a_run_needs_a_draft_with_units_and_groups(office_clerk, committee_member) -> None:
    empty = make_small_plan(units=0)
    again = {"deals_units": False, "by": office_clerk}
    assert refusal(start_forming, empty, **again) == "empty"
    plan = make_small_plan()
    PlanUnit.objects.filter(unit=unit_of(plan)).update(group=None)
    assert refusal(start_forming, plan, **again) == "ungrouped"
    with pytest.raises(PermissionDenied):
        start_forming(plan, deals_units=True, by=committee_member)
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    assert refusal(start_forming, plan, **again) == "not_draft"


def test_a_message_that_comes_twice_searches_once(office_clerk, nothing_found) -> None:
    run = small_run(office_clerk)
    assert form_plan(run.pk)
    assert not form_plan(run.pk)
    assert nothing_found == [run.pk]
    run.refresh_from_db()
    assert (run.state, run.attempt, run.proof) == (State.DONE, 1, {"status": "undecided"})


def test_a_killed_worker_loses_nothing(office_clerk, nothing_found, sent) -> None:
    run = small_run(office_clerk)
    past = timezone.now() - dt.timedelta(seconds=1)
    FormingRun.objects.update(state=State.RUNNING, attempt=1, lease_until=past)
    sweep_formings()
    run.refresh_from_db()
    assert run.state == State.WAITING
    assert "worker was lost" in run.error
    assert form_plan(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (State.DONE, 2, "")


def test_a_worker_that_wakes_up_too_late_stores_nothing(office_clerk, monkeypatch) -> None:
    run = small_run(office_clerk)

    def find(_run, *, tell, is_wanted):
        FormingRun.objects.update(attempt=2)
        assert not is_wanted()
        return Findings({"status": "optimal"}, {"groups": []}, {})

    monkeypatch.setattr(forming, "find_groups", find)
    assert not form_plan(run.pk)
    run.refresh_from_db()
    assert (run.state, run.result) == (State.RUNNING, {})


def test_a_search_that_fails_is_tried_three_times(office_clerk, monkeypatch) -> None:
    run = small_run(office_clerk)

    def find(_run, *, tell, is_wanted):
        raise TimeoutError("time was up")

    monkeypatch.setattr(forming, "find_groups", find)
    states = []
    for _attempt in range(3):
        assert not form_plan(run.pk)
        run.refresh_from_db()
        states.append(run.state)
    assert states == [State.WAITING, State.WAITING, State.FAILED]
    assert run.error == "TimeoutError: time was up"
    assert actions(run) == ["forming_started", "forming_failed"]


def test_a_cancelled_run_stops_and_stays_cancelled(office_clerk, monkeypatch) -> None:
    run = small_run(office_clerk)

    def find(_run, *, tell, is_wanted):
        cancel_forming(run, by=office_clerk)
        tell("seats", 0, 1, 1.0)

    monkeypatch.setattr(forming, "find_groups", find)
    assert not form_plan(run.pk)
    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert refusal(cancel_forming, run, by=office_clerk) == "finished"
    assert actions(run) == ["forming_started", "forming_cancelled"]


def test_a_plan_that_has_changed_takes_no_proposal(office_clerk) -> None:
    run = small_run(office_clerk)
    form_plan(run.pk)
    size_plan(run.plan, groups=1, counts={seat_of(run.plan).role: 1}, by=office_clerk)
    assert refusal(apply_forming, run, by=office_clerk) == "changed"
    assert seat_of(run.plan).evaluator is None


def test_a_proposal_is_adopted_once(office_clerk) -> None:
    run = small_run(office_clerk)
    form_plan(run.pk)
    apply_forming(run, by=office_clerk)
    assert run.applied_at
    assert seat_of(run.plan).evaluator is not None
    assert refusal(apply_forming, run, by=office_clerk) == "changed"


def test_a_tie_declared_meanwhile_stops_the_adoption(office_clerk) -> None:
    run = small_run(office_clerk)
    form_plan(run.pk)
    run.refresh_from_db()
    [[_group, _role, evaluator]] = run.result["seats"]
    TieFactory(evaluator_id=evaluator, evaluator=None, unit=unit_of(run.plan))
    assert refusal(apply_forming, run, by=office_clerk) == "unlawful"
    assert seat_of(run.plan).evaluator is None


def test_grp_11_in_house_groups_take_the_office_alone(office_clerk) -> None:
    plan = make_small_plan(mode=FieldPlan.Mode.IN_HOUSE)
    office = member(subtype="office")
    for _person in range(5):
        member(subtype="assessed_unit")
    run = start_forming(plan, deals_units=False, by=office_clerk)
    form_plan(run.pk)
    run.refresh_from_db()
    assert [evaluator for _group, _role, evaluator in run.result["seats"]] == [office.pk]


def test_fewer_groups_than_categories_are_mixed(office_clerk) -> None:
    plan = make_small_plan(units=2)
    Unit.objects.update(region_code="")
    make_small_plan()
    visit = plan.plan_units.order_by("pk").first()
    PlanUnit.objects.filter(pk=visit.pk).update(
        category=make_small_plan().groups.get().category, group=None
    )
    member()
    run = start_forming(plan, deals_units=True, by=office_clerk)
    form_plan(run.pk)
    run.refresh_from_db()
    [group] = run.result["groups"]
    assert (group["category"], len(group["units"])) == (None, 2)


def test_one_unfinished_run_a_plan_is_held_by_the_database() -> None:
    run = FormingRunFactory(state=State.DONE)
    assert FormingRunFactory(plan=run.plan).pk != run.pk


def test_units_added_meanwhile_count_as_a_change(office_clerk) -> None:
    run = small_run(office_clerk)
    form_plan(run.pk)
    category = run.plan.plan_units.first().category
    unit = Unit.objects.create(code="NEW-1", name="新单位", domain=category.domain, level="city")
    unit.memberships.create(category=category, valid_from=dt.date(2020, 1, 1))
    add_units(run.plan, categories=[category], by=office_clerk)
    assert refusal(apply_forming, run, by=office_clerk) == "changed"
