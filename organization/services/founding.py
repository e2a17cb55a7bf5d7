"""The first two accounts of an installation, which nobody can give by the usual way."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organization.models import ADMINISTRATOR_ROLES, Role, RoleAssignment, User
from organization.services.audit import save_recorded


@transaction.atomic
def found_installation(*, system_admin: User, security_admin: User, passwords: list[str]) -> None:
    """Store the first system and security administrator; all other accounts come from them.

    Args:
        system_admin, security_admin: new accounts, not yet stored.
        passwords: theirs, in this order.

    Raises:
        ValidationError: an administrator exists already, or a password is too weak.
    """
    if RoleAssignment.objects.filter(role__in=ADMINISTRATOR_ROLES).exists():
        raise ValidationError(_("This installation has administrators already."), code="founded")
    roles = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    for user, password, role in zip((system_admin, security_admin), passwords, roles, strict=True):
        validate_password(password, user)
        user.set_password(password)
        save_recorded(user, by=None)
        save_recorded(RoleAssignment(user=user, role=role), by=None)
