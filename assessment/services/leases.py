"""Claiming work: every step is one conditional UPDATE whose row count says who won.

The rows are the truth and the broker is only a doorbell. A worker claims a row under a new attempt
number for a limited time; what it found is stored only while that attempt is still its own. So a
killed, paused or repeated worker loses nothing and doubles nothing, on PostgreSQL and SQLite alike.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from assessment.models import ReadinessCheck, RunGroup, ScoreRun
from organization.services.leases import MAX_ATTEMPTS, lease_end, uncalled


def ready_groups() -> QuerySet[RunGroup]:
    """Waiting groups of running runs whose earlier stages are finished."""
    earlier = RunGroup.objects.open().filter(run=OuterRef("run"), stage__lt=OuterRef("stage"))
    return RunGroup.objects.filter(
        ~Exists(earlier), state=RunGroup.State.WAITING, run__state=ScoreRun.State.RUNNING
    )


@transaction.atomic
def claim_group(group_id: int) -> RunGroup | None:
    """Take a ready group under a new attempt; None when it is not there for the taking."""
    claimed = (
        RunGroup.objects.filter(pk__in=ready_groups().filter(pk=group_id).values("pk"))
        # Again on the row itself: of two workers that saw it waiting, the second updates nothing.
        .filter(state=RunGroup.State.WAITING)
        .update(state=RunGroup.State.CLAIMED, attempt=F("attempt") + 1, lease_until=lease_end())
    )
    return RunGroup.objects.select_related("run", "frozen").get(pk=group_id) if claimed else None


def held_group(group: RunGroup) -> QuerySet[RunGroup]:
    """The row of a claimed group, as long as this attempt is still the one that counts."""
    return RunGroup.objects.filter(pk=group.pk, state=RunGroup.State.CLAIMED, attempt=group.attempt)


@transaction.atomic
def claim_freezing(run_id: int) -> ScoreRun | None:
    """Take the freezing of a run's inputs under a new attempt; None when another worker has it."""
    claimed = ScoreRun.objects.filter(
        uncalled(), pk=run_id, state=ScoreRun.State.QUEUED, attempt__lt=MAX_ATTEMPTS
    ).update(attempt=F("attempt") + 1, lease_until=lease_end())
    return ScoreRun.objects.select_related("cycle__scheme").get(pk=run_id) if claimed else None


def held_freezing(run: ScoreRun) -> QuerySet[ScoreRun]:
    """The row of a run whose inputs are being frozen by this very attempt."""
    return ScoreRun.objects.filter(pk=run.pk, state=ScoreRun.State.QUEUED, attempt=run.attempt)


@transaction.atomic
def claim_check(check_id: int) -> ReadinessCheck | None:
    """Take a waiting check under a new attempt; None when it is not there for the taking."""
    waiting = ReadinessCheck.objects.filter(pk=check_id, state=ReadinessCheck.State.WAITING)
    claimed = waiting.update(
        state=ReadinessCheck.State.CLAIMED,
        attempt=F("attempt") + 1,
        lease_until=lease_end(),
        group_count=0,
        done_count=0,
    )
    checks = ReadinessCheck.objects.select_related("cycle__scheme")
    return checks.get(pk=check_id) if claimed else None


def held_check(check: ReadinessCheck) -> QuerySet[ReadinessCheck]:
    """The row of a claimed check, as long as this attempt is still the one that counts."""
    claimed = ReadinessCheck.objects.filter(state=ReadinessCheck.State.CLAIMED)
    return claimed.filter(pk=check.pk, attempt=check.attempt)
