"""What a page asks about its own session."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organization.sessions import times_of


@never_cache
@require_http_methods(["GET", "POST"])
def session_status(request: HttpRequest) -> JsonResponse:
    """Seconds left, 0 without a session; a POST says that the person is there.

    The token lets a page that outlived its session send its form once somebody has signed in again.
    """
    times = times_of(request, attended=request.method == "POST")
    return JsonResponse({"left": times.left, "longest": times.longest, "token": get_token(request)})
