"""Workers that die, pause, are called twice or not at all: nothing lost, nothing doubled."""

import random
import signal
import time

import pytest
from celery import current_app
from django.db.models import Count

from assessment.models import Result, RunGroup, ScoreRun
from assessment.services.doorbell import COMPUTE_GROUP, FREEZE_RUN
from assessment.services.freezing import freeze_run
from assessment.services.groups import sweep_runs
from assessment.services.runs import start_run
from tests.assessment.worker.conftest import is_finished, until
from tests.assessment.worlds import make_team_cycle, tamper, work_off
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.worker

KILLS = 10
TEAMS = 40


def outcome_digests(run: ScoreRun) -> dict[str, str]:
    return dict(run.groups.values_list("key", "outcome_digest"))


def assert_each_result_once(run: ScoreRun) -> None:
    counts = Result.objects.filter(group__run=run).values("assessee").annotate(times=Count("pk"))
    assert {row["times"] for row in counts.order_by()} == {1}
    assert len(counts) == run.cycle.assessees.count()


def undisturbed(cycle) -> ScoreRun:
    """A run of the same cycle in this process, before anything is killed."""
    run = start_run(cycle, by=UserFactory())
    work_off(run)
    run.refresh_from_db()
    assert run.state == ScoreRun.State.COMPLETE
    current_app.control.purge()
    return run


def test_killed_workers_lose_and_double_nothing(start_worker):
    """T13: SIGKILL at random moments, of single processes and of a whole worker."""
    chance = random.Random(13)
    cycle = make_team_cycle(TEAMS)
    reference = undisturbed(cycle)
    worker = start_worker(processes=2, pause=0.3)
    until(worker.is_ready)
    runs = [start_run(cycle, by=UserFactory())]
    until(lambda: runs[0].groups.filter(state=RunGroup.State.DONE).exists(), sweeping=True)
    for kill in range(KILLS):
        if is_finished(runs[-1]):
            # The machine was quicker than the kills: the others hit another run.
            runs.append(start_run(cycle, by=UserFactory()))
        if kill == KILLS // 2:
            worker.kill()
        else:
            worker.kill_one_process()
        if not worker.is_alive():
            # What a service manager does.
            worker = start_worker(processes=2, pause=0.3)
            until(worker.is_ready)
        sweep_runs()
        time.sleep(chance.uniform(0.1, 0.4))
    until(lambda: is_finished(runs[-1]), sweeping=True)
    assert RunGroup.objects.filter(run__in=runs, attempt__gt=1).exists()
    for run in runs:
        assert run.state == ScoreRun.State.COMPLETE
        assert run.digest == reference.digest
        assert outcome_digests(run) == outcome_digests(reference)
        assert_each_result_once(run)


def test_lost_messages_are_sent_again(start_worker):
    """T14, T15: every message so far is wiped, the run goes on all the same."""
    run = start_run(make_team_cycle(3), by=UserFactory())
    current_app.control.purge()
    start_worker()
    until(lambda: is_finished(run), sweeping=True)
    assert run.state == ScoreRun.State.COMPLETE
    assert_each_result_once(run)


def test_messages_delivered_three_times_have_one_effect(start_worker):
    """T16: two workers, each message three times."""
    run = start_run(make_team_cycle(3), by=UserFactory())
    for _ in range(2):
        current_app.send_task(FREEZE_RUN, args=(run.pk,))
    start_worker()
    start_worker()
    until(lambda: run.groups.exists())
    for _ in range(2):
        for group_id in run.groups.values_list("pk", flat=True):
            current_app.send_task(COMPUTE_GROUP, args=(group_id,))
    until(lambda: is_finished(run), sweeping=True)
    assert run.state == ScoreRun.State.COMPLETE
    assert run.attempt == 1
    assert_each_result_once(run)


def test_worker_that_wakes_after_its_lease_writes_nothing(start_worker):
    """T17: SIGSTOP past the lease, another worker does the work, then SIGCONT."""
    cycle = make_team_cycle(1)
    # Longer than it takes to stop the sleeper after its claim, on however busy a machine.
    sleeper = start_worker(pause=6)
    run = start_run(cycle, by=UserFactory())
    until(lambda: run.groups.filter(state=RunGroup.State.CLAIMED).exists(), sweeping=True)
    sleeper.signal(signal.SIGSTOP)
    start_worker()
    until(lambda: is_finished(run), sweeping=True)
    stored = list(Result.objects.order_by("pk").values_list("pk", flat=True))
    sleeper.signal(signal.SIGCONT)
    until(lambda: "came too late" in sleeper.log.read_text())
    assert run.groups.get(attempt=2).state == RunGroup.State.DONE
    assert list(Result.objects.order_by("pk").values_list("pk", flat=True)) == stored
    assert_each_result_once(run)


def test_poison_group_is_parked_and_the_queue_moves_on(start_worker):
    """T18: three tries, then the run fails with the error shown; the other groups are done."""
    run = start_run(make_team_cycle(4), by=UserFactory())
    freeze_run(run.pk)
    poisoned = run.groups.order_by("size", "key").last()
    tamper(poisoned.frozen, "content", b"no bundle")
    worker = start_worker()
    until(lambda: is_finished(run), sweeping=True)
    assert run.state == ScoreRun.State.FAILED
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.attempt) == (RunGroup.State.FAILED, 3)
    assert "BadZipFile" in poisoned.error
    assert run.groups.filter(state=RunGroup.State.DONE).count() == run.groups.count() - 1
    assert worker.log.read_text().count("is parked") == 1
    assert worker.is_alive()
