"""Spot rechecks and complaints."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.filters import ComplaintFilter, RecheckCaseFilter
from evaluators.forms.reviews import ComplaintForm, FindingForm, RecheckForm, SettleForm
from evaluators.models import POOL_ROLES, Complaint, RecheckCase, RecheckSample
from evaluators.services import rechecks
from evaluators.tables import ComplaintTable, RecheckCaseTable, RecheckTable
from evaluators.views.listing import list_page, without_step
from evaluators.views.saving import form_page
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def recheck_list(request: AuthenticatedRequest) -> HttpResponse:
    visible = RecheckSample.objects.visible_to(request.user)
    samples = visible.with_progress().select_related("plan", "drawn_by")
    context = {"may_edit": request.user.has_role(Role.OFFICE_STAFF)}
    return list_page(request, RecheckTable(samples), "evaluators/recheck_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def recheck_draw(request: AuthenticatedRequest) -> HttpResponse:
    form = RecheckForm(request.POST or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(rechecks.draw_recheck(**form.cleaned_data, by=request.user))
    context = {"form": form, "back": reverse("evaluators:recheck_list")}
    return render(request, "evaluators/recheck_draw.html", context)


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def recheck_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = RecheckSample.objects.visible_to(request.user)
    sample = get_object_or_404(visible.select_related("plan", "drawn_by"), pk=pk)
    cases = sample.cases.visible_to(request.user).select_related(
        "plan_unit__unit", "plan_unit__group", "checked_by"
    )
    drawn = list(sample.cases.values_list("plan_unit__unit__code", flat=True))
    filtered = RecheckCaseFilter(request.GET, queryset=cases, request=request)
    context = {
        "filter": filtered,
        "sample": sample,
        "drawn": len(drawn),
        "repeats": rechecks.repeat_draw(sample) == drawn,
    }
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    table = RecheckCaseTable(filtered.qs, exclude=without_step(may_edit))
    return list_page(request, table, "evaluators/recheck_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def recheck_note(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unchecked = RecheckCase.objects.visible_to(request.user).filter(finding="")
    case = get_object_or_404(unchecked.select_related("sample__plan", "plan_unit__unit"), pk=pk)
    form = FindingForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: rechecks.note_finding(case, **form.cleaned_data, by=request.user),
        template="evaluators/recheck_note.html",
        done=case.sample.get_absolute_url(),
        context={"case": case},
    )


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def complaint_list(request: AuthenticatedRequest) -> HttpResponse:
    rows = Complaint.objects.visible_to(request.user).select_related("group__plan", "evaluator")
    filtered = ComplaintFilter(request.GET, queryset=rows, request=request)
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    table = ComplaintTable(filtered.qs, exclude=without_step(may_edit))
    context = {
        "filter": filtered,
        "waiting": rows.filter(outcome="").count(),
        "may_edit": may_edit,
    }
    return list_page(request, table, "evaluators/complaint_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def complaint_create(request: AuthenticatedRequest) -> HttpResponse:
    complaint = Complaint(received_by=request.user)
    form = ComplaintForm(request.POST or None, instance=complaint, user=request.user)
    return form_page(
        request,
        form,
        lambda: rechecks.take_complaint(form.instance, by=request.user),
        template="evaluators/complaint_create.html",
        done=reverse("evaluators:complaint_list"),
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def complaint_settle(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unsettled = Complaint.objects.visible_to(request.user).filter(outcome="")
    complaint = get_object_or_404(unsettled.select_related("group", "evaluator"), pk=pk)
    form = SettleForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: rechecks.settle_complaint(complaint, **form.cleaned_data, by=request.user),
        template="evaluators/complaint_settle.html",
        done=reverse("evaluators:complaint_list"),
        context={"complaint": complaint},
    )
