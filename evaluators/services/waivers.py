"""Waivers of recusals: one person asks, another decides; nothing is waived by itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import POOL_ROLES, Evaluator, FieldPlan, Waiver
from evaluators.rules.recusal import NEVER_WAIVED
from evaluators.services.plans import change_plan
from evaluators.services.rights import check_unit
from organization.models import Unit, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def request_waiver(
    plan: FieldPlan, *, evaluator: Evaluator, unit: Unit, rule: str, reason: str, by: User
) -> Waiver:
    """Ask that one rule shall not bar one evaluator from one unit of the plan.

    Raises:
        ValidationError: kinship and one's own unit (`never`), a unit that the plan does not visit
            (`unit`), a waiver asked for before, no reason, or a confirmed plan (`not_draft`).
        PermissionDenied: the account does not form groups.
    """
    check_unit(unit, by=by)
    if rule in NEVER_WAIVED:
        raise ValidationError(_("Kinship and one's own unit are never waived."), code="never")
    change_plan(plan)
    if not plan.plan_units.filter(unit=unit).exists():
        message = _("The plan does not visit this unit.")
        raise ValidationError({"unit": ValidationError(message, code="unit")})
    waiver = Waiver(
        plan=plan, evaluator=evaluator, unit=unit, rule=rule, reason=reason, requested_by=by
    )
    save_recorded(waiver, by=by)
    return waiver


@transaction.atomic
def decide_waiver(waiver: Waiver, *, approved: bool, by: User) -> None:
    """Approve or refuse a waiver that somebody else has asked for.

    Raises:
        ValidationError: the own request (`own`), decided before (`decided`), or a confirmed plan
            (`not_draft`).
        PermissionDenied: the account is neither of the office nor of a committee.
    """
    check_unit(waiver.unit, by=by, roles=POOL_ROLES)
    if waiver.requested_by_id == by.pk:
        raise ValidationError(_("Somebody else decides on a waiver."), code="own")
    change_plan(waiver.plan)
    state = Waiver.State.APPROVED if approved else Waiver.State.REFUSED
    waiting = Waiver.objects.filter(pk=waiver.pk, state=Waiver.State.REQUESTED)
    if not waiting.update(state=state, decided_by=by, decided_at=timezone.now()):
        raise ValidationError(_("The waiver has been decided on already."), code="decided")
    waiver.refresh_from_db()
    record_event("waiver_decided", waiver, by=by, after={"state": waiver.state})
