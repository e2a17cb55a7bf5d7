"""The only pages without a login: commenting on a unit, and looking the answer up.

They set no cookie and run without scripts. Whoever asks for an address that is unknown, over or
switched off reads the same words, so that nothing can be found out by trying.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collection.forms.comments import CommentForm, LookupForm
from collection.models import CommentPoint, Opinion
from collection.rules.comments import show_number
from collection.services.comment_limits import may_comment, may_look_up
from collection.services.opinions import receive_comment

P = ParamSpec("P")


def speaks_as_browser(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer in the language the browser asks for: there is no account to say it."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = language
        return response

    return spoken  # type: ignore[return-value]


# Nobody is logged in here: there are no rights that a foreign page could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@speaks_as_browser
def comment_create(request: HttpRequest, token: str) -> HttpResponse:
    points = CommentPoint.objects.taking_comments().select_related("unit__domain__comment_desk")
    point = points.filter(token=token).first()
    if point is None:
        return _page(request, {}, HTTPStatus.NOT_FOUND)
    desk = point.unit.domain.comment_desk
    form = CommentForm(request.POST if request.method == "POST" else None, point=point)
    context: dict[str, Any] = {"point": point, "desk": desk, "form": form}
    if request.method != "POST":
        return _page(request, context)
    if not may_comment(point, desk, address=request.META.get("REMOTE_ADDR", "")):
        return _page(request, {**context, "is_busy": True}, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _page(request, context)
    receive_comment(point, **form.comment)
    return _page(request, {**context, "number": show_number(form.comment["number"])})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@speaks_as_browser
def comment_answer(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    status = HTTPStatus.OK
    if request.method == "POST" and not may_look_up(address=request.META.get("REMOTE_ADDR", "")):
        context["is_busy"], status = True, HTTPStatus.TOO_MANY_REQUESTS
    elif form.is_valid():
        found = Opinion.objects.exclude(number="").filter(number=form.cleaned_data["number"])
        context |= {"opinion": found.first(), "is_asked": True}
    return render(request, "collection/comment_answer.html", context, status=status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "collection/comment_create.html", context, status=status)
