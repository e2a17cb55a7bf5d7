"""Patterns in the grades of units and in the marks of reviewers, for the office to ask about."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dailyreview.models import DailyPlan, Quarter
from dailyreview.rules.close_calls import WITHIN
from dailyreview.rules.marking import FEWEST_MARKED
from dailyreview.selectors.marking import markings_of, reviewed_units
from dailyreview.selectors.patterns import last_quarters, patterns_of
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

UNITS_A_PAGE = 50
REVIEWED_A_PAGE = 10


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def pattern_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.visible_to(request.user), pk=pk)
    found = patterns_of(plan, request.user)
    context = {
        "plan": plan,
        "patterns": found,
        "within": WITHIN,
        "newest": last_quarters(plan).first(),
        "sees_reviewers": request.user.has_role(Role.OFFICE_STAFF),
        "page": Paginator(found.units, UNITS_A_PAGE).get_page(request.GET.get("page")),
    }
    template = "dailyreview/pattern_list.html"
    return render(request, f"{template}#table" if request.htmx else template, context)


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def reviewer_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    quarters = Quarter.objects.visible_to(request.user).select_related("plan", "cycle")
    quarter = get_object_or_404(quarters, pk=pk)
    units = reviewed_units(quarter, request.user)
    page = Paginator(units, REVIEWED_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "quarter": quarter,
        "page": page,
        "rows": markings_of(quarter, list(page)),
        "fewest": FEWEST_MARKED,
    }
    template = "dailyreview/reviewer_list.html"
    return render(request, f"{template}#table" if request.htmx else template, context)
