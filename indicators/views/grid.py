"""The grid to report in: one leaf for all units, or one unit with all leaves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.forms.values import GridForm, ValueGrid
from indicators.models import IndicatorSystem, ReportedValue
from indicators.selectors import reporting_scope, value_matrix
from indicators.selectors.values import standing_values
from indicators.services.values import RefusedValuesError, report_values
from organization.http import AuthenticatedRequest


@require_http_methods(["GET", "POST"])
@login_required
def value_edit(request: AuthenticatedRequest) -> HttpResponse:
    grid = _chosen_grid(request)
    problems: list[str] = []
    if request.method == "POST":
        grid.take(request.POST)
        entries = grid.entries()
        if not grid.faults:
            try:
                done = report_values([entry for _line, entry in entries], by=request.user)
            except RefusedValuesError as refusal:
                for index, texts in refusal.by_row.items():
                    entries[index][0].errors += texts
            except ValidationError as error:
                problems = error.messages
            else:
                counts = {"created": done.created, "changed": done.changed}
                messages.success(
                    request, _("%(created)d figures reported, %(changed)d corrected.") % counts
                )
                query = f"system={grid.system.pk}&period={grid.period}"
                return redirect(f"{reverse('indicators:value_list')}?{query}")
    context = {"grid": grid, "problems": problems, "series": ReportedValue.Series.choices}
    return render(request, "indicators/value_edit.html", context)


def _chosen_grid(request: AuthenticatedRequest) -> ValueGrid:
    """The lines that the address names and the account reports; 404 when it names nothing."""
    systems = IndicatorSystem.objects.visible_to(request.user)
    form = GridForm(request.GET, systems=systems)
    if not form.is_valid():
        raise Http404
    choice = form.cleaned_data
    matrix = value_matrix(choice["system"], choice["period"], seen_by=request.user)
    leaves = [row.node for row in matrix.leaves if choice["leaf"] in (None, row.node.pk)]
    units = [unit for unit in matrix.units if choice["unit"] in (None, unit.pk)]
    grid = ValueGrid(choice["system"], leaves, units, choice["period"], choice["series"])
    if not grid.lines:
        raise Http404
    scope = reporting_scope(request.user)
    grid.lines = [line for line in grid.lines if scope.covers(line.indicator, line.unit)]
    if not grid.lines:
        raise PermissionDenied
    grid.fill(standing_values(leaves, units, grid.period))
    return grid
