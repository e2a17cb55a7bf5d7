"""A table as a workbook: template, upload with preview, confirmation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.imports.tables import marked_copy, table_workbook
from collection.imports.uploading import confirm_table, upload_table
from collection.models import DepartmentReport, ReportUpload
from collection.services.report_uploads import drop_table
from collection.views.plans import CONCERNED, posted
from collection.views.reports import report_seen
from evaluators.forms.uploads import ListUploadForm
from evaluators.views.uploads import HEAPS, heap_of
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@never_cache
@role_required(*CONCERNED)
def report_template(request: AuthenticatedRequest, pk: int) -> FileResponse:
    report = report_seen(request, pk)
    content = table_workbook(report, language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{report}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.DATA_REPORTER)
def report_upload(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    reports = DepartmentReport.objects.fillable_by(request.user).with_facts()
    report = get_object_or_404(reports, pk=pk)
    form = ListUploadForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            return redirect(upload_table(report, form.cleaned_data["file"], by=request.user))
    return render(request, "collection/report_upload.html", {"form": form, "report": report})


def _upload(request: AuthenticatedRequest, pk: int) -> ReportUpload:
    uploads = ReportUpload.objects.visible_to(request.user)
    return get_object_or_404(uploads.select_related("report__round__plan"), pk=pk)


@require_safe
@role_required(Role.DATA_REPORTER)
@vary_on_headers("HX-Request")
def reportupload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps}
    return render(request, "collection/reportupload_detail.html", context)


@require_safe
@never_cache
@role_required(Role.DATA_REPORTER)
def reportupload_marked(request: AuthenticatedRequest, pk: int) -> FileResponse:
    upload = _upload(request, pk)
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    file_name = _("%(name)s, marked.xlsx") % {"name": stem}
    return workbook_response(marked_copy(upload), file_name=file_name)


@require_POST
@role_required(Role.DATA_REPORTER)
def reportupload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        confirm_table(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(upload)
    messages.success(request, _("The figures stand in the table. Hand it in when it is complete."))
    return redirect(upload.report)


@require_POST
@role_required(Role.DATA_REPORTER)
def reportupload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        drop_table(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect(upload.report)
