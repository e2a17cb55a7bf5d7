import datetime as dt

import pytest
from django.utils import timezone

from assessment.models import RunGroup, ScoreRun
from assessment.selectors.progress import run_progress
from tests.assessment.factories import RunGroupFactory, ScoreRunFactory
from tests.assessment.worlds import make_linked_cycle, run_to_end

pytestmark = pytest.mark.django_db

State = RunGroup.State


@pytest.fixture
def running() -> ScoreRun:
    ago = timezone.now() - dt.timedelta(seconds=30)
    return ScoreRunFactory(state=ScoreRun.State.RUNNING, frozen_at=ago)


def test_counts_are_those_of_the_rows(running):
    for state in (State.DONE, State.DONE, State.CLAIMED, State.WAITING):
        RunGroupFactory(run=running, state=state, name=f"组{state}")
    progress = run_progress(running)
    assert (progress.total, progress.done, progress.claimed, progress.waiting) == (4, 2, 1, 1)
    assert (progress.percent, progress.share) == (50, 0.5)
    assert progress.current == ["组claimed"]
    assert progress.phase == "computing"


def test_remaining_time_follows_the_number_of_assessees_left(running):
    RunGroupFactory(run=running, done=True, size=100)
    RunGroupFactory(run=running, size=50)
    before = timezone.now() - running.frozen_at
    remaining = run_progress(running).remaining
    after = timezone.now() - running.frozen_at
    # 100 assessees took the time so far, 50 are left.
    assert before / 2 <= remaining <= after / 2


def test_remaining_time_is_unknown_before_anything_is_done(running):
    RunGroupFactory(run=running)
    assert run_progress(running).remaining is None


def test_percent_is_full_only_when_everything_is_done(running):
    RunGroupFactory.create_batch(199, run=running, done=True)
    RunGroupFactory(run=running, state=State.CLAIMED)
    assert run_progress(running).percent == 99


def test_errors_of_attempts_show(running):
    RunGroupFactory(run=running, name="一类", error="MemoryError: no room")
    assert run_progress(running).errors == [("一类", "MemoryError: no room")]


@pytest.mark.parametrize(
    ("lease", "phase"),
    [(None, "waiting"), (dt.timedelta(minutes=1), "freezing"), (-dt.timedelta(1), "waiting")],
    ids=["nobody has it", "a worker has it", "its worker is gone"],
)
def test_phase_before_the_groups_are_known(lease, phase):
    run = ScoreRunFactory(lease_until=lease and timezone.now() + lease)
    progress = run_progress(run)
    assert (progress.phase, progress.percent) == (phase, 0)


def test_finished_run_stands_still():
    run = run_to_end(make_linked_cycle(2))
    progress = run_progress(run)
    assert (progress.phase, progress.is_finished, progress.percent) == ("finished", True, 100)
    assert progress.elapsed == run.finished_at - run.requested_at
    assert progress.remaining is None
