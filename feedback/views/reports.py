"""Health check reports: the list, one report as page, PDF and DOCX, and a person's advice in it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from assessment.models import Result
from feedback import paper
from feedback.charts import report_charts
from feedback.content import report_content
from feedback.filters import ReportFilter
from feedback.forms.reports import AdviceForm
from feedback.models import ReportAdvice
from feedback.rules.health_check import HealthCheck
from feedback.selectors.health_checks import health_check, reported_results
from feedback.selectors.reports import REPORT_READERS, reports_for
from feedback.services.advice import write_advice
from feedback.tables import ReportTable
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@role_required(*REPORT_READERS)
@vary_on_headers("HX-Request")
def report_list(request: AuthenticatedRequest) -> HttpResponse:
    reports = ReportFilter(request.GET, queryset=reports_for(request.user), request=request)
    table = ReportTable(reports.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "feedback/report_list.html"
    if request.htmx:
        template += "#table"
    context = {
        "filter": reports,
        "table": table,
        "group": reports.form.cleaned_data.get("group") if reports.form.is_valid() else None,
        "may_order": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, template, context)


@require_safe
@role_required(*REPORT_READERS)
def report_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    result = _visible_result(request, pk)
    check = _health_check(result)
    context = {
        "result": result,
        "check": check,
        "report": report_content(check),
        "charts": report_charts(check),
        "may_advise": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "feedback/report_detail.html", context)


@require_safe
@never_cache
@role_required(*REPORT_READERS)
def report_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _download(request, pk, paper.report_pdf, "pdf", "application/pdf")


@require_safe
@never_cache
@role_required(*REPORT_READERS)
def report_docx(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _download(request, pk, paper.report_docx, "docx", DOCX)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def advice_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    result = _visible_result(request, pk)
    standing = ReportAdvice.objects.filter(result=result).first()
    form = AdviceForm(request.POST or None, instance=standing)
    if request.method == "POST" and form.is_valid():
        try:
            write_advice(result, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as error:
            form.add_error("text", error)
        else:
            return redirect("feedback:report_detail", pk=result.pk)
    return render(request, "feedback/advice_edit.html", {"result": result, "form": form})


def _visible_result(request: AuthenticatedRequest, pk: int) -> Result:
    return get_object_or_404(reported_results(request.user), pk=pk)


def _health_check(result: Result) -> HealthCheck:
    return health_check(result, get_language() or "zh-hans")


def _download(
    request: AuthenticatedRequest,
    pk: int,
    make: Callable[[HealthCheck], bytes],
    suffix: str,
    content_type: str,
) -> HttpResponse:
    check = _health_check(_visible_result(request, pk))
    name = file_name(check.assessee, check.provenance.cycle, suffix=suffix)
    return HttpResponse(
        make(check),
        content_type=content_type,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
