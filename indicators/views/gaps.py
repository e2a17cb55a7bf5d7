"""Gaps to the average and the best (IND-14), and computing both for rules to read (IND-10)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.charts import leaf_gap_chart, unit_gap_chart
from indicators.exports import gap_workbook
from indicators.forms.gaps import BenchmarkForm, GapForm
from indicators.models import IndicatorSystem
from indicators.selectors.gaps import Field, Gap, fields_of
from indicators.services.benchmarks import store_benchmarks
from indicators.views.values import first_look, systems_for_values
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, Unit

ROWS_A_PAGE = 50


@require_safe
@login_required
@vary_on_headers("HX-Request")
def gap_list(request: AuthenticatedRequest) -> HttpResponse:
    form = _gap_form(request)
    context: dict[str, Any] = {
        "form": form,
        "may_compute": request.user.has_role(Role.OFFICE_STAFF),
    }
    gaps, field, unit = _gaps(request, form)
    page = Paginator(gaps, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context |= {
        "page": page,
        "field": field,
        "unit": unit,
        "chart": leaf_gap_chart(shown, unit.pk if unit else None)
        if field
        else unit_gap_chart(shown),
    }
    template = "indicators/gap_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_safe
@login_required
def gap_export(request: AuthenticatedRequest) -> FileResponse:
    form = _gap_form(request)
    gaps, field, unit = _gaps(request, form)
    if not gaps:
        raise Http404
    about = field.leaf.node.name if field else str(unit)
    period = form.cleaned_data["period"]
    return workbook_response(gap_workbook(gaps), file_name=f"{about}-{period}.xlsx")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def benchmark_create(request: AuthenticatedRequest) -> HttpResponse:
    """Compute average and best of a period and store them."""
    systems = IndicatorSystem.objects.in_charge_of(request.user).select_related("category")
    form = BenchmarkForm(request.POST or None, systems=systems, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            done = store_benchmarks(**form.cleaned_data, by=request.user)
            counts = {"created": done.created, "changed": done.changed}
            messages.success(
                request, _("%(created)d figures stored, %(changed)d corrected.") % counts
            )
            chosen = f"system={form.cleaned_data['system'].pk}&period={form.cleaned_data['period']}"
            return redirect(f"{reverse('indicators:gap_list')}?{chosen}")
    return render(request, "indicators/benchmark_create.html", {"form": form})


def _gap_form(request: AuthenticatedRequest) -> GapForm:
    systems = systems_for_values(request.user)
    chosen = request.GET.copy()
    if "system" not in chosen:
        chosen.update(first_look(systems))
    return GapForm(chosen, systems=systems)


def _gaps(
    request: AuthenticatedRequest, form: GapForm
) -> tuple[list[Gap], Field | None, Unit | None]:
    """The rows that are asked for, the indicator they are of, and the chosen unit."""
    if not form.is_valid():
        return [], None, None
    choice = form.cleaned_data
    fields = fields_of(choice["system"], choice["period"], user=request.user)
    units = list(fields[0].seen.values()) if fields else []
    field = next((one for one in fields if one.leaf.node.pk == choice["leaf"]), None)
    unit = next((one for one in units if one.pk == choice["unit"]), None)
    if field is None:
        unit = unit or next(iter(units), None)
    form.offer(units, fields, unit)
    if field is not None:
        return [Gap(field, one) for one in units], field, unit
    return [Gap(one, unit) for one in fields] if unit else [], None, unit
