"""The board of tasks, standing supervision, and notes on conduct."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collection.forms.supervision import BoardForm, ConductNoteForm, OrderForm, ReplyForm
from collection.models import FollowUpOrder, Task
from collection.selectors.conduct import may_note
from collection.selectors.task_boards import (
    HEAPS,
    heaps_of,
    milestones_of,
    orders_of,
    rows_of,
    units_of,
)
from collection.selectors.tasks import rights_on
from collection.services.conduct import note_conduct
from collection.services.orders import close_order, order_followup, reply_to_order
from evaluators.views.saving import form_page
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50


@require_safe
@login_required
def taskboard_detail(request: AuthenticatedRequest) -> HttpResponse:
    """Milestones by what waits, and the same by lead unit."""
    today = timezone.localdate()
    form = BoardForm(request.GET, user=request.user)
    milestones = milestones_of(request.user, form.conditions)
    heaps = heaps_of(milestones, today)
    show = request.GET.get("show", "late")
    shown = units_of(milestones, today) if show == "units" else heaps.get(show, heaps["late"])
    context = {
        "form": form,
        "show": show if show in {*HEAPS, "units"} else "late",
        "counts": {name: heap.count() for name, heap in heaps.items()},
        "page": Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "collection/taskboard_detail.html", context)


@require_safe
@login_required
def supervision_list(request: AuthenticatedRequest) -> HttpResponse:
    """Orders that stand, or those that are closed."""
    closed = "closed" in request.GET
    orders = orders_of(request.user, closed=closed)
    page = Paginator(orders, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(page, request.user), "closed": closed}
    return render(request, "collection/supervision_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def supervision_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    kept = Task.objects.editable_by(request.user).in_force()
    task = get_object_or_404(kept.select_related("task_list"), pk=pk)
    form = OrderForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: order_followup(task, **form.cleaned_data, by=request.user),
        template="collection/supervision_create.html",
        done=task,
        context={"task": task},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def supervision_reply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    orders = FollowUpOrder.objects.visible_to(request.user).standing()
    order = get_object_or_404(orders.select_related("task__lead_unit"), pk=pk)
    if not rights_on(order.task, request.user).report:
        raise Http404
    form = ReplyForm(request.POST or None, initial={"reply": order.reply})
    return form_page(
        request,
        form,
        lambda: reply_to_order(order, **form.cleaned_data, by=request.user),
        template="collection/supervision_reply.html",
        done="collection:supervision_list",
        context={"order": order},
    )


@require_POST
@role_required(Role.OFFICE_STAFF)
def supervision_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    kept = Task.objects.editable_by(request.user)
    order = get_object_or_404(FollowUpOrder.objects.filter(task__in=kept), pk=pk)
    try:
        close_order(order, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The supervision of this task has ended."))
    return redirect("collection:supervision_list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conductnote_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    tasks = Task.objects.visible_to(request.user).in_force()
    task = get_object_or_404(tasks.select_related("task_list", "responsible"), pk=pk)
    if not may_note(task, request.user):
        raise Http404
    form = ConductNoteForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: note_conduct(task, **form.cleaned_data, by=request.user),
        template="collection/conductnote_create.html",
        done=task,
        context={"task": task},
    )
