"""Units, their categories by date and their leadership teams."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organization.models import Category, CategoryMembership, Domain, LeadershipTeam, Unit, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def create_unit(
    unit: Unit,
    *,
    category: Category | None = None,
    since: dt.date | None = None,
    team_name: str = "",
    by: User,
) -> Unit:
    """Store a new unit and, where given, its category from a day on and its leadership team.

    Raises:
        ValidationError: the unit breaks a rule, or the category is of another domain.
        PermissionDenied: the account does not keep the units of this domain.
    """
    _check_domain(unit, by)
    save_recorded(unit, by=by)
    if category is not None and since is not None:
        move_to_category(unit, category=category, since=since, by=by)
    if team_name:
        name_team(unit, name=team_name, by=by)
    return unit


@transaction.atomic
def update_unit(unit: Unit, *, team_name: str = "", by: User) -> Unit:
    """Store the changed facts of a unit and, where given, the name of its leadership team.

    Raises:
        ValidationError: a rule is broken, among them: the new superior lies below the unit.
        PermissionDenied: the account does not keep the units of the old or the new domain.
    """
    _check_domain(Unit.objects.get(pk=unit.pk), by)
    _check_domain(unit, by)
    save_recorded(unit, by=by)
    if team_name:
        name_team(unit, name=team_name, by=by)
    return unit


@transaction.atomic
def deactivate_unit(unit: Unit, *, by: User) -> None:
    """Take a unit out of use; its past stays.

    Raises:
        ValidationError: it is inactive already, or units below it are active.
        PermissionDenied: the account does not keep the units of this domain.
    """
    _check_domain(unit, by)
    if unit.children.filter(is_active=True).exists():
        raise ValidationError(
            _("Units below this one are still active; deactivate them first."), code="children"
        )
    # The row count is the lock: of two clerks pressing the button, one gets 0.
    if not Unit.objects.filter(pk=unit.pk, is_active=True).update(is_active=False):
        raise ValidationError(_("This unit is inactive already."), code="inactive")
    unit.is_active = False
    record_event(
        "unit_deactivated", unit, by=by, before={"is_active": True}, after={"is_active": False}
    )


@transaction.atomic
def reactivate_unit(unit: Unit, *, by: User) -> None:
    """Take a unit into use again. Raises ValidationError when it is active already."""
    _check_domain(unit, by)
    if not Unit.objects.filter(pk=unit.pk, is_active=False).update(is_active=True):
        raise ValidationError(_("This unit is active already."), code="active")
    unit.is_active = True
    record_event(
        "unit_reactivated", unit, by=by, before={"is_active": False}, after={"is_active": True}
    )


@transaction.atomic
def move_to_category(
    unit: Unit, *, category: Category, since: dt.date, by: User
) -> CategoryMembership:
    """Put a unit into a category from a day on; its category before ends the day before (IND-06).

    Raises:
        ValidationError: another domain's category, the category it has, or a day that is not later
            than the beginning of the one it has.
        PermissionDenied: the account does not keep the units of this domain.
    """
    _check_domain(unit, by)
    running = unit.memberships.filter(valid_to__isnull=True).select_related("category").first()
    if running is not None:
        if running.category_id == category.pk:
            raise ValidationError(_("The unit is in this category already."), code="same")
        if since <= running.valid_from:
            raise ValidationError(
                _("The new category must begin after %(day)s."),
                code="order",
                params={"day": running.valid_from},
            )
        running.valid_to = since - dt.timedelta(days=1)
        running.save(update_fields=["valid_to"])
    membership = CategoryMembership(unit=unit, category=category, valid_from=since)
    membership.full_clean()
    membership.save()
    record_event(
        "unit_moved",
        unit,
        by=by,
        before={"category": str(running.category) if running else None},
        after={"category": str(category), "since": since},
    )
    return membership


@transaction.atomic
def name_team(unit: Unit, *, name: str, by: User) -> LeadershipTeam:
    """Form the leadership team of a unit, or give it another name.

    Raises:
        ValidationError: the name is empty or too long.
        PermissionDenied: the account does not keep the units of this domain.
    """
    _check_domain(unit, by)
    team = LeadershipTeam.objects.filter(unit=unit).first() or LeadershipTeam(unit=unit)
    team.name = name
    save_recorded(team, by=by)
    return team


def _check_domain(unit: Unit, by: User) -> None:
    if not Domain.objects.editable_by(by).filter(pk=unit.domain_id).exists():
        raise PermissionDenied
