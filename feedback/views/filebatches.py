"""Electronic files of everybody of a unit as one ZIP."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from dailyreview.services.downloads import record_download
from feedback.forms.files import FileBatchForm
from feedback.models import FileBatch
from feedback.services.files import cancel_files, order_files
from feedback.views.files import opened_team
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def filebatch_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = opened_team(request, pk)
    form = FileBatchForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            return redirect(order_files(unit, **form.cleaned_data, by=request.user))
    context = {"unit": unit, "form": form, "batches": _batches(request).filter(unit=unit)[:SHOWN]}
    return render(request, "feedback/filebatch_create.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF)
def filebatch_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    template = "feedback/filebatch_detail.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, {"batch": batch})


@require_POST
@role_required(Role.OFFICE_STAFF)
def filebatch_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    try:
        cancel_files(batch, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def filebatch_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    if not batch.file:
        raise Http404
    name = file_name(str(batch), suffix="zip")
    record_download(batch, kind="zip", form="files", by=request.user)
    return FileResponse(batch.file.open(), as_attachment=True, filename=name)


def _batches(request: AuthenticatedRequest) -> QuerySet[FileBatch]:
    return FileBatch.objects.visible_to(request.user).select_related("unit")
