"""What workers do with a comparison group: claim, compute, store; and the sweeper behind them."""

import logging
import traceback

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from assessment.models import RunGroup, ScoreRun
from assessment.selectors.links import linked_totals
from assessment.services.computing import Computed, compute
from assessment.services.doorbell import call_freezing, call_ready_groups
from assessment.services.leases import claim_group, held_group
from assessment.services.storing import store_results
from organization.services.audit import record_event
from organization.services.leases import MAX_ATTEMPTS
from scoring import Bundle

logger = logging.getLogger(__name__)

State = RunGroup.State


def compute_group(group_id: int) -> bool:
    """Score one comparison group of a run and store its results, once, however often it is called.

    Returns:
        Whether this call stored them.
    """
    group = claim_group(group_id)
    if group is None:
        return False
    try:
        bundle = Bundle.from_bytes(bytes(group.frozen.content))
        computed = compute(bundle, linked_totals(group.run, bundle))
        stored = _store(group, computed)
    # Whatever it is: the group is tried again, then parked, and the queue moves on.
    except Exception as error:
        _give_up(group, error)
        stored = False
    finish_run(group.run_id)
    return stored


def finish_run(run_id: int) -> None:
    """Call the next stage, or end the run when no group is open. Harmless to repeat."""
    if call_ready_groups(run_id):
        return
    of_run = RunGroup.objects.filter(run=OuterRef("pk"))
    over = ScoreRun.objects.filter(~Exists(of_run.open()), pk=run_id, state=ScoreRun.State.RUNNING)
    failed = Exists(of_run.filter(state=State.FAILED))
    _end_run(over.filter(failed), run_id, ScoreRun.State.FAILED, "run_failed")
    _end_run(over.filter(~failed), run_id, ScoreRun.State.COMPLETE, "run_completed")


def sweep_runs() -> None:
    """Put right what dead workers and lost messages left behind; runs every few seconds.

    Expired leases go back into the queue or, after the last attempt, are parked; whoever was
    called and never came is called again; a run whose last worker died before ending it is ended.
    """
    for group in RunGroup.objects.expired(timezone.now()).select_related("run"):
        _give_up(group, TimeoutError("The worker was lost before it had finished."))
    _sweep_freezing()
    for run in ScoreRun.objects.filter(state=ScoreRun.State.RUNNING):
        finish_run(run.pk)


@transaction.atomic
def _end_run(over: QuerySet[ScoreRun], run_id: int, state: ScoreRun.State, action: str) -> None:
    # One UPDATE with all its conditions: between a look and a leap a group could still fail.
    if over.update(state=state, finished_at=timezone.now()):
        record_event(action, ScoreRun.objects.get(pk=run_id), by=None, after={"state": state.value})


@transaction.atomic
def _store(group: RunGroup, computed: Computed) -> bool:
    """Store results and `done` together, unless the attempt is no longer the one that counts."""
    done = held_group(group).update(
        state=State.DONE,
        finished_at=timezone.now(),
        lease_until=None,
        error="",
        outcome_digest=computed.digest,
        proposal=computed.arithmetic,
    )
    if not done:
        logger.info("Attempt %s of group %s came too late.", group.attempt, group.pk)
        return False
    store_results(group, computed)
    return True


@transaction.atomic
def _give_up(group: RunGroup, error: Exception) -> None:
    """Return a group to the queue; after the last attempt park it, with what depends on it."""
    text = "".join(traceback.format_exception_only(error)).strip()
    held = held_group(group)
    if group.attempt < MAX_ATTEMPTS:
        held.update(state=State.WAITING, lease_until=None, error=text)
        return
    now = timezone.now()
    if held.update(state=State.FAILED, finished_at=now, lease_until=None, error=text):
        logger.error("Group %s of run %s is parked.", group.key, group.run_id, exc_info=error)
        later = RunGroup.objects.filter(run=group.run_id, stage__gt=group.stage)
        later.filter(state=State.WAITING).update(state=State.CANCELLED, finished_at=now)


def _sweep_freezing() -> None:
    """Call again for queued runs; give up those whose worker died each time."""
    queued = ScoreRun.objects.filter(state=ScoreRun.State.QUEUED)
    lost = queued.filter(attempt__gte=MAX_ATTEMPTS, lease_until__lt=timezone.now())
    for run in lost:
        with transaction.atomic():
            text = "The worker was lost each time it froze the inputs."
            now = timezone.now()
            if lost.filter(pk=run.pk).update(
                state=ScoreRun.State.FAILED, finished_at=now, lease_until=None, error=text
            ):
                logger.error("Run %s failed: %s", run.pk, text)
                record_event("run_failed", run, by=None, after={"error": text})
    uncalled = queued.exclude(lease_until__gte=timezone.now())
    for run_id in uncalled.values_list("pk", flat=True):
        with transaction.atomic():
            call_freezing(run_id)
