"""Signing in and out in the audit trail: Django tells it by signals, and only there."""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from organization.models import ADMINISTRATOR_ROLES, AuditEvent, User
from organization.services.audit import record_event

# What a session remembers of its login; organization/sessions.py reads it.
BEGAN_AT = "began_at"
IDLE_SECONDS = "idle_seconds"


def connect_signals() -> None:
    """Listen to Django's authentication; called once, when the app is ready."""
    user_logged_in.connect(_record_login, dispatch_uid="record_login")
    user_logged_out.connect(_record_logout, dispatch_uid="record_logout")
    user_login_failed.connect(_record_failure, dispatch_uid="record_login_failure")


@transaction.atomic
def record_session_end(user: User) -> None:
    """Record that a session ended by its limit, not by the person."""
    record_event("session_ended", user, by=None)


@transaction.atomic
def _record_login(sender: Any, request: HttpRequest, user: User, **_signal: Any) -> None:
    record_event("logged_in", user, by=user)
    is_administrator = user.has_role(*ADMINISTRATOR_ROLES)
    request.session[BEGAN_AT] = int(timezone.now().timestamp())
    # A change of roles ends the session, so what holds at the login holds until its end.
    request.session[IDLE_SECONDS] = (
        settings.ADMINISTRATOR_IDLE_SECONDS if is_administrator else settings.SESSION_IDLE_SECONDS
    )


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
