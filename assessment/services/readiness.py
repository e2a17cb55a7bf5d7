"""Checks before a run: asked for by a person, made by a worker under a lease."""

import logging
import traceback
from collections import Counter
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, ReadinessCheck
from assessment.selectors.group_checks import Remark
from assessment.selectors.readiness import trial_remarks
from assessment.services.doorbell import call_waiting_checks
from assessment.services.leases import claim_check, held_check
from organization.models import User
from organization.services.audit import record_event
from organization.services.leases import MAX_ATTEMPTS, lease_end

logger = logging.getLogger(__name__)

State = ReadinessCheck.State


@transaction.atomic
def order_check(cycle: AssessmentCycle, *, by: User) -> ReadinessCheck:
    """Queue a trial calculation of the cycle. One unfinished check a cycle.

    Raises:
        ValidationError: the cycle is not open (`not_open`), or a check is under way (`under_way`).
    """
    if not AssessmentCycle.objects.filter(pk=cycle.pk, state=AssessmentCycle.State.OPEN).exists():
        raise ValidationError(_("Only an open cycle can be checked."), code="not_open")
    try:
        # Constraints decide between two people pressing the button at once.
        with transaction.atomic():
            check = ReadinessCheck.objects.create(cycle=cycle, requested_by=by)
    except IntegrityError as error:
        message = _("A check of this cycle is under way.")
        raise ValidationError(message, code="under_way") from error
    record_event("check_ordered", check, by=by)
    call_waiting_checks()
    return check


def make_check(check_id: int) -> bool:
    """Make the trial calculation of a waiting check and store its findings, once.

    Returns:
        Whether this call stored them.
    """
    check = claim_check(check_id)
    if check is None:
        return False
    try:
        remarks = _made_under_lease(check)
    # Whatever it is, the check must not wait for ever: it is tried again, then shown to people.
    except Exception as error:
        _give_up(check, error)
        return False
    return remarks is not None and _store(check, remarks)


def sweep_checks() -> None:
    """Return the checks of dead workers to the queue; call again for whatever was not fetched."""
    for check in ReadinessCheck.objects.expired(timezone.now()):
        _give_up(check, TimeoutError("The worker was lost before it had finished."))
    call_waiting_checks()


def _made_under_lease(check: ReadinessCheck) -> list[Remark] | None:
    """Every remark; None as soon as the attempt no longer counts."""
    remarks: list[Remark] = []
    for done, (groups, found) in enumerate(trial_remarks(check.cycle), 1):
        remarks += found
        # A large cycle takes longer than a lease: each group renews it.
        progress = {"group_count": groups, "done_count": done}
        if not held_check(check).update(lease_until=lease_end(), **progress):
            logger.info("Attempt %s of check %s came too late.", check.attempt, check.pk)
            return None
    return remarks


@transaction.atomic
def _store(check: ReadinessCheck, remarks: list[Remark]) -> bool:
    """Store findings and `done` together, unless the attempt is no longer the one that counts."""
    stored = held_check(check).update(
        state=State.DONE,
        findings=[asdict(remark) for remark in remarks],
        finished_at=timezone.now(),
        lease_until=None,
        error="",
    )
    if not stored:
        logger.info("Attempt %s of check %s came too late.", check.attempt, check.pk)
        return False
    # Only the latest findings are of use; who asked, and when, stays in the audit trail.
    ReadinessCheck.objects.filter(cycle=check.cycle_id, pk__lt=check.pk).delete()
    after = dict(Counter(remark.severity for remark in remarks))
    record_event("check_completed", check, by=None, after=after)
    return True


@transaction.atomic
def _give_up(check: ReadinessCheck, error: Exception) -> None:
    """Return a check to the queue; after the last attempt it fails, with the reason."""
    text = "".join(traceback.format_exception_only(error)).strip()
    held = held_check(check)
    if check.attempt < MAX_ATTEMPTS:
        if held.update(state=State.WAITING, lease_until=None, error=text):
            call_waiting_checks()
        return
    now = timezone.now()
    if held.update(state=State.FAILED, finished_at=now, lease_until=None, error=text):
        logger.error("Check %s failed.", check.pk, exc_info=error)
        record_event("check_failed", check, by=None, after={"error": text})
