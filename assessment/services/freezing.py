"""Freezing a run's inputs: one bundle for each comparison group, with digests, all or nothing."""

import hashlib
import logging
import traceback
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from assessment.models import FrozenBundle, RunGroup, ScoreRun
from assessment.selectors.bundles import collect_bundles
from assessment.services.doorbell import call_freezing, call_ready_groups
from assessment.services.leases import MAX_ATTEMPTS, claim_freezing, held_freezing, lease_end
from organization.services.audit import record_event
from scoring import ENGINE, ENGINE_VERSION, computing_order, needs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        groups = _frozen_groups(run)
    # Whatever it is, the run must not wait for ever: it is tried again, then shown to people.
    except Exception as error:
        _give_up(run, error)
        return False
    return _store(run, groups)


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


def _frozen_groups(run: ScoreRun) -> list[tuple[RunGroup, bytes]]:
    with _snapshot():
        collected = collect_bundles(run.cycle)
    stages = stages_of(needs_of({group.key: group.bundle for group in collected}))
    frozen = []
    for group in collected:
        # Freezing a large cycle takes longer than a lease: each group renews it.
        held_freezing(run).update(lease_until=lease_end())
        content, digest = group.bundle.freeze()
        row = RunGroup(
            run=run,
            key=group.key,
            name=group.name,
            stage=stages[group.key],
            size=len(group.bundle.assessees),
            digest=digest,
        )
        frozen.append((row, content))
    return frozen


@contextmanager
def _snapshot() -> "Iterator[None]":
    """Read everything as of one moment, whatever is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@transaction.atomic
def _store(run: ScoreRun, groups: list[tuple[RunGroup, bytes]]) -> bool:
    digest = snapshot_digest({group.key: group.digest for group, _content in groups})
    stored = held_freezing(run).update(
        state=ScoreRun.State.RUNNING,
        digest=digest,
        engine=f"{ENGINE} {ENGINE_VERSION}",
        frozen_at=timezone.now(),
        lease_until=None,
        error="",
    )
    if not stored:
        logger.info("Run %s was cancelled or frozen by another worker meanwhile.", run.pk)
        return False
    rows = RunGroup.objects.bulk_create([group for group, _content in groups], batch_size=500)
    FrozenBundle.objects.bulk_create(
        (
            FrozenBundle(group=row, content=content)
            for row, (_group, content) in zip(rows, groups, strict=True)
        ),
        batch_size=50,
    )
    after = {"digest": digest, "groups": len(groups)}
    record_event("run_frozen", run, by=None, after=after)
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
