"""Whom to think of for the next groups."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from evaluators.filters import PickFilter
from evaluators.models import POOL_ROLES
from evaluators.selectors.picks import picks_on
from evaluators.tables import PickTable
from organization.http import AuthenticatedRequest, role_required


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def pick_list(request: AuthenticatedRequest) -> HttpResponse:
    picks = picks_on(timezone.localdate())
    filtered = PickFilter(request.GET, queryset=picks, request=request)
    table = PickTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "evaluators/pick_list.html"
    context = {"filter": filtered, "table": table}
    return render(request, template + ("#table" if request.htmx else ""), context)
