"""Who may change what the office keeps."""

from django.core.exceptions import PermissionDenied

from organization.models import Role, User


def check_office(by: User) -> None:
    """Raise PermissionDenied for an account that is not of the office."""
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
