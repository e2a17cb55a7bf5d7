"""Reports of a whole category as one ZIP."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.models import RunGroup
from feedback.forms.reports import BatchForm
from feedback.models import ReportBatch
from feedback.services.batches import cancel_batch, order_batch
from feedback.tables import BatchTable
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name

SHOWN = 20


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def batch_create(request: AuthenticatedRequest, group_pk: int) -> HttpResponse:
    groups = RunGroup.objects.visible_to(request.user).select_related("run__cycle")
    group = get_object_or_404(groups, pk=group_pk)
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(order_batch(group, format=form.cleaned_data["format"], by=request.user))
        except ValidationError as error:
            form.add_error(None, error)
    earlier = _visible_batches(request).filter(group=group)[:SHOWN]
    context = {"group": group, "form": form, "table": BatchTable(earlier)}
    return render(request, "feedback/batch_create.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF)
def batch_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_visible_batches(request), pk=pk)
    template = "feedback/batch_detail.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, {"batch": batch})


@require_POST
@role_required(Role.OFFICE_STAFF)
def batch_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_visible_batches(request), pk=pk)
    try:
        cancel_batch(batch, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def batch_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    batch = get_object_or_404(_visible_batches(request), pk=pk)
    if not batch.file:
        raise Http404
    name = file_name(str(batch.group.run.cycle), batch.group.name, suffix="zip")
    return FileResponse(batch.file.open(), as_attachment=True, filename=name)


def _visible_batches(request: AuthenticatedRequest) -> QuerySet[ReportBatch]:
    return ReportBatch.objects.visible_to(request.user).select_related("group__run__cycle")
