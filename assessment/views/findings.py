"""Checks before a run: asking for one, and showing what is known."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assessment.models import AssessmentCycle
from assessment.services.readiness import order_check
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_POST
@role_required(Role.OFFICE_STAFF)
def cycle_check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(AssessmentCycle.objects.visible_to(request.user), pk=pk)
    try:
        order_check(cycle, by=request.user)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    return redirect(cycle)
