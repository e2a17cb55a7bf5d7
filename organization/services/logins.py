"""Signing in and out in the audit trail: Django tells it by signals, and only there."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from organization.models import AuditEvent, User
from organization.services.audit import record_event


def connect_signals() -> None:
    """Listen to Django's authentication; called once, when the app is ready."""
    user_logged_in.connect(_record_login, dispatch_uid="record_login")
    user_logged_out.connect(_record_logout, dispatch_uid="record_logout")
    user_login_failed.connect(_record_failure, dispatch_uid="record_login_failure")


@transaction.atomic
def _record_login(sender: Any, user: User, **_signal: Any) -> None:
    record_event("logged_in", user, by=user)


@transaction.atomic
def _record_logout(sender: Any, user: User | None, **_signal: Any) -> None:
    if user is not None:
        record_event("logged_out", user, by=user)


@transaction.atomic
def _record_failure(sender: Any, credentials: dict[str, Any], **_signal: Any) -> None:
    # A name that no account has is in the log of django-axes; here is nothing it could be about.
    user = User.objects.filter(username=credentials.get("username")).first()
    if user is not None:
        record_event("login_failed", user, by=None, result=AuditEvent.Result.REFUSED)
