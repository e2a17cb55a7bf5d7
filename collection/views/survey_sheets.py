"""Feedback sheets: the unit reads what was found and answers, the office takes note."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collection import paper
from collection.charts import own_chart
from collection.forms.surveys import MeasuresForm, NoteForm
from collection.models import SurveySheet
from collection.selectors.surveys import sheet_lines
from collection.services.survey_sheets import answer_sheet, note_sheet
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role
from organization.models.accounts import SUBTREE_ROLES
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50
READERS = (*DOMAIN_ROLES, *SUBTREE_ROLES)


@require_safe
@role_required(*READERS)
def surveysheet_list(request: AuthenticatedRequest) -> HttpResponse:
    sheets = SurveySheet.objects.visible_to(request.user).select_related("survey", "unit")
    page = Paginator(sheets, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "collection/surveysheet_list.html", {"page": page})


@require_safe
@role_required(*READERS)
def surveysheet_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sheet = _readable(request, pk)
    lines = sheet_lines(sheet)
    context = {
        "sheet": sheet,
        "lines": lines,
        "chart": own_chart(lines),
        "may_answer": SurveySheet.objects.answerable_by(request.user).filter(pk=pk).exists(),
        "may_note": request.user.has_role(Role.OFFICE_STAFF)
        and SurveySheet.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "collection/surveysheet_detail.html", context)


@require_safe
@never_cache
@role_required(*READERS)
def surveysheet_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sheet = _readable(request, pk)
    name = file_name(sheet.unit.name, sheet.survey.name, suffix="pdf")
    return HttpResponse(
        paper.survey_sheet_pdf(sheet, sheet_lines(sheet)),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name) or ""},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*SUBTREE_ROLES)
def surveysheet_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sheets = SurveySheet.objects.answerable_by(request.user).select_related("survey", "unit")
    sheet = get_object_or_404(sheets, pk=pk)
    form = MeasuresForm(request.POST if request.method == "POST" else None, instance=sheet)
    if form.is_valid():
        with refusals_to(form):
            answer_sheet(get_object_or_404(sheets, pk=pk), **form.cleaned_data, by=request.user)
            return redirect(sheet)
    return render(request, "collection/surveysheet_answer.html", {"form": form, "sheet": sheet})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def surveysheet_note(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sheets = SurveySheet.objects.editable_by(request.user).select_related("survey", "unit")
    sheet = get_object_or_404(sheets, pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_to(form):
            note_sheet(sheet, **form.cleaned_data, by=request.user)
            return redirect(sheet)
    return render(request, "collection/surveysheet_note.html", {"form": form, "sheet": sheet})


def _readable(request: AuthenticatedRequest, pk: int) -> SurveySheet:
    sheets = SurveySheet.objects.visible_to(request.user)
    return get_object_or_404(
        sheets.select_related("survey", "unit", "answered_by", "noted_by"), pk=pk
    )
