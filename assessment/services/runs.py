"""Score runs as people start and cancel them; `freezing` and `groups` are what workers do."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, RunGroup, ScoreRun
from assessment.selectors.readiness import would_fail
from assessment.services.doorbell import call_freezing
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def start_run(cycle: AssessmentCycle, *, note: str = "", by: User) -> ScoreRun:
    """Queue a run; a worker freezes the inputs and computes them. One unfinished run a cycle.

    Raises:
        ValidationError: the cycle is not open (`not_open`), what can be seen without calculating
            would make the run fail (`not_ready`), sheets are still being filled (`marking`), or a
            run is under way (`under_way`).
    """
    if not AssessmentCycle.objects.filter(pk=cycle.pk, state=AssessmentCycle.State.OPEN).exists():
        raise ValidationError(_("Only an open cycle can be scored."), code="not_open")
    cycle.refresh_from_db(fields=["field_plan", "marking_closed_at"])
    if cycle.is_marking:
        # A result would tell what was marked before everybody has marked.
        raise ValidationError(_("First close the marking of this cycle."), code="marking")
    # Gaps are no reason to refuse: the worker finds them again and holds the totals concerned.
    if would_fail(cycle):
        message = _("The run would fail: first put right what the findings of this cycle call for.")
        raise ValidationError(message, code="not_ready")
    last = cycle.runs.aggregate(last=Max("number"))["last"] or 0
    try:
        # Constraints decide between two people pressing the button at once.
        with transaction.atomic():
            run = ScoreRun.objects.create(cycle=cycle, number=last + 1, requested_by=by, note=note)
    except IntegrityError as error:
        message = _("A run of this cycle is under way.")
        raise ValidationError(message, code="under_way") from error
    record_event("run_started", run, by=by, after={"number": run.number, "note": note})
    call_freezing(run.pk)
    return run


@transaction.atomic
def cancel_run(run: ScoreRun, *, by: User) -> None:
    """Stop a run at any moment; what a worker is computing right now will not be stored.

    Raises:
        ValidationError: the run is finished (`finished`).
    """
    unfinished = ScoreRun.objects.unfinished().filter(pk=run.pk)
    now = timezone.now()
    if not unfinished.update(state=ScoreRun.State.CANCELLED, finished_at=now, lease_until=None):
        raise ValidationError(_("The run is finished already."), code="finished")
    RunGroup.objects.open().filter(run=run).update(
        state=RunGroup.State.CANCELLED, finished_at=now, lease_until=None
    )
    run.refresh_from_db()
    record_event("run_cancelled", run, by=by, after={"state": run.state})
