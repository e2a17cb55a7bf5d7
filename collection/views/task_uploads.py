"""Task lists as files: template, upload with preview, marked copy, confirmation, export."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.imports.task_sheet import TASKS
from collection.imports.task_uploading import confirm_tasks, tasks_book, upload_tasks
from collection.models import Task, TaskList, TaskUpload
from collection.services.task_uploads import drop_upload, record_task_export
from evaluators.forms.uploads import ListUploadForm
from evaluators.views.uploads import HEAPS, heap_of
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.imports.marked import marked_copy
from organization.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def taskupload_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    task_list = get_object_or_404(TaskList.objects.editable_by(request.user), pk=pk)
    form = ListUploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            file = form.cleaned_data["file"]
            return redirect(upload_tasks(file, task_list=task_list, by=request.user))
    context = {"form": form, "task_list": task_list}
    return render(request, "collection/taskupload_create.html", context)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def taskupload_template(request: AuthenticatedRequest) -> FileResponse:
    content = tasks_book(Task.objects.none(), language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{TASKS.title}.xlsx")


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def taskupload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps, "is_book": upload.file_name.endswith(".xlsx")}
    return render(request, "collection/taskupload_detail.html", context)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def taskupload_marked(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """The file as it came, with the reason at each refused cell."""
    waiting = TaskUpload.objects.visible_to(request.user).filter(
        state=TaskUpload.State.PREVIEWED, refused_count__gt=0, file_name__endswith=".xlsx"
    )
    upload = get_object_or_404(waiting, pk=pk)
    stem = upload.file_name.removesuffix(".xlsx")
    return workbook_response(
        marked_copy(upload), file_name=_("%(name)s, marked.xlsx") % {"name": stem}
    )


@require_POST
@role_required(Role.OFFICE_STAFF)
def taskupload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        confirm_tasks(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is stored."))
    return redirect(upload)


@require_POST
@role_required(Role.OFFICE_STAFF)
def taskupload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        drop_upload(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect(upload.task_list)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def tasklist_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    task_list = get_object_or_404(TaskList.objects.editable_by(request.user), pk=pk)
    tasks = Task.objects.filter(task_list=task_list)
    record_task_export(task_list, count=tasks.count(), by=request.user)
    content = tasks_book(tasks, language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{task_list}.xlsx")


def _upload(request: AuthenticatedRequest, pk: int) -> TaskUpload:
    uploads = TaskUpload.objects.visible_to(request.user).select_related("task_list__domain")
    return get_object_or_404(uploads, pk=pk)
