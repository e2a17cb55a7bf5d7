"""The intake by file: a department sends a list and keeps receipts; the office keeps the codes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.posting import posted
from dailyreview.forms.intake import FactCodeForm, FactUploadForm
from dailyreview.imports.fact_uploading import fact_template, send_facts, upload_facts
from dailyreview.imports.facts import FACTS
from dailyreview.models import FactCode, FactUpload
from dailyreview.services.intake import drop_facts, remove_code, save_code
from evaluators.views.uploads import ROWS_A_PAGE, heap_of
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

SHOWN = 10
# A list of facts changes nothing that is stored: it has two heaps.
MADE_OR_REFUSED = ("refused", "created")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.DATA_REPORTER)
def factupload_create(request: AuthenticatedRequest) -> HttpResponse:
    form = FactUploadForm(posted(request), request.FILES or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            given = form.cleaned_data
            return redirect(upload_facts(given["file"], source=given["source"], by=request.user))
    earlier = FactUpload.objects.visible_to(request.user)[:SHOWN]
    context = {"form": form, "uploads": earlier}
    return render(request, "dailyreview/factupload_create.html", context)


@require_safe
@never_cache
@role_required(Role.DATA_REPORTER)
def factupload_template(request: AuthenticatedRequest) -> FileResponse:
    content = fact_template(language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{FACTS.title}.xlsx")


@require_safe
@role_required(Role.DATA_REPORTER)
@vary_on_headers("HX-Request")
def factupload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What would be sent; once it is sent, receipts alone."""
    upload = _upload(request, pk)
    heaps = [heap_of(upload.preview, name, request) for name in MADE_OR_REFUSED]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    receipts = Paginator(upload.receipts, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"upload": upload, "heaps": heaps, "receipts": receipts}
    return render(request, "dailyreview/factupload_detail.html", context)


@require_POST
@role_required(Role.DATA_REPORTER)
def factupload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        send_facts(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sent to the office. Keep the receipt numbers."))
    return redirect(upload)


@require_POST
@role_required(Role.DATA_REPORTER)
def factupload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    try:
        drop_facts(_upload(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect("dailyreview:factupload_create")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def factcode_list(request: AuthenticatedRequest) -> HttpResponse:
    """The dictionary: which code of which department means which kind."""
    form = FactCodeForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            save_code(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("dailyreview:factcode_list")
    codes = FactCode.objects.visible_to(request.user).select_related("source")
    page = Paginator(codes, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dailyreview/factcode_list.html", {"form": form, "page": page})


@require_POST
@role_required(Role.OFFICE_STAFF)
def factcode_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    code = get_object_or_404(FactCode.objects.editable_by(request.user), pk=pk)
    remove_code(code, by=request.user)
    return redirect("dailyreview:factcode_list")


def _upload(request: AuthenticatedRequest, pk: int) -> FactUpload:
    uploads = FactUpload.objects.visible_to(request.user).select_related("source")
    return get_object_or_404(uploads, pk=pk)
