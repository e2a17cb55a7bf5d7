"""Who may change what the office keeps, and of which plans, groups and units."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from evaluators.models import AssessmentGroup, FieldPlan
from organization.models import Role, Unit, User

OFFICE = (Role.OFFICE_STAFF,)


def check_office(by: User) -> None:
    """Raise PermissionDenied for an account that is not of the office."""
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied


def check_plan(plan: FieldPlan, *, by: User) -> None:
    """Refuse what concerns a whole plan to those who do not answer for all of its domains.

    Raises:
        ValidationError: the plan visits units of further domains (`domains`).
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if not FieldPlan.objects.answered_by(by, OFFICE).filter(pk=plan.pk).exists():
        message = _(
            "The plan also visits units of domains that you do not answer for:"
            " this takes somebody who answers for all of them."
        )
        raise ValidationError(message, code="domains")


def check_group(group: AssessmentGroup, *, by: User) -> None:
    """Refuse what concerns a group to those who do not answer for all that it visits.

    Raises:
        ValidationError: the group visits units of further domains (`domains`).
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if not AssessmentGroup.objects.answered_by(by, OFFICE).filter(pk=group.pk).exists():
        message = _(
            "The group also visits units of domains that you do not answer for:"
            " this takes somebody who answers for all of them."
        )
        raise ValidationError(message, code="domains")


def check_unit(unit: Unit, *, by: User, roles: tuple[Role, ...] = OFFICE) -> None:
    """Refuse what concerns a unit to those who do not answer for its domain.

    Raises:
        ValidationError: the unit belongs to another domain (`domains`).
        PermissionDenied: the account holds none of the roles.
    """
    if not by.has_role(*roles):
        raise PermissionDenied
    if not (by.answers_for_all_domains(roles) or unit.domain_id in by.domain_keys(roles)):
        raise ValidationError(_("You do not answer for the domain of this unit."), code="domains")
