"""Accounts, roles and grants; each of the three administrators does only what is theirs (C10)."""

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.auth.models import Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from organization.models import Role, RoleAssignment, UnitGrant, User
from organization.services.audit import delete_recorded, record_event, save_recorded


@transaction.atomic
def create_account(user: User, *, password: str, by: User) -> User:
    """Store a new account without any role.

    Raises:
        ValidationError: the name is taken or the password too weak.
        PermissionDenied: not a system administrator.
    """
    _require(by, Role.SYSTEM_ADMIN)
    validate_password(password, user)
    user.set_password(password)
    save_recorded(user, by=by)
    return user


@transaction.atomic
def update_account(user: User, *, by: User) -> User:
    """Store the changed facts of an account; one that is not active is signed out everywhere.

    Raises:
        ValidationError: a rule is broken, or administrators shut themselves out.
        PermissionDenied: not a system administrator.
    """
    _require(by, Role.SYSTEM_ADMIN)
    if user == by and not user.is_active:
        raise ValidationError(_("You cannot deactivate your own account."), code="own_account")
    save_recorded(user, by=by)
    if not user.is_active:
        _end_sessions(user)
    return user


@transaction.atomic
def change_password(user: User, *, password: str, by: User) -> None:
    """Set a new password, by the person or a system administrator; other sessions end with it.

    Raises:
        ValidationError: the password is too weak.
        PermissionDenied: somebody else's password.
    """
    if user != by:
        _require(by, Role.SYSTEM_ADMIN)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record_event("user_password_changed", user, by=by)


@transaction.atomic
def change_language(user: User, *, language: str, by: User) -> None:
    """Set the language in which the site speaks to the account. Raises ValidationError."""
    if user != by:
        _require(by, Role.SYSTEM_ADMIN)
    user.language = language
    save_recorded(user, by=by)


@transaction.atomic
def issue_token(user: User) -> Token:
    """The token with which programs act for the account; made once, the same ever after."""
    token, created = Token.objects.get_or_create(user=user)
    if created:
        record_event("user_token_issued", user, by=user)
    return token


@transaction.atomic
def assign_role(assignment: RoleAssignment, *, by: User) -> RoleAssignment:
    """Give an account a role, for a domain or unit, between two days; its sessions end.

    Raises:
        ValidationError: a second administrator role, a scope unfit for the role, the own account.
        PermissionDenied: not a security administrator.
    """
    _require(by, Role.SECURITY_ADMIN)
    if assignment.user_id == by.pk:
        raise ValidationError(_("Nobody gives a role to themselves."), code="own_account")
    if save_recorded(assignment, by=by):
        _end_sessions(assignment.user)
    return assignment


@transaction.atomic
def revoke_role(assignment: RoleAssignment, *, by: User) -> None:
    """Take a role away at once, with all sessions; that it was held stays in the audit trail.

    Raises:
        ValidationError: the own role.
        PermissionDenied: not a security administrator.
    """
    _require(by, Role.SECURITY_ADMIN)
    if assignment.user_id == by.pk:
        raise ValidationError(_("Nobody takes a role from themselves."), code="own_account")
    delete_recorded(assignment, by=by)
    _end_sessions(assignment.user)


@transaction.atomic
def give_grant(grant: UnitGrant, *, by: User) -> UnitGrant:
    """Let one person see one unit until a day; the permission and the giver are filled in here.

    Raises:
        ValidationError: the day has passed, no reason, the own account, or a grant exists.
        PermissionDenied: not a security administrator.
    """
    _require(by, Role.SECURITY_ADMIN)
    if grant.user_id == by.pk:
        raise ValidationError(_("Nobody gives a grant to themselves."), code="own_account")
    if grant.valid_until < timezone.localdate():
        raise ValidationError(_("A grant must end today or later."), code="past")
    grant.permission = Permission.objects.get(
        codename="see_unit", content_type__app_label="organization"
    )
    grant.granted_by = by
    save_recorded(grant, by=by)
    return grant


@transaction.atomic
def withdraw_grant(grant: UnitGrant, *, by: User) -> None:
    """End a grant at once. Raises PermissionDenied for all but security administrators."""
    _require(by, Role.SECURITY_ADMIN)
    delete_recorded(grant, by=by)


@transaction.atomic
def unlock_login(attempt: AccessAttempt, *, by: User) -> None:
    """Forget failed logins, so that the name may be tried again from that address.

    Raises:
        PermissionDenied: not a security administrator.
    """
    _require(by, Role.SECURITY_ADMIN)
    delete_recorded(attempt, by=by)


@transaction.atomic
def remove_expired_grants(*, today: dt.date) -> int:
    """Delete grants that have run out, which open nothing any more. Returns how many."""
    expired = list(
        UnitGrant.objects.filter(valid_until__lt=today).select_related("user", "content_object")
    )
    for grant in expired:
        delete_recorded(grant, by=None)
    return len(expired)


def _end_sessions(user: User) -> None:
    """Sign the account out everywhere: with another round, no session's proof fits any more."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)


def _require(by: User, role: Role) -> None:
    if not by.has_role(role):
        raise PermissionDenied
