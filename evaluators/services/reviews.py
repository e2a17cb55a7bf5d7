"""Reviews of evaluators from three sources, and the reverse evaluation of groups."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import (
    AssessmentGroup,
    EvaluatorReview,
    FieldPlan,
    PoolPolicy,
    ReverseAnswer,
    ReverseEvaluation,
    ReverseInvitation,
    ReverseQuestion,
    Seat,
)
from evaluators.services.rights import check_office
from organization.models import Role, Unit, User
from organization.services.audit import record_event, save_recorded

LEAST_ANSWERS = 3
MARKS = range(1, 6)


@transaction.atomic
def review_member(seat: Seat, *, rating: str, remark: str, by: User) -> EvaluatorReview:
    """The leader reviews a member of the own group once the field work is over.

    Raises:
        ValidationError: field work goes on, the own seat or an empty one, reviewed before.
        PermissionDenied: the account does not lead the group.
    """
    if not Seat.objects.led_by(by).filter(group=seat.group_id).exists():
        raise PermissionDenied
    if seat.evaluator is None or seat.evaluator.account_id == by.pk:
        raise ValidationError(_("A leader reviews the other members."), code="self")
    _check_over(seat.group)
    return _review(seat, EvaluatorReview.Source.LEADER, None, rating, remark, by)


@transaction.atomic
def note_review(
    seat: Seat, *, source: str, rating: str, remark: str, by: User, unit: Unit | None = None
) -> EvaluatorReview:
    """The office notes what a unit or the discipline body has written about an evaluator.

    Raises:
        ValidationError: the leader's word, which only the leader gives; a unit that the group did
            not visit; field work goes on; noted before.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if source == EvaluatorReview.Source.LEADER:
        raise ValidationError({"source": _("The leader reviews on a page of their own.")})
    if unit and not seat.group.plan_units.filter(unit=unit).exists():
        raise ValidationError({"unit": _("The group did not visit this unit.")})
    _check_over(seat.group)
    return _review(seat, source, unit, rating, remark, by)


@transaction.atomic
def open_reverse(group: AssessmentGroup, *, by: User) -> ReverseEvaluation:
    """Ask the units that a group visited to rate it, once its field work is over.

    Raises:
        ValidationError: field work goes on, asked before, no question or no unit.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    _check_over(group)
    questions = list(ReverseQuestion.objects.filter(is_asked=True).values("code", "text"))
    units = list(group.plan_units.values_list("unit", flat=True))
    if not questions or not units:
        raise ValidationError(_("There is nobody to ask, or nothing to ask."), code="empty")
    policy = PoolPolicy.objects.on(timezone.localdate())
    evaluation = ReverseEvaluation(
        group=group,
        questions=questions,
        answers_min=policy.answers_min if policy else LEAST_ANSWERS,
        opened_by=by,
    )
    save_recorded(evaluation, by=by)
    ReverseInvitation.objects.bulk_create(
        [ReverseInvitation(evaluation=evaluation, unit_id=unit) for unit in units]
    )
    return evaluation


@transaction.atomic
def answer_reverse(
    invitation: ReverseInvitation, *, marks: Mapping[str, int], comment: str, by: User
) -> None:
    """Answer once for a unit. Nothing that is stored ties the answer to the unit.

    Raises:
        ValidationError: closed, answered before, or a mark is missing or off the scale.
        PermissionDenied: the account is not the unit's principal.
    """
    if invitation.unit_id not in by.unit_keys([Role.UNIT_PRINCIPAL]):
        raise PermissionDenied
    evaluation = invitation.evaluation
    asked = {question["code"] for question in evaluation.questions}
    if set(marks) != asked or not all(mark in MARKS for mark in marks.values()):
        raise ValidationError(_("Give every question a mark from 1 to 5."), code="marks")
    # The row count is the lock: of two tabs one gets 0, and so does whoever comes after closing.
    if not ReverseInvitation.objects.unanswered().filter(pk=invitation.pk).update(is_answered=True):
        raise ValidationError(
            _("The questionnaire is answered already, or closed."), code="answered"
        )
    answer = ReverseAnswer(evaluation=evaluation, marks=dict(marks), comment=comment)
    answer.full_clean()
    answer.save()
    # No account in the event: the order of events would tell whose answer is which.
    record_event("reverse_answered", evaluation, by=None)


@transaction.atomic
def close_reverse(evaluation: ReverseEvaluation, *, by: User) -> None:
    """Close a questionnaire; from now on the aggregate may be read.

    Raises:
        ValidationError: closed already.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    still_open = ReverseEvaluation.objects.filter(pk=evaluation.pk, closed_at=None)
    if not still_open.update(closed_at=timezone.now(), closed_by=by):
        raise ValidationError(_("This questionnaire is closed already."), code="closed")
    record_event("reverse_closed", evaluation, by=by)


def is_over(plan: FieldPlan) -> bool:
    """Whether the field work of a plan has ended."""
    return plan.state != FieldPlan.State.DRAFT and plan.ends_on < timezone.localdate()


def _check_over(group: AssessmentGroup) -> None:
    if not is_over(group.plan):
        raise ValidationError(_("The field work of this group is not over."), code="early")


def _review(
    seat: Seat, source: str, unit: Unit | None, rating: str, remark: str, by: User
) -> EvaluatorReview:
    review = EvaluatorReview(
        seat=seat, source=source, unit=unit, rating=rating, remark=remark, written_by=by
    )
    save_recorded(review, by=by)
    return review
