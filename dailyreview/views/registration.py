"""Registration forms: of one person, of a unit, and of many as one ZIP."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from dailyreview.forms.registration import FormBatchForm
from dailyreview.models import DailyPlan, FormBatch, Quarter, QuarterRecord
from dailyreview.paper.downloads import printed
from dailyreview.paper.registration import quarter_sheet, summary_sheet, year_sheet
from dailyreview.selectors.records import records_seen_by
from dailyreview.selectors.registration import (
    person_quarters,
    person_year,
    unit_summary,
)
from dailyreview.services.batches import cancel_forms, order_forms
from dailyreview.services.downloads import record_download
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, Unit
from organization.paper.file_names import file_name

SHOWN = 20


@require_safe
@never_cache
@login_required
def record_form(request: AuthenticatedRequest, pk: int, format: str) -> HttpResponse:
    """The form of one quarter."""
    record = _record(request, pk)
    (one,) = person_quarters(QuarterRecord.objects.filter(pk=record.pk), request.user)
    answer = printed(quarter_sheet(one), format, one.post.cadre.name, record.quarter.period)
    record_download(record, kind=format, form="quarter", by=request.user)
    return answer


@require_safe
@never_cache
@login_required
def year_form(request: AuthenticatedRequest, pk: int, format: str) -> HttpResponse:
    """The form of the year of the person whose record it is."""
    record = _record(request, pk)
    year = person_year(record, request.user)
    name = (str(record.assessee), str(record.quarter.plan.year))
    answer = printed(year_sheet(year), format, *name)
    record_download(record, kind=format, form="year", by=request.user)
    return answer


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def summary_form(request: AuthenticatedRequest, pk: int, unit_pk: int, format: str) -> HttpResponse:
    """The summary of a unit's quarter."""
    quarters = Quarter.objects.visible_to(request.user).select_related("plan", "cycle")
    quarter = get_object_or_404(quarters, pk=pk)
    unit = get_object_or_404(Unit.objects.with_people_visible_to(request.user), pk=unit_pk)
    summary = unit_summary(quarter, unit, request.user)
    if summary is None:
        raise Http404
    answer = printed(summary_sheet(summary), format, unit.name, quarter.period)
    record_download(quarter, kind=format, form=f"summary of {unit.code}", by=request.user)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def formbatch_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.visible_to(request.user), pk=pk)
    form = FormBatchForm(posted(request), plan=plan, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(order_forms(plan, **form.cleaned_data, by=request.user))
    earlier = _batches(request).filter(plan=plan)[:SHOWN]
    context = {"plan": plan, "form": form, "batches": earlier}
    return render(request, "dailyreview/formbatch_create.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF)
def formbatch_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    template = "dailyreview/formbatch_detail.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, {"batch": batch})


@require_POST
@role_required(Role.OFFICE_STAFF)
def formbatch_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    try:
        cancel_forms(batch, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def formbatch_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    if not batch.file:
        raise Http404
    name = file_name(str(batch), suffix="zip")
    record_download(batch, kind="zip", form="batch", by=request.user)
    return FileResponse(batch.file.open(), as_attachment=True, filename=name)


def _record(request: AuthenticatedRequest, pk: int) -> QuarterRecord:
    records = records_seen_by(request.user).select_related("quarter__plan", "assessee__appointment")
    return get_object_or_404(records, pk=pk)


def _batches(request: AuthenticatedRequest) -> QuerySet[FormBatch]:
    return FormBatch.objects.visible_to(request.user).select_related(
        "plan", "quarter__cycle", "unit"
    )
