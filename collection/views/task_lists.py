"""Task lists: all of them, one with its tasks, and one task as the office writes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.forms.tasks import TaskFilterForm, TaskForm, TaskListForm
from collection.models import Task, TaskList
from collection.selectors.tasks import find_tasks, sub_plans, task_lists, with_progress
from collection.services.task_lists import remove_task, save_list, save_task
from evaluators.views.saving import form_page
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50


@require_safe
@login_required
def tasklist_list(request: AuthenticatedRequest) -> HttpResponse:
    context = {
        "page": Paginator(task_lists(request.user), ROWS_A_PAGE).get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "collection/tasklist_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def tasklist_create(request: AuthenticatedRequest) -> HttpResponse:
    new = TaskList(year=timezone.localdate().year)
    form = TaskListForm(request.POST or None, instance=new, user=request.user)
    return form_page(
        request,
        form,
        lambda: save_list(form.instance, by=request.user),
        template="collection/tasklist_create.html",
        done="collection:tasklist_list",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def tasklist_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    task_list = get_object_or_404(TaskList.objects.editable_by(request.user), pk=pk)
    form = TaskListForm(request.POST or None, instance=task_list, user=request.user)
    return form_page(
        request,
        form,
        lambda: save_list(form.instance, by=request.user),
        template="collection/tasklist_edit.html",
        done=task_list,
    )


@require_safe
@login_required
@vary_on_headers("HX-Request")
def tasklist_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    lists = TaskList.objects.visible_to(request.user).select_related("domain")
    task_list = get_object_or_404(lists, pk=pk)
    form = TaskFilterForm(request.GET, plans=sub_plans(task_list, request.user))
    found = find_tasks(request.user, form.conditions, day=timezone.localdate())
    tasks = with_progress(found.filter(task_list=task_list))
    context = {
        "task_list": task_list,
        "form": form,
        "page": Paginator(tasks, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "summary": task_lists(request.user).get(pk=pk),
    }
    if request.htmx:
        return render(request, "collection/tasklist_detail.html#table", context)
    office = request.user.has_role(Role.OFFICE_STAFF)
    kept = TaskList.objects.editable_by(request.user).filter(pk=pk)
    context["may_change"] = office and kept.exists()
    return render(request, "collection/tasklist_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def task_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    task_list = get_object_or_404(TaskList.objects.editable_by(request.user), pk=pk)
    return _edit(request, Task(task_list=task_list), "collection/task_create.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def task_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    tasks = Task.objects.editable_by(request.user).select_related("lead_unit", "task_list")
    return _edit(request, get_object_or_404(tasks, pk=pk), "collection/task_edit.html")


@require_POST
@role_required(Role.OFFICE_STAFF)
def task_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.editable_by(request.user), pk=pk)
    try:
        remove_task(task, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(task)
    messages.success(request, _("The task is off the list."))
    return redirect(task.task_list)


def _edit(request: AuthenticatedRequest, task: Task, template: str) -> HttpResponse:
    form = TaskForm(request.POST or None, instance=task, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            save_task(form.instance, **form.relations, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    return render(request, template, {"form": form, "task": task})
