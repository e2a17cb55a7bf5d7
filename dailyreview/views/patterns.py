"""Patterns in the grades of units, for the office to ask about."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dailyreview.models import DailyPlan
from dailyreview.selectors.patterns import patterns_of
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def pattern_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.visible_to(request.user), pk=pk)
    context = {"plan": plan, "patterns": patterns_of(plan, request.user)}
    return render(request, "dailyreview/pattern_list.html", context)
