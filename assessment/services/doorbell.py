"""Messages to the workers: a call to look at the rows, never the work itself."""

from django.db import transaction
from django.db.models import F

from assessment.models import ReadinessCheck
from assessment.services.leases import ready_groups
from organization.services.leases import call_after_commit, lease_end, uncalled

# By name: tasks stand above services and are not imported from here.
FREEZE_RUN = "assessment.tasks.freeze_run_task"
COMPUTE_GROUP = "assessment.tasks.compute_group_task"
MAKE_CHECK = "assessment.tasks.make_check_task"


def call_freezing(run_id: int) -> None:
    """Ask a worker, after the commit, to freeze the inputs of a run."""
    call_after_commit(FREEZE_RUN, run_id)


@transaction.atomic
def call_ready_groups(run_id: int | None = None) -> int:
    """Ask workers, after the commit, for every ready group that nobody was asked for lately.

    Returns:
        How many were called.
    """
    groups = ready_groups().filter(uncalled())
    if run_id is not None:
        groups = groups.filter(run=run_id)
    # Large groups first: the run ends sooner when the last worker has a small one left.
    called = list(groups.order_by(F("size").desc(), "key").values_list("pk", flat=True))
    if called:
        ready_groups().filter(pk__in=called).update(lease_until=lease_end())
    for group_id in called:
        call_after_commit(COMPUTE_GROUP, group_id)
    return len(called)


@transaction.atomic
def call_waiting_checks() -> None:
    """Ask a worker, after the commit, for every waiting check that nobody was asked for lately."""
    waiting = ReadinessCheck.objects.filter(state=ReadinessCheck.State.WAITING)
    called = list(waiting.filter(uncalled()).values_list("pk", flat=True))
    waiting.filter(pk__in=called).update(lease_until=lease_end())
    for check_id in called:
        call_after_commit(MAKE_CHECK, check_id)
