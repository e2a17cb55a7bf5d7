"""Spot rechecks and complaints."""

import secrets
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import Complaint, FieldPlan, RecheckCase, RecheckSample
from evaluators.rules.sampling import draw_sample
from evaluators.services.rights import check_office, check_plan
from organization.models import User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def draw_recheck(plan: FieldPlan, *, percent: Decimal, by: User, seed: str = "") -> RecheckSample:
    """Draw units of a plan for a second look; seed and population are stored with the draw.

    Args:
        seed: drawn at random when empty.

    Raises:
        ValidationError: the plan has no unit, or the percentage is none; it also visits units of
            domains that the account does not answer for (`domains`).
        PermissionDenied: the account is not of the office.
    """
    check_plan(plan, by=by)
    units = {row.unit.code: row for row in plan.plan_units.select_related("unit")}
    if not units:
        raise ValidationError(_("This plan has no unit to draw from."), code="empty")
    sample = RecheckSample(
        plan=plan,
        percent=percent,
        seed=seed or secrets.token_hex(8),
        population=sorted(units),
        drawn_by=by,
    )
    save_recorded(sample, by=by)
    RecheckCase.objects.bulk_create(
        [
            RecheckCase(sample=sample, plan_unit=units[code], position=position)
            for position, code in enumerate(repeat_draw(sample), start=1)
        ]
    )
    return sample


def repeat_draw(sample: RecheckSample) -> list[str]:
    """The codes that seed and population give, in order of drawing: the same whenever asked."""
    return draw_sample(sample.population, sample.seed, percent=sample.percent)


@transaction.atomic
def note_finding(case: RecheckCase, *, finding: str, remark: str, by: User) -> None:
    """Note what the second look found.

    Raises:
        ValidationError: noted already, or a fault without a word on it.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if finding != RecheckCase.Finding.CONFIRMED and not remark:
        raise ValidationError({"remark": _("Say what was found.")})
    unchecked = RecheckCase.objects.filter(pk=case.pk, finding="")
    values = {"finding": finding, "remark": remark, "checked_by": by}
    if not unchecked.update(**values, checked_at=timezone.now()):
        raise ValidationError(_("This case is checked already."), code="checked")
    record_event("recheckcase_checked", case, by=by, after={"finding": finding, "remark": remark})


@transaction.atomic
def take_complaint(complaint: Complaint, *, by: User) -> Complaint:
    """Take in a complaint.

    Raises:
        ValidationError: a day to come, or nothing said.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if complaint.received_on and complaint.received_on > timezone.localdate():
        raise ValidationError({"received_on": _("This day is still to come.")})
    complaint.received_by = by
    save_recorded(complaint, by=by)
    return complaint


@transaction.atomic
def settle_complaint(complaint: Complaint, *, outcome: str, answer: str, by: User) -> None:
    """Settle a complaint with its result and what was done.

    Raises:
        ValidationError: settled already, or nothing said.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if not answer:
        raise ValidationError({"answer": _("Say what was done.")})
    unsettled = Complaint.objects.filter(pk=complaint.pk, outcome="")
    values = {"outcome": outcome, "answer": answer, "settled_by": by}
    if not unsettled.update(**values, settled_at=timezone.now()):
        raise ValidationError(_("This complaint is settled already."), code="settled")
    record_event("complaint_settled", complaint, by=by, after={"outcome": outcome})
