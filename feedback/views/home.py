"""The first page after login."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from feedback.selectors.waiting import waiting_for
from organization.http import AuthenticatedRequest


@require_safe
@login_required
def home(request: AuthenticatedRequest) -> HttpResponse:
    return render(request, "feedback/home.html", {"items": waiting_for(request.user)})
