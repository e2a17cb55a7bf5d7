"""What every view shares: the typed request, roles, the client's address, language, navigation."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from organization.models import User
from organization.navigation import sections_for
from organization.rules import client_address

P = ParamSpec("P")
# Three files of the largest kind at once; no page asks for more.
LARGEST_BODY = 32 * 1024 * 1024


class AuthenticatedRequest(HttpRequest):
    """A request whose user is logged in; htmx is set by the middleware."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[AuthenticatedRequest, P], HttpResponseBase]


def role_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let in accounts with one of the roles today; others get 403, strangers the login page."""

    def decorator(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(
            request: AuthenticatedRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(checked)  # type: ignore[return-value]

    return decorator


class ClientAddressMiddleware:
    """Put the client in the place of our own proxy: lock-out and throttling go by the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.headers.get("X-Forwarded-For", ""),
            settings.TRUSTED_PROXIES,
        )
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuse a body larger than any page takes, by its announced size, before a byte is read.

    It stands before the check against forged requests, which reads the form and with it the files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > LARGEST_BODY:
            return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self.get_response(request)


class UserLanguageMiddleware:
    """Speak the language of the account; Chinese before login, whatever the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "zh-hans")
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # A token of the API says later than this who asks.
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class TablerFormRenderer(TemplatesSetting):
    """Draws every form and field the same way."""

    form_template_name = "organization/partials/form.html"
    field_template_name = "organization/partials/field.html"


def way_back(request: HttpRequest) -> str:
    """Where a page said to go on to (`next`); the home page if it said nothing or another site."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    # An address of another site would make the caller a springboard for phishing.
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if safe else "/"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The side navigation, as a callable: only a template that draws it asks the database."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": []}
    # A page that was not found has no match.
    page = request.resolver_match.view_name if request.resolver_match else ""
    return {"navigation": partial(sections_for, user, page=page)}
