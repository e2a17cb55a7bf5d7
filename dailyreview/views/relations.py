"""Comparing across and over time: a pivot, a table of relations, one person beside the unit."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dailyreview.forms.relations import PivotForm
from dailyreview.selectors.merits import newest_year, people_of_points
from dailyreview.selectors.relations import (
    PivotRow,
    periods_of,
    person_trend,
    pivot,
    relation_rows,
)
from organization.exports import Cell, table_workbook, workbook_response
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES

ROWS_A_PAGE = 50
FIRST = {"measure": "points", "by": "unit"}


@require_safe
@role_required(*DOMAIN_ROLES)
def relation_list(request: AuthenticatedRequest) -> HttpResponse:
    form = PivotForm(request.GET if "measure" in request.GET else FIRST, user=request.user)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        periods, rows = _pivot(form, request)
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context |= {"periods": periods, "page": page, "query": request.GET.urlencode()}
    return render(request, "dailyreview/relation_list.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def relation_export(request: AuthenticatedRequest) -> FileResponse:
    form = PivotForm(request.GET if "measure" in request.GET else FIRST, user=request.user)
    if not form.is_valid():
        raise Http404
    periods, rows = _pivot(form, request)
    name = _("Comparison")
    table: list[list[Cell]] = [[_("unit or category"), *periods]]
    table += [[row.name, *row.cells] for row in rows]
    return workbook_response(table_workbook({name: table}), file_name=f"{name}.xlsx")


@require_safe
@role_required(*DOMAIN_ROLES)
def relation_table(request: AuthenticatedRequest) -> HttpResponse:
    asked = request.GET.get("year", "")
    newest = newest_year(request.user, timezone.localdate())
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else newest
    context = {"year": year, "rows": relation_rows(year, request.user)}
    return render(request, "dailyreview/relation_table.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def relation_person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(people_of_points(request.user), pk=pk)
    context = {"cadre": cadre, "trend": person_trend(cadre, request.user)}
    return render(request, "dailyreview/relation_person.html", context)


def _pivot(form: PivotForm, request: AuthenticatedRequest) -> tuple[list[str], list[PivotRow]]:
    given = form.cleaned_data
    periods = periods_of(given["year"], timezone.localdate())
    rows = pivot(given["measure"], given["indicator"], periods, given["by"], request.user)
    return periods, rows
