"""The process score of a unit moves its share of the best grade from the next quarter on."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assessment.models import SchemeQuota, UnitShare
from assessment.services.unit_shares import set_unit_share
from dailyreview.models import DailyPlan, ProcessStep, Quarter
from dailyreview.rules.process import changed_share, share_change
from dailyreview.selectors.process import scored_visits, steps_in_force
from organization.models import Unit, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def add_process_step(
    plan: DailyPlan,
    *,
    from_quarter: int,
    min_score: Decimal,
    change: Decimal,
    clause: str = "",
    by: User,
) -> ProcessStep:
    """State what a process score adds to the share of the best grade, from a quarter on.

    Raises:
        ValidationError: the quarter is open already, or the score has a step.
    """
    _refuse_open(plan, from_quarter)
    step = ProcessStep(
        plan=plan, from_quarter=from_quarter, min_score=min_score, change=change, clause=clause
    )
    save_recorded(step, by=by)
    return step


@transaction.atomic
def remove_process_step(step: ProcessStep, *, by: User) -> None:
    """Take a step away again before its quarter is open."""
    _refuse_open(step.plan, step.from_quarter)
    before = {"min_score": str(step.min_score), "change": str(step.change)}
    record_event("processstep_removed", step, by=by, before=before)
    step.delete()


@transaction.atomic
def change_shares(quarter: Quarter, *, by: User) -> list[UnitShare]:
    """Give the units of a quarter that opens the share that their process score calls for."""
    steps = [(step.min_score, step.change) for step in steps_in_force(quarter.plan, quarter.number)]
    visits = scored_visits(quarter) if steps else {}
    quotas = SchemeQuota.objects.filter(
        grade__scheme=quarter.plan.scheme_id,
        grade__position=1,
        scope=SchemeQuota.Scope.GROUP,
        share__gt=0,
    )
    given = []
    for unit in quarter.cycle.units.filter(pk__in=visits).order_by("code"):
        score = visits[unit.pk].process_score
        assert score is not None
        if change := share_change(score, steps):
            given += [_give(quarter, unit, quota, score, change, by) for quota in quotas]
    return given


def _give(
    quarter: Quarter, unit: Unit, quota: SchemeQuota, score: Decimal, change: Decimal, by: User
) -> UnitShare:
    share = changed_share(quota.share, change)
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Process score %(score)s: %(base)s%% %(sign)s %(change)s%% = %(share)s%%") % {
            "score": _plain(score),
            "base": _plain(quota.share * 100),
            "sign": "+" if change > 0 else "−",
            "change": _plain(abs(change) * 100),
            "share": _plain(share * 100),
        }
    return set_unit_share(quarter.cycle, unit=unit, quota=quota, share=share, reason=reason, by=by)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _refuse_open(plan: DailyPlan, number: int) -> None:
    if plan.quarters.filter(number__gte=number).exists():
        raise ValidationError(
            {"from_quarter": ValidationError(_("This quarter is open already."), code="open")}
        )
