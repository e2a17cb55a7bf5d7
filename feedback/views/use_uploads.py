"""Lists of uses as files: template, upload with preview, confirmation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.views.uploads import HEAPS, heap_of
from feedback.forms.uses import UseUploadForm
from feedback.imports.uploading import confirm_uses, upload_uses, uses_template
from feedback.imports.uses import USES
from feedback.models import UseUpload
from feedback.services.use_uploads import drop_use_upload
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def useupload_template(request: AuthenticatedRequest) -> FileResponse:
    content = uses_template(language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{USES.title}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def useupload_create(request: AuthenticatedRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = UseUploadForm(data, request.FILES or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(upload_uses(**form.cleaned_data, by=request.user))
    return render(request, "feedback/useupload_create.html", {"form": form})


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def useupload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    uploads = UseUpload.objects.visible_to(request.user)
    upload = get_object_or_404(uploads.select_related("cycle"), pk=pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS if name != "changed"]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps}
    return render(request, "feedback/useupload_detail.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def useupload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(UseUpload.objects.visible_to(request.user), pk=pk)
    try:
        confirm_uses(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is stored."))
    return redirect(upload)


@require_POST
@role_required(Role.OFFICE_STAFF)
def useupload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(UseUpload.objects.visible_to(request.user), pk=pk)
    try:
        drop_use_upload(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect("feedback:use_list")
