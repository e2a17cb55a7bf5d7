import pytest

from assessment.models import Result, RunGroup, ScoreRun
from assessment.services import freezing, groups
from assessment.services.groups import compute_group
from assessment.services.runs import cancel_run, start_run
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory, ScoreRunFactory
from tests.assessment.refusals import refusal
from tests.assessment.worlds import make_linked_cycle, make_unit_cycle, run_to_end

pytestmark = pytest.mark.django_db


def test_start_run_queues_it_and_calls_a_worker(office_clerk, django_capture_on_commit_callbacks):
    cycle = CycleFactory(opened=True)
    with django_capture_on_commit_callbacks() as callbacks:
        run = start_run(cycle, note="核对后重算", by=office_clerk)
    assert (run.number, run.state, run.requested_by) == (1, ScoreRun.State.QUEUED, office_clerk)
    assert len(callbacks) == 1
    assert AuditEvent.objects.about(run).get().after == {"number": 1, "note": "核对后重算"}


def test_start_run_refuses_a_cycle_that_is_not_open(office_clerk):
    assert refusal(start_run, CycleFactory(), by=office_clerk) == "not_open"
    assert refusal(start_run, CycleFactory(closed=True), by=office_clerk) == "not_open"


@pytest.mark.parametrize("state", [ScoreRun.State.QUEUED, ScoreRun.State.RUNNING])
def test_start_run_refuses_while_another_is_under_way(state, office_clerk):
    run = ScoreRunFactory(state=state)
    assert refusal(start_run, run.cycle, by=office_clerk) == "under_way"
    assert run.cycle.runs.count() == 1


def test_run_scores_everybody_in_the_order_their_links_demand(office_clerk):
    cycle = make_linked_cycle(3)
    run = run_to_end(cycle, by=office_clerk)
    assert (run.state, run.error) == (ScoreRun.State.COMPLETE, "")
    assert run.finished_at >= run.frozen_at >= run.requested_at
    stages = {group.key.split("/")[1]: group.stage for group in run.groups.all()}
    assert stages == {"unit": 0, "deputy": 1, "principal": 2}
    totals = dict(Result.objects.filter(group__run=run).values_list("assessee__key", "total"))
    assert len(totals) == cycle.assessees.count()
    # A deputy's only leaf is the team's score, a principal's the mean of the deputies'.
    for assessee in cycle.assessees.all():
        assert totals[assessee.key] == totals[assessee.unit.code]
    actions = list(AuditEvent.objects.about(run).order_by("pk").values_list("action", flat=True))
    assert actions == ["run_started", "run_frozen", "run_completed"]


def test_second_run_is_a_new_set_of_results():
    cycle = make_unit_cycle(3)
    first, second = run_to_end(cycle), run_to_end(cycle)
    assert (first.number, second.number) == (1, 2)
    assert first.digest == second.digest
    assert Result.objects.filter(group__run=first).count() == 3
    assert Result.objects.filter(group__run=second).count() == 3


@pytest.mark.parametrize("moment", ["queued", "frozen", "half done"])
def test_cancel_run_stops_it_at_any_moment(moment, office_clerk):
    run = start_run(make_linked_cycle(2), by=office_clerk)
    if moment != "queued":
        freezing.freeze_run(run.pk)
    if moment == "half done":
        compute_group(run.groups.get(stage=0).pk)
    stored = Result.objects.count()
    run.refresh_from_db()
    cancel_run(run, by=office_clerk)
    assert run.state == ScoreRun.State.CANCELLED
    assert not run.groups.open().exists()
    assert not freezing.freeze_run(run.pk)
    assert not any(compute_group(pk) for pk in run.groups.values_list("pk", flat=True))
    assert Result.objects.count() == stored
    assert AuditEvent.objects.about(run).first().action == "run_cancelled"
    assert refusal(cancel_run, run, by=office_clerk) == "finished"


def test_cancel_run_makes_room_for_the_next(office_clerk):
    run = ScoreRunFactory()
    cancel_run(run, by=office_clerk)
    assert start_run(run.cycle, by=office_clerk).number == run.number + 1


def test_cancelled_run_refuses_the_result_of_a_worker_still_computing(office_clerk, monkeypatch):
    run = start_run(make_unit_cycle(3), by=office_clerk)
    freezing.freeze_run(run.pk)
    compute = groups.compute

    def cancel_meanwhile(bundle, totals):
        cancel_run(ScoreRun.objects.get(pk=run.pk), by=office_clerk)
        return compute(bundle, totals)

    monkeypatch.setattr(groups, "compute", cancel_meanwhile)
    group = run.groups.get()
    assert not compute_group(group.pk)
    group.refresh_from_db()
    assert group.state == RunGroup.State.CANCELLED
    assert not Result.objects.exists()


def test_run_whose_inputs_contradict_each_other_fails_with_the_reason(office_clerk):
    cycle = make_unit_cycle(3)
    leaf = cycle.systems.get().nodes.get(code="A11")
    leaf.weight += 1
    leaf.save()
    run = start_run(cycle, by=office_clerk)
    # Freezing stores what it finds; the engine then refuses the tree, group by group.
    freezing.freeze_run(run.pk)
    group = run.groups.get()
    for _ in range(3):
        compute_group(group.pk)
    run.refresh_from_db()
    group.refresh_from_db()
    assert (run.state, group.state) == (ScoreRun.State.FAILED, RunGroup.State.FAILED)
    assert "A1" in group.error


def test_freezing_that_fails_is_tried_three_times(office_clerk, monkeypatch):
    def fail(_cycle):
        raise RuntimeError("disk full")

    monkeypatch.setattr(freezing, "collect_portions", fail)
    run = start_run(make_unit_cycle(2), by=office_clerk)
    assert not any(freezing.freeze_run(run.pk) for _ in range(4))
    run.refresh_from_db()
    assert (run.state, run.attempt) == (ScoreRun.State.FAILED, 3)
    assert run.error == "RuntimeError: disk full"


def meanwhile(monkeypatch, happens):
    """Let something happen to a run between its claim by a worker and its snapshot."""
    claim = freezing.claim_freezing

    def claim_first(run_id):
        run = claim(run_id)
        monkeypatch.setattr(freezing, "claim_freezing", claim)
        happens()
        return run

    monkeypatch.setattr(freezing, "claim_freezing", claim_first)


def test_freezing_by_two_workers_has_one_effect(office_clerk, monkeypatch):
    run = start_run(make_unit_cycle(2), by=office_clerk)

    def lose_the_lease():
        ScoreRun.objects.filter(pk=run.pk).update(lease_until=None)
        assert freezing.freeze_run(run.pk)

    meanwhile(monkeypatch, lose_the_lease)
    assert not freezing.freeze_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (ScoreRun.State.RUNNING, 2, "")
    assert run.groups.count() == 1


def test_freezing_of_a_run_cancelled_meanwhile_leaves_nothing(office_clerk, monkeypatch):
    run = start_run(make_unit_cycle(2), by=office_clerk)
    meanwhile(monkeypatch, lambda: cancel_run(run, by=office_clerk))
    assert not freezing.freeze_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.digest, run.error) == (ScoreRun.State.CANCELLED, "", "")
    assert not run.groups.exists()
