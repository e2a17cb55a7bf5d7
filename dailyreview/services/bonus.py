"""The bonus sheet: switched on by the office, computed for a download, never stored."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dailyreview.models import BonusClass, DailyPlan
from dailyreview.rules.bonus import BonusError
from dailyreview.selectors.bonus import ClassSheet, class_sheet, points_by_class
from organization.models import User
from organization.services.audit import delete_recorded, record_event, save_recorded


@transaction.atomic
def switch_bonus(plan: DailyPlan, *, has_bonus: bool, bonus_gap_max: Decimal, by: User) -> None:
    """Switch the sheet on or off and state the largest gap.

    Raises:
        PermissionDenied: not the office of the plan.
        ValidationError: a class has a larger gap than that.
    """
    plan = _kept(plan, by)
    wider = plan.bonus_classes.filter(gap__gt=bonus_gap_max).first()
    if wider:
        _refuse_gap(wider.gap, bonus_gap_max, "bonus_gap_max")
    plan.has_bonus, plan.bonus_gap_max = has_bonus, bonus_gap_max
    save_recorded(plan, by=by)


@transaction.atomic
def set_bonus_class(bonus: BonusClass, *, by: User) -> None:
    """Set what is divided among an identity class (DLY-08).

    Raises:
        PermissionDenied: not the office of the plan.
        ValidationError: the sheet is switched off, the gap is above the largest one, or the class
            is set already.
    """
    plan = _kept(bonus.plan, by)
    _check_on(plan)
    if bonus.gap is not None and bonus.gap > plan.bonus_gap_max:
        _refuse_gap(bonus.gap, plan.bonus_gap_max, "gap")
    save_recorded(bonus, by=by)


@transaction.atomic
def remove_bonus_class(bonus: BonusClass, *, by: User) -> None:
    """Take the parameters of a class away; raises PermissionDenied."""
    _kept(bonus.plan, by)
    delete_recorded(bonus, by=by)


@transaction.atomic
def make_bonus_sheet(plan: DailyPlan, *, by: User) -> list[ClassSheet]:
    """Compute the sheet for a download and record that it was taken out; no amount is stored.

    Raises:
        PermissionDenied: not the office of the plan.
        ValidationError: switched off, no class is set, nobody has a published quarter, the pool
            does not reach for the least of each, or a gap is above the largest one.
    """
    plan = _kept(plan, by)
    _check_on(plan)
    people = points_by_class(plan)
    sheets = []
    for bonus in plan.bonus_classes.all():
        if bonus.gap > plan.bonus_gap_max:
            _refuse_gap(bonus.gap, plan.bonus_gap_max, "gap")
        if not people.get(bonus.identity_class):
            message = _("%(class)s: nobody has a published quarter of this year.")
            shown = {"class": bonus.get_identity_class_display()}
            raise ValidationError(message % shown, code="nobody")
        try:
            sheets.append(class_sheet(bonus, people[bonus.identity_class]))
        except BonusError as error:
            raise ValidationError(_too_small(bonus, error), code="floor") from error
    if not sheets:
        raise ValidationError(_("Set the pool of an identity class first."), code="empty")
    rows = sum(len(sheet.rows) for sheet in sheets)
    pools = "; ".join(f"{one.bonus.identity_class} {one.bonus.pool}" for one in sheets)
    record_event("bonus_sheet_exported", plan, by=by, after={"rows": rows, "text": pools})
    return sheets


def _kept(plan: DailyPlan, by: User) -> DailyPlan:
    # One change of the parameters at a time: a gap and its largest never pass each other.
    kept = DailyPlan.objects.editable_by(by).filter(pk=plan.pk).select_for_update(of=("self",))
    found = kept.first()
    if found is None:
        raise PermissionDenied
    return found


def _check_on(plan: DailyPlan) -> None:
    if not plan.has_bonus:
        raise ValidationError(_("The bonus sheet of this plan is switched off."), code="off")


def _refuse_gap(gap: Decimal, most: Decimal, field: str) -> None:
    message = _("A gap of %(gap)s yuan is above the largest gap of %(most)s yuan.")
    raise ValidationError({field: message % {"gap": gap, "most": most}}, code="gap")


def _too_small(bonus: BonusClass, error: BonusError) -> str:
    least = (Decimal(error.least_fen.numerator) / error.least_fen.denominator).scaleb(-2)
    return _(
        "%(class)s: with this pool and gap the lowest would get %(least)s yuan, less than the "
        "least of %(floor)s yuan. Raise the pool or lower the gap."
    ) % {
        "class": bonus.get_identity_class_display(),
        "least": least.quantize(Decimal("0.01")),
        "floor": bonus.floor,
    }
