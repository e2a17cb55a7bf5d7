"""Progress of a task: reports on milestones, verified by the office."""

from decimal import Decimal
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import Milestone, MilestoneReport, Task
from collection.selectors.tasks import answers_for, keeps_task, speaks_for
from organization.models import User
from organization.services.audit import record_event
from organization.services.uploads import check_upload


@transaction.atomic
def report_milestone(
    milestone: Milestone,
    *,
    text: str,
    figure: Decimal | None = None,
    evidence: "File[bytes] | None" = None,
    by: User,
) -> MilestoneReport:
    """Report that a milestone is reached; it counts once the office has verified it.

    Raises:
        PermissionDenied: neither the responsible cadre nor the lead unit.
        ValidationError: the task is not in force, the milestone is reached or a report waits.
    """
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    task = milestone.task
    if not (answers_for(task, by) or speaks_for(task, by)):
        raise PermissionDenied
    if task.state != Task.State.IN_FORCE:
        raise ValidationError(_("The task is not in force yet."), code="state")
    if milestone.reached_on:
        raise ValidationError(_("This milestone is reached already."), code="reached")
    report = MilestoneReport(milestone=milestone, text=text, figure=figure, reported_by=by)
    if evidence:
        check_upload(evidence)
        report.evidence.save(PurePath(evidence.name or "").name, evidence, save=False)
    report.full_clean()
    report.save()
    after = {"milestone": milestone.title, "text": text, "figure": figure}
    record_event("milestone_reported", report, by=by, after=after)
    return report


@transaction.atomic
def rule_on_report(report: MilestoneReport, *, verified: bool, words: str = "", by: User) -> None:
    """Verify a report, so that its milestone is reached on the day of the report, or return it.

    Raises:
        PermissionDenied: not the office of the list, or who reported.
        ValidationError: ruled on before, or returned without a reason.
    """
    if not keeps_task(report.milestone.task, by) or report.reported_by_id == by.pk:
        raise PermissionDenied
    if not verified and not words.strip():
        raise ValidationError({"words": _("Say why it is returned.")}, code="reason")
    state = MilestoneReport.State.VERIFIED if verified else MilestoneReport.State.RETURNED
    waiting = MilestoneReport.objects.waiting().filter(pk=report.pk)
    # The row count is the lock: of two that rule, one gets 0.
    if not waiting.update(state=state, ruled_by=by, ruled_at=timezone.now(), words=words):
        raise ValidationError(_("Somebody ruled on this report before."), code="ruled")
    if verified:
        day = timezone.localdate(report.reported_at)
        Milestone.objects.filter(pk=report.milestone_id).update(reached_on=day)
    action = "milestonereport_verified" if verified else "milestonereport_returned"
    record_event(action, report, by=by, after={"state": state, "words": words})
