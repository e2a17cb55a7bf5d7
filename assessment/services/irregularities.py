"""What a supervisor reports to the office in confidence, and the one answer to it (GRP-05)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, Irregularity
from assessment.rules.marks import is_sentence
from assessment.selectors.fieldwork import standing_in
from evaluators.models import AssessmentGroup, Evaluator
from organization.models import Role, User
from organization.services.audit import record_event


@transaction.atomic
def report_irregularity(
    group: AssessmentGroup,
    *,
    words: str,
    evaluator: Evaluator | None = None,
    assessee: Assessee | None = None,
    by: User,
) -> Irregularity:
    """Tell the office of an irregularity; also after the group's task is closed.

    The event says who reported of which group, and not what: the trail is read by others too.

    Args:
        evaluator: about whom; assessee: whose score sheet it concerns.

    Raises:
        PermissionDenied: no seat of the group that reads and reports.
        ValidationError: nothing is said, or somebody the group has nothing to do with.
    """
    standing = standing_in(group, by)
    if not standing.is_supervisor:
        raise PermissionDenied
    if not is_sentence(words):
        raise ValidationError({"words": _("Say in a sentence what happened.")})
    if evaluator is not None and not group.seats.filter(evaluator=evaluator).exists():
        raise ValidationError({"evaluator": _("This person is no member of the group.")})
    if assessee is not None and not standing.assessees.filter(pk=assessee.pk).exists():
        raise ValidationError({"assessee": _("The group does not go to this assessee.")})
    report = Irregularity(
        group=group, evaluator=evaluator, assessee=assessee, words=words, reported_by=by
    )
    report.full_clean()
    report.save()
    record_event("irregularity_reported", report, by=by, after={"group": str(group)})
    return report


@transaction.atomic
def answer_irregularity(report: Irregularity, *, answer: str, by: User) -> None:
    """Say what came of it; that closes the report.

    Raises:
        PermissionDenied: not the office, or the report is about oneself or one's own.
        ValidationError: no words, or it is answered already.
    """
    if not by.has_role(Role.OFFICE_STAFF) or by.pk in _concerned(report):
        raise PermissionDenied
    if not is_sentence(answer):
        raise ValidationError({"answer": _("Say in a sentence what came of it.")})
    waiting = Irregularity.objects.waiting().filter(pk=report.pk)
    # Of two people who answer at once, the row count lets one through.
    if not waiting.update(answer=answer, answered_by=by, answered_at=timezone.now()):
        raise ValidationError(_("This report has been answered already."), code="answered")
    report.refresh_from_db()
    record_event("irregularity_answered", report, by=by)


def _concerned(report: Irregularity) -> set[int | None]:
    about = report.evaluator.account_id if report.evaluator else None
    return {report.reported_by_id, about}
