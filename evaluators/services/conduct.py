"""Breaches of the nine don'ts, deductions for home units, recommendations, careers."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import (
    Breach,
    CareerOutcome,
    Evaluator,
    FieldPlan,
    HomeDeduction,
    LetterVersion,
    Recommendation,
    Signature,
)
from evaluators.services.rights import check_office
from organization.models import User
from organization.services.audit import delete_recorded, record_event, save_recorded


@transaction.atomic
def note_breach(
    evaluator: Evaluator,
    *,
    number: int,
    happened_on: dt.date,
    finding: str,
    by: User,
    plan: FieldPlan | None = None,
) -> Breach:
    """Note that an evaluator did one of the nine don'ts, by the wording that was signed.

    Raises:
        ValidationError: no wording was signed or in force, a number beyond nine, no finding.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    letter = binding_letter(evaluator, happened_on)
    if letter is None:
        raise ValidationError(_("No wording of the nine don'ts was in force on the day."))
    breach = Breach(
        evaluator=evaluator,
        letter=letter,
        number=number,
        happened_on=happened_on,
        finding=finding,
        plan=plan,
        noted_by=by,
    )
    save_recorded(breach, by=by)
    return breach


def binding_letter(evaluator: Evaluator, day: dt.date) -> LetterVersion | None:
    """The nine don'ts as the person signed them last before a day; unsigned, those in force."""
    nine = LetterVersion.Kind.NINE_DONTS
    signed = (
        Signature.objects.filter(
            evaluator=evaluator, letter__kind=nine, letter__valid_from__lte=day
        )
        .select_related("letter")
        .order_by("-letter__valid_from")
        .first()
    )
    if signed:
        return signed.letter
    return LetterVersion.objects.on(day).filter(kind=nine).first()


@transaction.atomic
def decide_deduction(deduction: HomeDeduction, *, accepted: bool, opinion: str, by: User) -> None:
    """Decide whether a home unit answers for its evaluator: another person than who noted it.

    Raises:
        ValidationError: decided already, the own entry, or not followed without an opinion.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if deduction.entry.entered_by_id == by.pk:
        raise ValidationError(_("Somebody else must decide on what you entered."), code="self")
    if not accepted and not opinion:
        raise ValidationError({"opinion": _("Say why the proposal is not followed.")})
    state = HomeDeduction.State.ACCEPTED if accepted else HomeDeduction.State.REFUSED
    waiting = HomeDeduction.objects.filter(pk=deduction.pk, state=HomeDeduction.State.PROPOSED)
    values = {"state": state, "opinion": opinion, "decided_by": by}
    if not waiting.update(**values, decided_at=timezone.now()):
        raise ValidationError(_("This proposal is decided already."), code="state")
    record_event("homededuction_decided", deduction, by=by, after={"state": state})


@transaction.atomic
def recommend(
    evaluator: Evaluator, *, year: int, kind: str, reason: str, by: User
) -> Recommendation:
    """Put somebody on the recommendation list. Raises ValidationError or PermissionDenied."""
    check_office(by)
    row = Recommendation(
        evaluator=evaluator, year=year, kind=kind, reason=reason, recommended_by=by
    )
    save_recorded(row, by=by)
    return row


@transaction.atomic
def withdraw_recommendation(recommendation: Recommendation, *, by: User) -> None:
    """Take somebody off the recommendation list. Raises PermissionDenied."""
    check_office(by)
    delete_recorded(recommendation, by=by)


@transaction.atomic
def note_outcome(outcome: CareerOutcome, *, by: User) -> CareerOutcome:
    """Note what became of an evaluator. Raises ValidationError or PermissionDenied."""
    check_office(by)
    save_recorded(outcome, by=by)
    return outcome
