"""Shares of a quota that one unit has in one cycle, with the reason they differ."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, SchemeQuota, UnitShare
from organization.models import Unit, User
from organization.services.audit import save_recorded


@transaction.atomic
def set_unit_share(
    cycle: AssessmentCycle,
    *,
    unit: Unit,
    quota: SchemeQuota,
    share: Decimal,
    reason: str,
    by: User,
) -> UnitShare:
    """Give the people of a unit a share of their own in the cycle; runs to come count with it.

    Raises:
        ValidationError: a closed cycle, a quota of another scheme or over the whole cycle, or no
            share.
    """
    if cycle.state == AssessmentCycle.State.CLOSED:
        raise ValidationError(_("The cycle is closed."), code="closed")
    if quota.grade.scheme_id != cycle.scheme_id or quota.scope != SchemeQuota.Scope.GROUP:
        message = _("Choose a quota of the cycle's scheme that counts each comparison group.")
        raise ValidationError({"quota": ValidationError(message, code="quota")})
    found = UnitShare.objects.filter(cycle=cycle, unit=unit, quota=quota).first()
    found = found or UnitShare(cycle=cycle, unit=unit, quota=quota)
    found.share, found.reason = share, reason
    save_recorded(found, by=by)
    return found
