"""Freezing a run's inputs: one bundle for each comparison group, with digests, all or nothing."""

import hashlib
import logging
import traceback
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from assessment.models import FrozenBundle, RunGroup, ScoreRun
from assessment.selectors.bundles import CollectedGroup, collect_portions, groups_read
from assessment.selectors.snapshot import snapshot
from assessment.services.doorbell import call_freezing, call_ready_groups
from assessment.services.leases import claim_freezing, held_freezing
from organization.services.audit import record_event
from organization.services.leases import MAX_ATTEMPTS
from scoring import ENGINE, ENGINE_VERSION, computing_order

logger = logging.getLogger(__name__)


def freeze_run(run_id: int) -> bool:
    """Freeze the inputs of a queued run and call the workers for its groups.

    Returns:
        Whether this call did it; False when another worker has the run, or it was cancelled.
    """
    run = claim_freezing(run_id)
    if run is None:
        return False
    try:
        return _freeze(run)
    # Whatever it is, the run must not wait for ever: it is tried again, then shown to people.
    except Exception as error:
        _give_up(run, error)
        return False


def snapshot_digest(digests: Mapping[str, str]) -> str:
    """One digest over all groups' inputs; the order of groups has no say."""
    listing = "".join(f"{key} {digest}\n" for key, digest in sorted(digests.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


def stages_of(needs: Mapping[str, set[str]]) -> dict[str, int]:
    """The stage of each group: one later than every group it reads from.

    >>> stages_of({"deputies": {"units"}, "units": set(), "principals": {"deputies"}})
    {'units': 0, 'deputies': 1, 'principals': 2}
    """
    stages: dict[str, int] = {}
    for group in computing_order(needs):
        # A group may read its own assessees only in a circle, which the order has refused.
        stages[group] = 1 + max((stages[other] for other in needs[group]), default=-1)
    return stages


def _freeze(run: ScoreRun) -> bool:
    """Read and store the inputs a portion at a time, all of one moment and in one transaction.

    The row of the run is touched last: whoever cancels it meanwhile need not wait. On PostgreSQL
    that last step then fails, and everything stored with it is undone. So the lease cannot be
    renewed on the way; it has to outlast the freezing of a cycle.
    """
    groups: list[RunGroup] = []
    targets: dict[str, set[str]] = {}
    with snapshot():
        for portion in collect_portions(run.cycle):
            groups += _store(run, portion)
            targets |= {group.key: set(group.bundle.links["target"]) for group in portion}
        _put_in_stages(groups, stages_of(groups_read(run.cycle, targets)))
        return _begin(run, groups)


def _store(run: ScoreRun, portion: list[CollectedGroup]) -> list[RunGroup]:
    rows, contents = [], []
    for group in portion:
        content, digest = group.bundle.freeze()
        size = len(group.bundle.assessees)
        rows.append(RunGroup(run=run, key=group.key, name=group.name, size=size, digest=digest))
        contents.append(content)
    RunGroup.objects.bulk_create(rows, batch_size=500)
    bundles = (
        FrozenBundle(group=row, content=content)
        for row, content in zip(rows, contents, strict=True)
    )
    FrozenBundle.objects.bulk_create(bundles, batch_size=50)
    return rows


def _put_in_stages(groups: list[RunGroup], stages: Mapping[str, int]) -> None:
    later: dict[int, list[int]] = defaultdict(list)
    for group in groups:
        if stages[group.key]:
            later[stages[group.key]].append(group.pk)
    for stage, keys in later.items():
        RunGroup.objects.filter(pk__in=keys).update(stage=stage)


def _begin(run: ScoreRun, groups: list[RunGroup]) -> bool:
    digest = snapshot_digest({group.key: group.digest for group in groups})
    begun = held_freezing(run).update(
        state=ScoreRun.State.RUNNING,
        digest=digest,
        engine=f"{ENGINE} {ENGINE_VERSION}",
        frozen_at=timezone.now(),
        lease_until=None,
        error="",
    )
    if not begun:
        logger.info("Run %s was cancelled or frozen by another worker meanwhile.", run.pk)
        transaction.set_rollback(True)
        return False
    record_event("run_frozen", run, by=None, after={"digest": digest, "groups": len(groups)})
    call_ready_groups(run.pk)
    return True


@transaction.atomic
def _give_up(run: ScoreRun, error: Exception) -> None:
    """Note why freezing failed; after the last attempt the run fails, before it is tried again."""
    text = "".join(traceback.format_exception_only(error)).strip()
    held = held_freezing(run)
    if run.attempt < MAX_ATTEMPTS:
        if held.update(lease_until=None, error=text):
            call_freezing(run.pk)
        return
    if held.update(state=ScoreRun.State.FAILED, finished_at=timezone.now(), error=text):
        logger.error("Run %s failed: its inputs cannot be frozen.", run.pk, exc_info=error)
        record_event("run_failed", run, by=None, after={"error": text})
