"""Checklists: the instruments, the sheets of one, a sheet filled in and confirmed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from collection.forms.checklists import ChecklistForm, CheckSheetForm
from collection.forms.events import RulingForm
from collection.models import Checklist, CheckSheet
from collection.selectors.checklists import (
    answered_items,
    listed_checklists,
    result_band,
    sheets_of,
)
from collection.services.checklists import fill_checklist, rule_on_sheet, save_checklist
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
def checklist_list(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(listed_checklists(request.user), ROWS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "collection/checklist_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def checklist_create(request: AuthenticatedRequest) -> HttpResponse:
    return _edit(request, Checklist(), "collection/checklist_create.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def checklist_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    checklist = get_object_or_404(Checklist.objects.editable_by(request.user), pk=pk)
    return _edit(request, checklist, "collection/checklist_edit.html")


def _edit(request: AuthenticatedRequest, checklist: Checklist, template: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ChecklistForm(data, instance=checklist, user=request.user)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_to(form):
            save_checklist(
                form.instance, items=given["items"], bands=given["bands"], by=request.user
            )
            return redirect(form.instance)
    return render(request, template, {"form": form, "checklist": checklist})


@require_safe
@role_required(*DOMAIN_ROLES)
def checklist_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    checklists = Checklist.objects.visible_to(request.user)
    checklist = get_object_or_404(checklists.select_related("domain", "indicator"), pk=pk)
    period = request.GET.get("period", "").strip()
    sheets = Paginator(sheets_of(checklist, request.user, period), ROWS_A_PAGE)
    page = sheets.get_page(request.GET.get("page"))
    keeps = Checklist.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "checklist": checklist,
        "items": checklist.items.all(),
        "period": period,
        "page": page,
        "rows": [(sheet, result_band(sheet)) for sheet in page],
        "may_change": request.user.has_role(Role.OFFICE_STAFF) and keeps,
    }
    return render(request, "collection/checklist_detail.html", context)


@sensitive_post_parameters("id_number", "name")
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def checksheet_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    checklists = Checklist.objects.editable_by(request.user).filter(is_active=True)
    checklist = get_object_or_404(checklists, pk=pk)
    form = CheckSheetForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        checklist=checklist,
        user=request.user,
    )
    if form.is_valid():
        with refusals_to(form):
            sheet = fill_checklist(checklist, **form.sheet, by=request.user)
            messages.success(request, _("Stored; it counts once a second person confirms it."))
            return redirect(sheet)
    context = {"form": form, "checklist": checklist}
    return render(request, "collection/checksheet_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*DOMAIN_ROLES)
def checksheet_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sheets = CheckSheet.objects.visible_to(request.user).select_related(
        "checklist", "unit", "cadre", "filled_by", "ruled_by"
    )
    sheet = get_object_or_404(sheets, pk=pk)
    may_rule = (
        request.user.has_role(Role.OFFICE_STAFF)
        and CheckSheet.objects.rulable_by(request.user).filter(pk=pk).exists()
    )
    form = RulingForm(request.POST if request.method == "POST" and may_rule else None)
    if form.is_valid():
        confirmed = form.cleaned_data["verdict"] == "confirm"
        with refusals_to(form):
            reason = form.cleaned_data["reason"]
            rule_on_sheet(sheet, confirmed=confirmed, reason=reason, by=request.user)
            return redirect(sheet)
    context = {
        "sheet": sheet,
        "answers": answered_items(sheet),
        "band": result_band(sheet),
        "form": form if may_rule else None,
    }
    return render(request, "collection/checksheet_detail.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def checksheet_evidence(request: AuthenticatedRequest, pk: int) -> FileResponse:
    sheet = get_object_or_404(CheckSheet.objects.visible_to(request.user), pk=pk)
    if not sheet.evidence:
        raise Http404
    # Always as a file to keep: nothing that somebody uploaded is ever shown as a page of this site.
    return FileResponse(sheet.evidence.open("rb"), as_attachment=True)
