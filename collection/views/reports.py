"""The tables of departments: listed, filled in, handed in, returned, verified."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.forms.drafts import answer_cells
from collection.forms.reports import LineFilterForm, ReportFilterForm, ReturnForm
from collection.models import DepartmentReport, ReportEntry
from collection.selectors.due import Line, due_lines
from collection.selectors.tables import TableRow, flat_scores, table_rows
from collection.services.reports import (
    return_report,
    submit_report,
    verify_report,
)
from collection.views.plans import CONCERNED, ROWS_A_PAGE, posted
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, AuditEvent, Role

Show = LineFilterForm.Show


def report_seen(request: AuthenticatedRequest, pk: int) -> DepartmentReport:
    """A table that the account may see, or 404."""
    reports = DepartmentReport.objects.visible_to(request.user).with_facts()
    return get_object_or_404(reports.select_related("submitted_by", "verified_by"), pk=pk)


@require_safe
@role_required(*CONCERNED)
@vary_on_headers("HX-Request")
def report_list(request: AuthenticatedRequest) -> HttpResponse:
    form = ReportFilterForm(request.GET, user=request.user)
    asked = form.conditions
    reports = DepartmentReport.objects.visible_to(request.user)
    if plan := asked.get("plan"):
        reports = reports.filter(round__plan=plan)
    if state := asked.get("state"):
        reports = reports.filter(state=state)
    if text := asked.get("q"):
        reports = reports.filter(department__name__contains=text)
    page = Paginator(reports.with_facts(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    for report in page:
        report.late = report.days_late(today)  # type: ignore[attr-defined]
    office = request.user.has_role(*DOMAIN_ROLES)
    context = {"form": form, "page": page, "office": office}
    template = "collection/report_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_safe
@role_required(*CONCERNED)
@vary_on_headers("HX-Request")
def report_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = report_seen(request, pk)
    template = "collection/report_detail.html"
    context = _table(request, report)
    if request.htmx:
        return render(request, template + "#table", context)
    fillable = DepartmentReport.objects.fillable_by(request.user)
    context |= {
        "may_verify": DepartmentReport.objects.verifiable_by(request.user).filter(pk=pk).exists(),
        "is_own": fillable.filter(pk=pk).exists(),
        "proofs": report.proofs.select_related("entry__indicator", "entry__unit", "uploaded_by"),
        "events": AuditEvent.objects.about(report).select_related("actor"),
        "late": report.days_late(timezone.localdate()),
    }
    return render(request, template, context)


def _table(request: AuthenticatedRequest, report: DepartmentReport) -> dict[str, Any]:
    """The lines that the filter leaves, a page of them with everything beside them."""
    lines = due_lines(report)
    form = LineFilterForm(request.GET, indicators={line.indicator.pk for line in lines})
    chosen = _chosen(report, lines, form.conditions)
    page = Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    fillable = DepartmentReport.objects.fillable_by(request.user)
    return {
        "report": report,
        "form": form,
        "page": page,
        "rows": table_rows(report, list(page)),
        "due_count": len(lines),
        "may_fill": report.is_owed and fillable.filter(pk=report.pk).exists(),
    }


def _chosen(report: DepartmentReport, lines: list[Line], asked: dict[str, Any]) -> list[Line]:
    if indicator := asked.get("indicator"):
        lines = [line for line in lines if line.indicator.pk == indicator.pk]
    if text := asked.get("q"):
        lines = [line for line in lines if text in line.unit.name or text in line.unit.label]
    show = asked.get("show", Show.ALL)
    if show == Show.ODD:
        return [row.line for row in table_rows(report, lines) if _is_odd(row)]
    if show == Show.OPEN:
        filled = _pairs(report.entries.exclude(text=""))
        return [line for line in lines if line.pair not in filled]
    if show == Show.RETURNED:
        returned = _pairs(report.entries.exclude(returned_reason=""))
        return [line for line in lines if line.pair in returned]
    return lines


def _pairs(entries: QuerySet[ReportEntry]) -> set[tuple[int, int]]:
    return set(entries.values_list("indicator", "unit"))


def _is_odd(row: TableRow) -> bool:
    return row.checked.blocks or row.checked.wants_remark


@require_POST
@role_required(Role.DATA_REPORTER)
def report_save(request: AuthenticatedRequest, pk: int) -> JsonResponse:
    report = get_object_or_404(DepartmentReport.objects.fillable_by(request.user), pk=pk)
    try:
        sent = json.loads(request.body)
    # A body can also be no text at all, or nest deeper than any table does.
    except (ValueError, RecursionError):
        sent = None
    told, status = answer_cells(report, sent, request.user)
    return JsonResponse(told, status=status)


@require_POST
@role_required(Role.DATA_REPORTER)
def report_submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    reports = DepartmentReport.objects.fillable_by(request.user).with_facts()
    report = get_object_or_404(reports, pk=pk)
    try:
        submit_report(report, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        stuck = getattr(error, "code", "") in ("faults", "remarks")
        return redirect(f"{report.get_absolute_url()}?show={Show.ODD}" if stuck else report)
    messages.success(request, _("The table is handed in. The office verifies it."))
    return redirect(report)


@require_POST
@role_required(Role.OFFICE_STAFF)
def report_verify(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    reports = DepartmentReport.objects.verifiable_by(request.user).with_facts()
    report = get_object_or_404(reports.select_related("submitted_by"), pk=pk)
    try:
        verify_report(report, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The table is verified; its figures count from now on."))
    return redirect(report)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def report_return(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Return a table as a whole, or the rows beside which a reason is written."""
    reports = DepartmentReport.objects.verifiable_by(request.user).with_facts()
    report = get_object_or_404(reports, pk=pk)
    lines = due_lines(report)
    filters = LineFilterForm(request.GET, indicators={line.indicator.pk for line in lines})
    chosen = _chosen(report, lines, filters.conditions)
    page = Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = table_rows(report, list(page))
    form = ReturnForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            return_report(
                report,
                reason=form.cleaned_data["reason"],
                rows={row.line.pair: request.POST.get(f"row-{row.line.key}", "") for row in rows},
                by=request.user,
            )
            messages.success(request, _("The table is returned to the department."))
            return redirect(report)
    context = {
        "report": report,
        "form": form,
        "filters": filters,
        "page": page,
        "rows": rows,
        "flat": flat_scores(report, rows),
    }
    return render(request, "collection/report_return.html", context)
