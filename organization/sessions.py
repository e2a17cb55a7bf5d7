"""How long a session lasts: an idle limit and a longest time, both to the second.

The moment of the last activity travels in a signed cookie that only this session can read. In the
session's own row it would cost a write for each page, and on SQLite that write would wait for a
running import. A stamp that is copied or kept back is only ever older than the true one, so it can
shorten a session and never lengthen it; without a stamp the login itself counts as the last sign.

What the browser asks for by itself, as a progress bar does, says so in a header and does not count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import User
from organization.services.logins import BEGAN_AT, IDLE_SECONDS, record_session_end

UNATTENDED = "X-Unattended"


@dataclass(frozen=True)
class SessionTimes:
    """How long a session lasts yet, in seconds.

    Attributes:
        left: without another sign of the person; 0 when it is over.
        longest: whatever the person does.
    """

    left: int = 0
    longest: int = 0


def times_of(request: HttpRequest, *, attended: bool) -> SessionTimes:
    """Times of the request's session; one without marks of its login is over.

    Args:
        attended: whether this request is itself a sign of the person.
    """
    if not request.user.is_authenticated:
        return SessionTimes()
    now = moment()
    began_at = request.session.get(BEGAN_AT, 0)
    stamp = request.get_signed_cookie(
        settings.SESSION_SEEN_COOKIE_NAME, default="0", salt=_salt(request.session)
    )
    seen_at = now if attended else max(began_at, int(stamp or 0))
    longest = max(0, began_at + settings.SESSION_COOKIE_AGE - now)
    idle = max(0, seen_at + request.session.get(IDLE_SECONDS, 0) - now)
    return SessionTimes(min(idle, longest), longest)


def session_times(request: HttpRequest) -> dict[str, Any]:
    """For templates: the times of the session, once this page has been sent."""
    return {"session_times": partial(times_of, request, attended=True)}


class SessionLimitMiddleware:
    """End sessions that are over; stamp those that go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        unattended = UNATTENDED in request.headers
        user = request.user
        if isinstance(user, User) and not times_of(request, attended=False).left:
            _end(request, user, tell=not unattended)
        response = self.get_response(request)
        if not request.user.is_authenticated:
            if settings.SESSION_SEEN_COOKIE_NAME in request.COOKIES:
                response.delete_cookie(settings.SESSION_SEEN_COOKIE_NAME, samesite="Lax")
            return _answer_to_fragment(request, response)
        if not unattended:
            response.set_signed_cookie(
                settings.SESSION_SEEN_COOKIE_NAME,
                str(moment()),
                salt=_salt(request.session),
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def moment() -> int:
    """Now, in whole seconds since 1970."""
    return int(timezone.now().timestamp())


def _end(request: HttpRequest, user: User, *, tell: bool) -> None:
    record_session_end(user)
    request.session.flush()
    request.user = AnonymousUser()
    if tell:
        messages.info(request, _("Your session is over. Sign in to go on where you were."))


def _answer_to_fragment(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A login page must not land in the middle of a page that may hold unsaved words."""
    to_login = response.headers.get("Location", "").startswith(str(settings.LOGIN_URL))
    if "HX-Request" not in request.headers or not to_login:
        return response
    return HttpResponse(status=401, headers={"HX-Trigger": "session-over"})


def _salt(session: SessionBase) -> str:
    return f"organization.sessions:{session.session_key}"
