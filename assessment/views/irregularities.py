"""Reports of irregularities: made by a group's supervisor, read and answered by the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.irregularities import IrregularityAnswerForm, IrregularityForm
from assessment.forms.posting import posted
from assessment.models import Irregularity
from assessment.models.irregularities import IrregularityQuerySet
from assessment.services.irregularities import answer_irregularity, report_irregularity
from assessment.views.fieldwork import standing_seen
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User

REPORTS_A_PAGE = 50


@require_safe
@login_required
@vary_on_headers("HX-Request")
def irregularity_list(request: AuthenticatedRequest) -> HttpResponse:
    """Those that wait come first."""
    waiting_first = F("answered_at").desc(nulls_first=True)
    reports = _reports(request.user).order_by(waiting_first, "-pk")
    page = Paginator(reports, REPORTS_A_PAGE).get_page(request.GET.get("page"))
    template = "assessment/irregularity_list.html"
    return render(request, template + "#table" if request.htmx else template, {"page": page})


@require_safe
@login_required
def irregularity_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(_reports(request.user), pk=pk)
    may_answer = request.user.has_role(Role.OFFICE_STAFF) and report.reported_by != request.user
    context = {"report": report, "may_answer": may_answer and report.answered_at is None}
    return render(request, "assessment/irregularity_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def irregularity_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Report to the office: for seats of the group that read and report."""
    standing = standing_seen(request, pk)
    if not standing.is_supervisor:
        raise PermissionDenied
    about = {"assessee": request.GET.get("assessee")}
    form = IrregularityForm(posted(request), standing=standing, initial=about)
    if form.is_valid():
        with refusals_to(form):
            report_irregularity(standing.group, **form.cleaned_data, by=request.user)
            messages.success(request, _("Reported to the office. Its answer will stand here."))
            return redirect("assessment:irregularity_list")
    context = {"form": form, "group": standing.group}
    return render(request, "assessment/irregularity_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def irregularity_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(_reports(request.user).waiting(), pk=pk)
    form = IrregularityAnswerForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            answer_irregularity(report, **form.cleaned_data, by=request.user)
            messages.success(request, _("Answered; the report is closed."))
            return redirect("assessment:irregularity_list")
    context = {"form": form, "report": report}
    return render(request, "assessment/irregularity_answer.html", context)


def _reports(user: User) -> IrregularityQuerySet:
    reports = Irregularity.objects.visible_to(user)
    return reports.select_related(
        "group__plan", "evaluator", "assessee", "reported_by", "answered_by"
    )
