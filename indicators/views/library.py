"""The indicator library."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from indicators.charts import spread_chart
from indicators.filters import IndicatorFilter
from indicators.forms.library import IndicatorForm
from indicators.models import Indicator, IndicatorSystem
from indicators.models.templates import BUILDERS
from indicators.rules.measures import SUGGESTED
from indicators.selectors.usage import yearly_spreads
from indicators.services.library import save_indicator
from indicators.tables import STATUS_LOOK, IndicatorTable
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

# Copies that the card names; more of them are found by searching.
SHOWN = 20


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
    context = {"filter": found, "table": table, "may_build": request.user.has_role(*BUILDERS)}
    return render(request, template, context)


@require_safe
@login_required
def indicator_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = Indicator.objects.visible_to(request.user)
    indicator = get_object_or_404(visible.select_related("owner"), pk=pk)
    systems = IndicatorSystem.objects.visible_to(request.user)
    nodes = indicator.nodes.filter(system__in=systems).select_related("system", "parent")
    spreads = yearly_spreads(indicator, request.user)
    context = {
        "indicator": indicator,
        "look": STATUS_LOOK[indicator.status],
        "nodes": nodes.order_by("-system__year", "-system__version", "system_id"),
        "origin": visible.filter(copies=indicator).first(),
        "copies": visible.filter(origin=indicator)[:SHOWN],
        "changes": indicator.status_changes.select_related("changed_by"),
        "verdicts": indicator.yearly_reviews.select_related("merge_into", "recorded_by"),
        "spreads": spreads[::-1],
        "chart": spread_chart(spreads, indicator.unit_of_measure),
    }
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
