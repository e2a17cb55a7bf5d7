"""Attendance as the personnel office brings it in: template, preview, confirmation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dailyreview.imports.attendance import ATTENDANCE
from dailyreview.imports.uploading import attendance_template as empty_sheet
from dailyreview.imports.uploading import confirm_attendance, upload_attendance
from dailyreview.models import AttendanceUpload
from dailyreview.selectors.attendance import attendance_of, kept_quarter
from dailyreview.services.uploads import drop_attendance
from evaluators.forms.uploads import ListUploadForm
from evaluators.views.uploads import HEAPS, ROWS_A_PAGE, heap_of
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

KEEPERS = (Role.DATA_REPORTER, Role.OFFICE_STAFF)


@require_safe
@role_required(*KEEPERS)
def attendance_list(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(attendance_of(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dailyreview/attendance_list.html", {"page": page})


@require_safe
@never_cache
@role_required(*KEEPERS)
def attendance_template(request: AuthenticatedRequest) -> FileResponse:
    content = empty_sheet(language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{ATTENDANCE.title}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*KEEPERS)
def attendance_upload(request: AuthenticatedRequest, pk: int, unit_pk: int) -> HttpResponse:
    kept = kept_quarter(request.user, pk, unit_pk)
    if kept is None:
        raise Http404
    form = ListUploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            file = form.cleaned_data["file"]
            upload = upload_attendance(file, quarter=kept.quarter, unit=kept.unit, by=request.user)
            return redirect(upload)
    return render(request, "dailyreview/attendance_upload.html", {"form": form, "kept": kept})


@require_safe
@role_required(*KEEPERS)
@vary_on_headers("HX-Request")
def attendance_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    uploads = AttendanceUpload.objects.visible_to(request.user)
    upload = get_object_or_404(uploads.select_related("quarter__cycle", "unit"), pk=pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps}
    return render(request, "dailyreview/attendance_detail.html", context)


@require_POST
@role_required(*KEEPERS)
def attendance_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(AttendanceUpload.objects.visible_to(request.user), pk=pk)
    try:
        confirm_attendance(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is stored."))
    return redirect(upload)


@require_POST
@role_required(*KEEPERS)
def attendance_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(AttendanceUpload.objects.visible_to(request.user), pk=pk)
    try:
        drop_attendance(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect("dailyreview:attendance_list")
