"""Lists of events: template, upload with preview, registration."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.forms.events import EventUploadForm
from collection.imports.events import EVENTS, event_template, register_events, upload_events
from collection.models import EventUpload
from collection.services.event_uploads import drop_events
from evaluators.views.uploads import HEAPS, heap_of
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def eventupload_template(request: AuthenticatedRequest) -> FileResponse:
    content = event_template(language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{EVENTS.title}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def eventupload_create(request: AuthenticatedRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = EventUploadForm(data, request.FILES or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(upload_events(**form.cleaned_data, by=request.user))
    return render(request, "collection/eventupload_create.html", {"form": form})


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def eventupload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    uploads = EventUpload.objects.visible_to(request.user).select_related("domain")
    upload = get_object_or_404(uploads, pk=pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps}
    return render(request, "collection/eventupload_detail.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def eventupload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(EventUpload.objects.visible_to(request.user), pk=pk)
    try:
        register_events(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(upload)
    messages.success(request, _("Registered; each event waits for a second person."))
    return redirect("collection:event_list")


@require_POST
@role_required(Role.OFFICE_STAFF)
def eventupload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(EventUpload.objects.visible_to(request.user), pk=pk)
    try:
        drop_events(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect("collection:event_list")
