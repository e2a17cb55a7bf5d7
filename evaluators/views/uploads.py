"""Lists of the pool as files: template, upload with preview, confirmation, export."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from evaluators.exports.evaluators import evaluator_workbook
from evaluators.filters import EvaluatorFilter
from evaluators.forms.uploads import ListUploadForm
from evaluators.imports.uploading import confirm_upload, upload_list
from evaluators.imports.writing import SHEETS, list_template
from evaluators.models import Evaluator, PoolUpload, TrainingSession
from evaluators.services.uploads import drop_upload, record_export
from evaluators.tables import EvaluatorTable
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50
HEAPS: dict[str, tuple[str | Promise, str]] = {
    "refused": (gettext_lazy("Refused"), "hj-bad"),
    "changed": (gettext_lazy("Changed"), "hj-watch"),
    "created": (gettext_lazy("New"), "hj-good"),
}
BACK = {
    PoolUpload.Kind.EVALUATORS: "evaluators:evaluator_list",
    PoolUpload.Kind.TOPICS: "evaluators:topic_list",
}


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def evaluator_upload(request: AuthenticatedRequest) -> HttpResponse:
    return _upload(request, PoolUpload.Kind.EVALUATORS, "evaluators/evaluator_upload.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def topic_upload(request: AuthenticatedRequest) -> HttpResponse:
    return _upload(request, PoolUpload.Kind.TOPICS, "evaluators/topic_upload.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def attendance_upload(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(TrainingSession, pk=pk)
    template = "evaluators/attendance_upload.html"
    return _upload(request, PoolUpload.Kind.ATTENDEES, template, session)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def upload_template(request: AuthenticatedRequest, kind: str) -> FileResponse:
    if kind not in SHEETS:
        raise Http404
    content = list_template(kind, language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{SHEETS[kind].title}.xlsx")


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def upload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(PoolUpload.objects.visible_to(request.user), pk=pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS]
    template = "evaluators/upload_detail.html"
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, template + "#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps, "back": _back(upload)}
    return render(request, template, context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def upload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(PoolUpload.objects.visible_to(request.user), pk=pk)
    try:
        confirm_upload(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is stored."))
    return redirect(upload)


@require_POST
@role_required(Role.OFFICE_STAFF)
def upload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(PoolUpload.objects.visible_to(request.user), pk=pk)
    try:
        drop_upload(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect(_back(upload))


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def evaluator_export(request: AuthenticatedRequest) -> FileResponse:
    """The evaluators that the filters of the list leave, in the order the list has them."""
    visible = Evaluator.objects.visible_to(request.user).select_related("home_unit")
    rows = visible.prefetch_related("tags", "certificates", "spells")
    filtered = EvaluatorFilter(request.GET, queryset=rows, request=request)
    table = EvaluatorTable(filtered.qs, obstacles={})
    RequestConfig(request, paginate=False).configure(table)
    people = [row.record for row in table.rows]
    asked = {name: ", ".join(request.GET.getlist(name)) for name in filtered.filters}
    chosen = {name: values for name, values in asked.items() if values}
    record_export(count=len(people), filters=chosen, by=request.user)
    return workbook_response(evaluator_workbook(people), file_name=_("Evaluators.xlsx"))


def _upload(
    request: AuthenticatedRequest,
    kind: str,
    template: str,
    session: TrainingSession | None = None,
) -> HttpResponse:
    form = ListUploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            file = form.cleaned_data["file"]
            return redirect(upload_list(file, kind=kind, session=session, by=request.user))
    context = {"form": form, "kind": kind, "session": session}
    return render(request, template, context)


def _back(upload: PoolUpload) -> str:
    if upload.session:
        return upload.session.get_absolute_url()
    return reverse(BACK[PoolUpload.Kind(upload.kind)])


def heap_of(
    preview: Mapping[str, Sequence[Any]], name: str, request: AuthenticatedRequest
) -> dict[str, Any]:
    """One of the three piles of a preview, and the page of it that is shown."""
    title, style = HEAPS[name]
    field = f"{name}_page"
    page = Paginator(preview.get(name, []), ROWS_A_PAGE).get_page(request.GET.get(field))
    return {"name": name, "title": title, "style": style, "page": page, "page_field": field}
