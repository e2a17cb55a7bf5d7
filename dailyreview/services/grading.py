"""The grade of a quarter: decided by the last reviewer of the chain, within the quota."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, GradeDecision, RunGroup
from assessment.selectors.decisions import open_proposals
from assessment.services.decisions import accept_proposals, decide_grade
from dailyreview.models import Quarter
from dailyreview.selectors.grading import group_of, may_grade
from dailyreview.services.care import open_mentorings
from organization.models import Unit, User


@transaction.atomic
def decide_quarter_grade(
    assessee: Assessee, *, grade: str, departure_reason: str = "", by: User
) -> GradeDecision:
    """Decide one person's grade as the last reviewer.

    Raises:
        PermissionDenied: the account is not the last reviewer of the unit, or it is the own grade.
        ValidationError: no run yet, or what `decide_grade` refuses (quota, reason).
    """
    quarter = Quarter.objects.get(cycle=assessee.cycle_id)
    group = _group(quarter, assessee.unit, by)
    if by.cadre_id and assessee.appointment and assessee.appointment.cadre_id == by.cadre_id:
        raise PermissionDenied
    decision = decide_grade(
        assessee,
        run=group.run,
        grade=grade,
        body=_body(assessee.unit),
        decided_on=timezone.localdate(),
        departure_reason=departure_reason,
        by=by,
    )
    open_mentorings([decision], by=by)
    return decision


@transaction.atomic
def accept_quarter(
    quarter: Quarter, unit: Unit, *, expected: int | None = None, by: User
) -> list[GradeDecision]:
    """Accept every open proposal of the unit's people.

    Raises:
        PermissionDenied: the account is not the last reviewer of the unit.
        ValidationError: no run yet, what `accept_proposals` refuses, or the own grade is among them
            (somebody may stand in for the last reviewer and be assessed as well).
    """
    group = _group(quarter, unit, by)
    if _holds_own_proposal(group, by):
        raise ValidationError(
            _("Your own grade is among them: decide the others one by one; yours is not for you."),
            code="own",
        )
    decisions = accept_proposals(
        group, body=_body(unit), decided_on=timezone.localdate(), expected=expected, by=by
    )
    open_mentorings(decisions, by=by)
    return decisions


def _group(quarter: Quarter, unit: Unit, by: User) -> RunGroup:
    if not may_grade(unit, by, timezone.localdate()):
        raise PermissionDenied
    group = group_of(quarter, unit)
    if group is None:
        raise ValidationError(
            _("The marks of this quarter are not computed yet; the office starts that."),
            code="no_run",
        )
    return group


def _holds_own_proposal(group: RunGroup, by: User) -> bool:
    if by.cadre_id is None:
        return False
    proposals = open_proposals(group).acceptable
    own = group.results.filter(assessee__appointment__cadre=by.cadre_id)
    return own.filter(pk__in=list(proposals)).exists()


def _body(unit: Unit) -> str:
    return _("Principal of %(unit)s") % {"unit": unit.label}
