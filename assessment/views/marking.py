"""The marking of a cycle as the office leads it: progress, chasing, reopening, closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.exports import marking_workbook
from assessment.forms.marking import MarkingForm, ReopenForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import AssessmentCycle, ScoreSheet
from assessment.models.sheets import ScoreSheetQuerySet
from assessment.selectors.flat_fields import flat_fields, overdue_returns
from assessment.selectors.marking import marking_board as board_of
from assessment.selectors.sheet_records import sheet_versions
from assessment.services.marking import close_marking, set_marking
from assessment.services.returning import reopen_sheet
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User

SHEETS_A_PAGE = 50


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def marking_board(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(_cycles(request.user), pk=pk)
    sheets = _sheets(request.user).standing().filter(assessee__cycle=cycle)
    context = {
        "cycle": cycle,
        "sheets": Paginator(sheets, SHEETS_A_PAGE).get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    if request.htmx:
        return render(request, "assessment/marking_board.html#sheets", context)
    context["board"] = board_of(cycle, user=request.user)
    return render(request, "assessment/marking_board.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def marking_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    cycle = get_object_or_404(_cycles(request.user), pk=pk)
    board = board_of(cycle, user=request.user)
    name = _("%(cycle)s, marking.xlsx") % {"cycle": cycle.name}
    return workbook_response(marking_workbook(board), file_name=name)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def marking_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(_cycles(request.user), pk=pk)
    form = MarkingForm(posted(request), cycle=cycle, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            set_marking(cycle, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("assessment:marking_board", pk=cycle.pk)
    return render(request, "assessment/marking_edit.html", {"form": form, "cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def marking_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(_cycles(request.user), pk=pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            close_marking(cycle, by=request.user)
            messages.success(request, _("The marking is closed."))
            return redirect("assessment:marking_board", pk=cycle.pk)
    context = {
        "form": form,
        "board": board_of(cycle, user=request.user),
        "flat": flat_fields(cycle),
        "lying": overdue_returns(cycle),
    }
    return render(request, "assessment/marking_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def sheet_reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(_sheets(request.user).standing(), pk=pk)
    form = ReopenForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            reopen_sheet(sheet, **form.cleaned_data, by=request.user)
            messages.success(request, _("Reopened: the evaluator can change it again."))
            return redirect("assessment:marking_board", pk=sheet.assessee.cycle_id)
    return render(request, "assessment/sheet_reopen.html", {"form": form, "sheet": sheet})


@require_safe
@login_required
def sheet_record(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every version of a sheet: who, when, why; the marks once nobody marks any more."""
    sheet = get_object_or_404(_sheets(request.user), pk=pk)
    context = {"sheet": sheet, "versions": sheet_versions(sheet, user=request.user)}
    return render(request, "assessment/sheet_record.html", context)


def _cycles(user: User) -> QuerySet[AssessmentCycle]:
    return AssessmentCycle.objects.visible_to(user).select_related("scheme", "field_plan")


def _sheets(user: User) -> ScoreSheetQuerySet:
    sheets = ScoreSheet.objects.visible_to(user).defer("marks")
    return sheets.select_related("assessee__cycle", "assessee__system", "evaluator")
