"""The board of overdue tables: who is late, whom to call, remind (ORG-08)."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.exports.feeds import feed_workbook
from collection.forms.reports import FeedFilterForm
from collection.models import DepartmentReport, ReportingPlan
from collection.selectors.feeds import feeds_of
from collection.services.reports import remind_department
from collection.views.plans import READERS, ROWS_A_PAGE
from organization.exports import workbook_response
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*READERS)
@vary_on_headers("HX-Request")
def feed_list(request: AuthenticatedRequest) -> HttpResponse:
    form = FeedFilterForm(request.GET)
    today = timezone.localdate()
    late = _late(request, form)
    page = Paginator(late, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "feeds": feeds_of(page, today),
        "may_remind": request.user.has_role(Role.OFFICE_STAFF),
        "today": today,
    }
    template = "collection/feed_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


def _late(request: AuthenticatedRequest, form: FeedFilterForm) -> QuerySet[DepartmentReport]:
    """Overdue tables of the plans of the account, the longest overdue first."""
    today, asked = timezone.localdate(), form.conditions
    plans = ReportingPlan.objects.visible_to(request.user)
    late = DepartmentReport.objects.filter(round__plan__in=plans).overdue(today)
    if days := asked.get("days"):
        late = late.filter(round__due_on__lte=today - dt.timedelta(days=days))
    if text := asked.get("q"):
        late = late.filter(department__name__contains=text)
    return late.with_facts()


@require_safe
@never_cache
@role_required(*READERS)
def feed_export(request: AuthenticatedRequest) -> FileResponse:
    feeds = feeds_of(_late(request, FeedFilterForm(request.GET)), timezone.localdate())
    return workbook_response(feed_workbook(feeds), file_name=_("Overdue tables.xlsx"))


@require_POST
@role_required(Role.OFFICE_STAFF)
def feed_remind(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    reports = DepartmentReport.objects.verifiable_by(request.user).with_facts()
    report = get_object_or_404(reports, pk=pk)
    try:
        remind_department(report, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        told = _("%(department)s is reminded: it stands on its desk.")
        messages.success(request, told % {"department": report.department})
    return redirect(reverse("collection:feed_list"))
