"""What an account chooses for itself."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from organization.http import AuthenticatedRequest
from organization.services.accounts import change_language


@require_POST
@login_required
def language_set(request: AuthenticatedRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    try:
        change_language(request.user, language=language, by=request.user)
    except ValidationError as error:
        raise BadRequest from error
    back = request.POST.get("next", "")
    # An address of another site would make this view a springboard for phishing.
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if safe else "/")
