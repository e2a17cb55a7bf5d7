"""Forming runs: started and cancelled by people, computed by a worker, adopted by a person."""

import logging
import traceback

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import FieldPlan, FormingRun
from evaluators.services.proposing import Findings, find_groups
from evaluators.services.rights import check_plan
from evaluators.services.solving import POLL_SECONDS, UnwantedError
from organization.models import User
from organization.services.audit import record_event
from organization.services.leases import MAX_ATTEMPTS, call_after_commit, lease_end, uncalled

logger = logging.getLogger(__name__)

FORM_GROUPS = "evaluators.tasks.form_plan_task"
# A stage's process is killed after its own limit; only then the worker itself counts as lost.
GRACE_SECONDS = 60 + POLL_SECONDS
State = FormingRun.State


@transaction.atomic
def start_forming(
    plan: FieldPlan, *, deals_units: bool, by: User, keeps_placed: bool = True
) -> FormingRun:
    """Queue a search for the groups of a plan in preparation. One unfinished run a plan.

    Args:
        keeps_placed: whether seats taken by hand stay, and units placed by hand with them.
    Raises:
        ValidationError: the plan is no longer in preparation (`not_draft`), has no units or no
            groups (`empty`), leaves units without group (`ungrouped`), or is being formed
            (`under_way`).
        PermissionDenied: the account does not form groups.
    """
    check_plan(plan, by=by)
    _check_ready(plan, deals_units)
    try:
        # Constraints decide between two people pressing the button at once.
        with transaction.atomic():
            run = FormingRun.objects.create(
                plan=plan,
                plan_version=plan.version,
                deals_units=deals_units,
                keeps_placed=keeps_placed,
                seed=plan.seed,
                requested_by=by,
            )
    except IntegrityError as error:
        message = _("Groups of this plan are being formed already.")
        raise ValidationError(message, code="under_way") from error
    record_event("forming_started", run, by=by, after={"version": plan.version, "seed": run.seed})
    _call(run.pk)
    return run


def _check_ready(plan: FieldPlan, deals_units: bool) -> None:
    plan.refresh_from_db()
    if plan.state != FieldPlan.State.DRAFT:
        raise ValidationError(_("The plan is no longer in preparation."), code="not_draft")
    groups = plan.groups.count()
    units = plan.plan_units.count()
    if not (groups and units):
        raise ValidationError(_("The plan has no units or no groups yet."), code="empty")
    if not deals_units and plan.plan_units.filter(group=None).exists():
        message = _("Some units have no group yet: place them, or let them be dealt out.")
        raise ValidationError(message, code="ungrouped")


@transaction.atomic
def cancel_forming(run: FormingRun, *, by: User) -> None:
    """Stop a run; its search is killed within a second.

    Raises:
        ValidationError: the run is finished (`finished`).
        PermissionDenied: the account does not form groups.
    """
    check_plan(run.plan, by=by)
    unfinished = FormingRun.objects.unfinished().filter(pk=run.pk)
    if not unfinished.update(state=State.CANCELLED, finished_at=timezone.now(), lease_until=None):
        raise ValidationError(_("The search is finished already."), code="finished")
    run.refresh_from_db()
    record_event("forming_cancelled", run, by=by, after={"state": run.state})


def form_plan(run_id: int) -> bool:
    """Search for the groups of a waiting run and store what was found, once.

    Returns:
        Whether this call stored it.
    """
    run = _claim(run_id)
    if run is None:
        return False

    def tell(stage: str, done: int, steps: int, seconds: float) -> None:
        progress = {"stage": stage, "done_count": done, "step_count": steps}
        if not _held(run).update(lease_until=lease_end(seconds + GRACE_SECONDS), **progress):
            raise UnwantedError

    try:
        findings = find_groups(run, tell=tell, is_wanted=lambda: _held(run).exists())
    except UnwantedError:
        logger.info("Attempt %s of forming %s is not wanted any more.", run.attempt, run.pk)
        return False
    # Whatever it is, the run must not wait for ever: it is tried again, then shown to people.
    except Exception as error:
        _give_up(run, error)
        return False
    return _store(run, findings)


def sweep_formings() -> None:
    """Return the runs of dead workers to the queue; call again for whatever was not fetched."""
    for run in FormingRun.objects.expired(timezone.now()):
        _give_up(run, TimeoutError("The worker was lost before it had finished."))
    waiting = FormingRun.objects.filter(uncalled(), state=State.WAITING)
    for run_id in waiting.values_list("pk", flat=True):
        with transaction.atomic():
            _call(run_id)


def _call(run_id: int) -> None:
    FormingRun.objects.filter(pk=run_id, state=State.WAITING).update(lease_until=lease_end())
    call_after_commit(FORM_GROUPS, run_id)


@transaction.atomic
def _claim(run_id: int) -> FormingRun | None:
    """Take a waiting run under a new attempt; None when it is not there for the taking."""
    claimed = FormingRun.objects.filter(pk=run_id, state=State.WAITING).update(
        state=State.RUNNING, attempt=F("attempt") + 1, done_count=0, lease_until=lease_end()
    )
    return FormingRun.objects.select_related("plan").get(pk=run_id) if claimed else None


def _held(run: FormingRun) -> QuerySet[FormingRun]:
    """The row of a claimed run, as long as this attempt is still the one that counts."""
    return FormingRun.objects.filter(pk=run.pk, state=State.RUNNING, attempt=run.attempt)


@transaction.atomic
def _store(run: FormingRun, found: Findings) -> bool:
    """Store findings and `done` together, unless the attempt is no longer the one that counts."""
    stored = _held(run).update(
        state=State.DONE,
        proof=found.proof,
        result=found.result,
        diagnosis=found.diagnosis,
        finished_at=timezone.now(),
        done_count=F("step_count"),
        lease_until=None,
        error="",
    )
    if not stored:
        logger.info("Attempt %s of forming %s came too late.", run.attempt, run.pk)
        return False
    record_event("forming_completed", run, by=None, after=found.proof)
    return True


@transaction.atomic
def _give_up(run: FormingRun, error: Exception) -> None:
    """Return a run to the queue; after the last attempt it fails, with the reason."""
    text = "".join(traceback.format_exception_only(error)).strip()
    held = _held(run)
    if run.attempt < MAX_ATTEMPTS:
        if held.update(state=State.WAITING, lease_until=None, error=text):
            _call(run.pk)
        return
    if held.update(state=State.FAILED, finished_at=timezone.now(), lease_until=None, error=text):
        logger.error("Forming %s failed.", run.pk, exc_info=error)
        record_event("forming_failed", run, by=None, after={"error": text})
