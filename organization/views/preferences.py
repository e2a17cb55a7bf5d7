"""What an account chooses for itself."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from organization.http import AuthenticatedRequest, way_back
from organization.services.accounts import change_language


@require_POST
@login_required
def language_set(request: AuthenticatedRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    try:
        change_language(request.user, language=language, by=request.user)
    except ValidationError as error:
        raise BadRequest from error
    return redirect(way_back(request))
