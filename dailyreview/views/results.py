"""Results as charts with their tables: a quarter by class of units, a unit over the quarters."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dailyreview.charts import best_chart, spread_chart, steps_chart
from dailyreview.models import Quarter
from dailyreview.selectors.grading import may_grade
from dailyreview.selectors.results import (
    ClassPart,
    UnitQuarterSpread,
    by_grades,
    grades_of,
    quarter_parts,
    sees_unpublished,
    unit_quarters,
    unit_spread,
)
from organization.charts import Chart
from organization.http import AuthenticatedRequest, role_required
from organization.models import PEOPLE_ROLES, Cadre, Role, Unit, User

PARTS_A_PAGE = 6


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def result_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    quarters = Quarter.objects.visible_to(request.user).select_related("plan", "cycle")
    quarter = get_object_or_404(quarters, pk=pk)
    parts = quarter_parts(quarter, request.user)
    page = Paginator(parts, PARTS_A_PAGE).get_page(request.GET.get("page"))
    wholes = [part.whole for part in parts if part.first == 1]
    context = {
        "quarter": quarter,
        "page": page,
        "panels": [_class_panel(part) for part in page],
        "graded": sum(whole.graded for whole in wholes),
        "without": sum(whole.without for whole in wholes),
    }
    template = "dailyreview/result_list.html"
    return render(request, f"{template}#parts" if request.htmx else template, context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER, *PEOPLE_ROLES)
def result_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.with_people_visible_to(request.user), pk=pk)
    is_kept = sees_unpublished(unit, request.user)
    rows = unit_quarters(unit, published=not is_kept)
    context = {
        "unit": unit,
        "rows": rows,
        "is_kept": is_kept,
        "may_grade": may_grade(unit, request.user, timezone.localdate()),
        "best": _best_chart(rows) if rows else None,
        "panels": [_quarters_panel(same) for same in by_grades(rows)],
    }
    return render(request, "dailyreview/result_detail.html", context)


def grade_panels(cadre: Cadre | None, user: User) -> list[dict[str, Any]]:
    """A person's published grades over the quarters, for the pages that tell of the person."""
    panels = []
    for rows in grades_of(cadre, user) if cadre else []:
        periods, places = [row.quarter.period for row in rows], [row.place for row in rows]
        chart = steps_chart(rows[0].names, periods, places)
        panels.append({"rows": rows, "name": f"chart-{rows[0].quarter.pk}", "chart": chart})
    return panels


def spread_panel(quarter: Quarter, unit: Unit) -> dict[str, Any]:
    """The decided grades of one unit, for the page on which they are decided."""
    spread = unit_spread(quarter, unit)
    if spread is None or not spread.graded:
        return {}
    return {"spread": spread, "chart": spread_chart([(unit.label, spread)])}


def _class_panel(part: ClassPart) -> dict[str, Any]:
    whole = _("All %(count)s units") % {"count": part.size}
    lines = [(whole, part.whole), *((row.unit.label, row.spread) for row in part.units)]
    name = f"chart-{part.category.pk}-{part.first}"
    return {"part": part, "whole": whole, "name": name, "chart": spread_chart(lines, whole=1)}


def _quarters_panel(rows: list[UnitQuarterSpread]) -> dict[str, Any]:
    chart = spread_chart([(row.quarter.period, row.spread) for row in rows])
    name = f"chart-{rows[0].quarter.pk}"
    return {"rows": rows, "names": rows[0].spread.names, "name": name, "chart": chart}


def _best_chart(rows: list[UnitQuarterSpread]) -> Chart:
    return best_chart(
        [row.quarter.period for row in rows],
        [row.spread.best_share for row in rows],
        [row.of_class.best_share if row.of_class else None for row in rows],
    )
