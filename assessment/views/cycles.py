"""Cycles: the list, the board, opening and closing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from assessment.forms.cycles import CycleForm, CycleOpenForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import AssessmentCycle, MethodDocument, ScoreRun
from assessment.selectors.board import cycle_board
from assessment.selectors.readiness import Readiness, last_check, readiness_of
from assessment.services.cycles import close_cycle, create_cycle, open_cycle, update_cycle
from assessment.tables import CycleTable
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def cycle_list(request: AuthenticatedRequest) -> HttpResponse:
    cycles = AssessmentCycle.objects.visible_to(request.user).with_counts()
    table = CycleTable(cycles.select_related("scheme"))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "assessment/cycle_list.html"
    if request.htmx:
        template += "#table"
    context = {"table": table, "may_change": request.user.has_role(Role.OFFICE_STAFF)}
    return render(request, template, context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def cycle_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(
        AssessmentCycle.objects.visible_to(request.user).select_related("scheme"), pk=pk
    )
    if request.htmx:
        check = last_check(cycle)
        if check is None or check.is_finished:
            # The findings change with the end, so the whole page is loaded once more.
            return HttpResponseClientRefresh()
        return render(request, "assessment/cycle_detail.html#check", {"check": check})
    runs = list(cycle.runs.select_related("requested_by"))
    context = {
        "cycle": cycle,
        "board": cycle_board(cycle, user=request.user),
        "readiness": _readiness(cycle, request.user),
        "runs": runs,
        "complete_runs": sum(run.state == ScoreRun.State.COMPLETE for run in runs),
        "systems": cycle.systems.select_related("category"),
        "methods": MethodDocument.objects.visible_to(request.user)
        .of_kind(cycle.kind)
        .on(cycle.opened_on or timezone.localdate()),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "assessment/cycle_detail.html", context)


def _readiness(cycle: AssessmentCycle, user: User) -> Readiness | None:
    """What stands in the way of a run, while there can be one."""
    is_open = cycle.state == AssessmentCycle.State.OPEN
    return readiness_of(cycle, user=user) if is_open else None


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def cycle_create(request: AuthenticatedRequest) -> HttpResponse:
    form = CycleForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(create_cycle(**form.cleaned_data, by=request.user))
    return render(request, "assessment/cycle_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def cycle_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(AssessmentCycle.objects.visible_to(request.user), pk=pk)
    form = CycleForm(posted(request), instance=cycle, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(update_cycle(cycle, **form.cleaned_data, by=request.user))
    return render(request, "assessment/cycle_edit.html", {"form": form, "cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def cycle_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(AssessmentCycle.objects.visible_to(request.user), pk=pk)
    form = CycleOpenForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            frozen = open_cycle(cycle, day=form.cleaned_data["day"], by=request.user)
            told = ngettext(
                "The cycle is open with %(count)s assessee.",
                "The cycle is open with %(count)s assessees.",
                frozen,
            )
            messages.success(request, told % {"count": frozen})
            return redirect(cycle)
    return render(request, "assessment/cycle_open.html", {"form": form, "cycle": cycle})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def cycle_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(AssessmentCycle.objects.visible_to(request.user), pk=pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            close_cycle(cycle, by=request.user)
            messages.success(request, _("The cycle is closed."))
            return redirect(cycle)
    board = cycle_board(cycle, user=request.user)
    return render(request, "assessment/cycle_close.html", {"form": form, "board": board})
