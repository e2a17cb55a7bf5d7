"""The indicator library."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from indicators.filters import IndicatorFilter
from indicators.forms.library import IndicatorForm
from indicators.models import Indicator, IndicatorSystem
from indicators.rules.measures import SUGGESTED
from indicators.services.library import save_indicator
from indicators.tables import IndicatorTable
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@login_required
@vary_on_headers("HX-Request")
def indicator_list(request: AuthenticatedRequest) -> HttpResponse:
    indicators = Indicator.objects.visible_to(request.user).select_related("owner")
    found = IndicatorFilter(
        request.GET, queryset=indicators.with_node_count().order_by("code"), request=request
    )
    table = IndicatorTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "indicators/indicator_list.html"
    if request.htmx:
        template += "#table"
    return render(request, template, {"filter": found, "table": table})


@require_safe
@login_required
def indicator_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    indicators = Indicator.objects.visible_to(request.user).select_related("owner")
    indicator = get_object_or_404(indicators, pk=pk)
    systems = IndicatorSystem.objects.visible_to(request.user)
    nodes = indicator.nodes.filter(system__in=systems).select_related("system", "parent")
    context = {"indicator": indicator, "nodes": nodes.order_by("-system__year", "system_id")}
    return render(request, "indicators/indicator_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def indicator_create(request: AuthenticatedRequest) -> HttpResponse:
    return _indicator_form(request, None, "indicators/indicator_create.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def indicator_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    return _indicator_form(request, indicator, "indicators/indicator_edit.html")


def _indicator_form(
    request: AuthenticatedRequest, indicator: Indicator | None, template: str
) -> HttpResponse:
    form = IndicatorForm(request.POST or None, instance=indicator, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            saved = save_indicator(indicator, **form.cleaned_data, by=request.user)
            return redirect(saved)
    context = {"form": form, "indicator": indicator, "measures": SUGGESTED}
    return render(request, template, context)
