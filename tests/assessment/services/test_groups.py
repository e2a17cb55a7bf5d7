"""Claims, fences and the sweeper, one step at a time; the same with real workers is in worker/."""

import datetime as dt

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from assessment.models import Result, RunGroup, ScoreRun
from assessment.services import groups
from assessment.services.doorbell import call_ready_groups
from assessment.services.freezing import freeze_run, stages_of
from assessment.services.groups import compute_group, sweep_runs
from assessment.services.leases import claim_group
from assessment.services.runs import start_run
from scoring import CircularLinkError
from tests.assessment.factories import RunGroupFactory, ScoreRunFactory
from tests.assessment.worlds import make_linked_cycle, make_unit_cycle, work_off
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

State = RunGroup.State


@pytest.fixture
def run() -> ScoreRun:
    """A frozen run: units first, then deputies, then principals."""
    run = start_run(make_linked_cycle(2), by=UserFactory())
    freeze_run(run.pk)
    run.refresh_from_db()
    return run


def state_of(group: RunGroup) -> tuple[str, int]:
    group.refresh_from_db()
    return group.state, group.attempt


def expire(group: RunGroup) -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    RunGroup.objects.filter(pk=group.pk).update(lease_until=past)


def test_group_is_claimed_by_one_worker_only(run):
    group = run.groups.get(stage=0)
    assert claim_group(group.pk).attempt == 1
    assert claim_group(group.pk) is None
    assert state_of(group) == (State.CLAIMED, 1)


def test_later_stage_waits_for_the_earlier_one(run):
    later = run.groups.filter(stage=1).first()
    assert claim_group(later.pk) is None
    compute_group(run.groups.get(stage=0).pk)
    assert claim_group(later.pk) is not None


def test_group_computed_three_times_has_one_effect(run):
    group = run.groups.get(stage=0)
    assert [compute_group(group.pk) for _ in range(3)] == [True, False, False]
    assert group.results.count() == 2
    assert state_of(group) == (State.DONE, 1)


def test_worker_that_lost_its_lease_stores_nothing(run, monkeypatch):
    group = run.groups.get(stage=0)
    compute = groups.compute

    def sleep_past_the_lease(bundle, totals):
        monkeypatch.setattr(groups, "compute", compute)
        expire(group)
        sweep_runs()
        assert state_of(group) == (State.WAITING, 1)
        assert compute_group(group.pk)
        return compute(bundle, totals)

    monkeypatch.setattr(groups, "compute", sleep_past_the_lease)
    assert not compute_group(group.pk)
    assert state_of(group) == (State.DONE, 2)
    assert group.results.count() == 2


def test_sweeper_leaves_a_claim_alone_while_its_lease_runs(run):
    group = run.groups.get(stage=0)
    claim_group(group.pk)
    sweep_runs()
    assert state_of(group) == (State.CLAIMED, 1)


def test_group_whose_worker_dies_three_times_is_parked_with_what_depends_on_it(run):
    group = run.groups.get(stage=0)
    for _ in range(3):
        assert claim_group(group.pk)
        expire(group)
        sweep_runs()
    assert state_of(group) == (State.FAILED, 3)
    assert "lost" in group.error
    assert set(run.groups.filter(stage__gt=0).values_list("state", flat=True)) == {State.CANCELLED}
    run.refresh_from_db()
    assert run.state == ScoreRun.State.FAILED


def test_group_that_fails_once_is_tried_again(run, monkeypatch):
    group = run.groups.get(stage=0)
    compute = groups.compute

    def fail_once(_bundle, _totals):
        monkeypatch.setattr(groups, "compute", compute)
        raise MemoryError("no room")

    monkeypatch.setattr(groups, "compute", fail_once)
    assert not compute_group(group.pk)
    assert state_of(group) == (State.WAITING, 1)
    assert group.error == "MemoryError: no room"
    assert compute_group(group.pk)
    assert state_of(group) == (State.DONE, 2)
    assert group.error == ""


def test_sweeper_calls_again_only_who_was_not_called_lately(run):
    group = run.groups.get(stage=0)
    # Freezing has called it a moment ago.
    assert call_ready_groups(run.pk) == 0
    expire(group)
    assert call_ready_groups(run.pk) == 1
    assert call_ready_groups(run.pk) == 0


def test_sweeper_ends_a_run_whose_last_worker_died_before_ending_it(run):
    work_off(run)
    ScoreRun.objects.filter(pk=run.pk).update(state=ScoreRun.State.RUNNING, finished_at=None)
    sweep_runs()
    run.refresh_from_db()
    assert run.state == ScoreRun.State.COMPLETE


def test_sweeper_calls_for_a_queued_run_and_gives_up_a_deadly_one(
    django_capture_on_commit_callbacks,
):
    run = ScoreRunFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        sweep_runs()
    assert len(callbacks) == 1
    past = timezone.now() - dt.timedelta(seconds=1)
    ScoreRun.objects.filter(pk=run.pk).update(attempt=3, lease_until=past)
    with django_capture_on_commit_callbacks() as callbacks:
        sweep_runs()
    run.refresh_from_db()
    assert (run.state, len(callbacks)) == (ScoreRun.State.FAILED, 0)
    assert "lost" in run.error


@pytest.mark.parametrize("fault", [OperationalError("refused"), FileNotFoundError("wiped")])
def test_lost_broker_does_not_fail_the_request(
    fault, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def refuse(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr("celery.current_app.send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        start_run(make_unit_cycle(2), by=UserFactory())
    assert "will be called again" in caplog.text


def test_results_and_done_are_stored_together_or_not_at_all(run, monkeypatch):
    group = run.groups.get(stage=0)

    def fail(_group, _computed):
        raise OSError("disk full")

    monkeypatch.setattr(groups, "store_results", fail)
    compute_group(group.pk)
    assert state_of(group) == (State.WAITING, 1)
    assert not Result.objects.exists()


def test_stages_follow_links_and_refuse_a_circle():
    assert stages_of({"c": {"b"}, "b": {"a"}, "a": set(), "d": {"a", "c"}}) == {
        "a": 0,
        "b": 1,
        "c": 2,
        "d": 3,
    }
    with pytest.raises(CircularLinkError):
        stages_of({"a": {"b"}, "b": {"a"}})


def test_run_with_a_failed_group_is_never_complete():
    failed = RunGroupFactory(state=State.FAILED, run__state=ScoreRun.State.RUNNING)
    RunGroupFactory(done=True, run=failed.run)
    groups.finish_run(failed.run_id)
    failed.run.refresh_from_db()
    assert failed.run.state == ScoreRun.State.FAILED
