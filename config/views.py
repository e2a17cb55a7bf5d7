"""What belongs to the site and to no app."""

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

A_WEEK = 7 * 24 * 3600


@require_safe
@cache_control(public=True, max_age=A_WEEK)
def favicon(request: HttpRequest) -> FileResponse:
    """Browsers ask for it unbidden, also where no page could name the icon, as for a download."""
    mark = settings.BASE_DIR / "static" / "hengjian" / "mark.svg"
    return FileResponse(mark.open("rb"), content_type="image/svg+xml")
