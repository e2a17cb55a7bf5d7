"""Letters that an evaluator signs for a plan before anything opens."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluators.models import Evaluator, FieldPlan, LetterVersion, Seat, Signature
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def sign_letters(
    evaluator: Evaluator, *, plan: FieldPlan, letters: Iterable[LetterVersion], by: User
) -> list[Signature]:
    """Sign the letters that one has read; those signed before stay as they are.

    Returns:
        the new signatures.

    Raises:
        PermissionDenied: somebody else's letters, or no seat in the plan.
        ValidationError: a wording that is not in force on the first day of the plan.
    """
    seated = Seat.objects.filter(group__plan=plan, evaluator=evaluator)
    if evaluator.account_id != by.pk or plan.state != FieldPlan.State.CONFIRMED:
        raise PermissionDenied
    if not seated.exists():
        raise PermissionDenied
    in_force = {letter.pk for letter in LetterVersion.objects.on(plan.starts_on)}
    signed = []
    for letter in letters:
        if letter.pk not in in_force:
            raise ValidationError(_("Another wording is in force: read it first."), code="wording")
        signature, is_new = Signature.objects.get_or_create(
            letter=letter, evaluator=evaluator, plan=plan
        )
        if is_new:
            record_event("signature_written", signature, by=by, after={"letter": str(letter)})
            signed.append(signature)
    return signed
