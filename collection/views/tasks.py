"""One task: its page, the three steps, reports on its milestones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collection.forms.tasks import ClaimForm, MilestoneReportForm, VerdictForm
from collection.models import ConductNote, Milestone, MilestoneReport, Task
from collection.selectors.conduct import may_note
from collection.selectors.tasks import may_take, rights_on
from collection.services.milestones import report_milestone, rule_on_report
from collection.services.task_steps import claim_task, pass_task, return_task
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest


@require_safe
@login_required
def task_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    notes = ConductNote.objects.visible_to(request.user).filter(task=task)
    context = {
        "task": task,
        "rights": rights_on(task, request.user),
        "other_units": task.other_units.all(),
        "indicators": task.indicators.all(),
        "milestones": task.milestones.with_waiting(),
        "reports": MilestoneReport.objects.filter(milestone__task=task)
        .select_related("milestone", "reported_by", "ruled_by")
        .order_by("-pk"),
        "orders": task.orders.select_related("ordered_by", "replied_by"),
        "may_note": may_note(task, request.user),
        "steps": task.steps.select_related("taken_by"),
        "notes": notes.select_related("cadre", "written_by"),
    }
    return render(request, "collection/task_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def task_claim(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    if not rights_on(task, request.user).claim:
        raise Http404
    names = task.responsible_id is None and not may_take(task, request.user)
    form = ClaimForm(_sent(request), task=task, names=names, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            claim_task(task, **form.cleaned_data, by=request.user)
            messages.success(request, _("Claimed; the Party group reviews it next."))
            return redirect(task)
    return render(request, "collection/task_claim.html", {"form": form, "task": task})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def task_rule(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The step of the Party group, then of the office; what is in force is only given back."""
    task = _task(request, pk)
    if not rights_on(task, request.user).rule:
        raise Http404
    form = VerdictForm(_sent(request), only_return=task.state == Task.State.IN_FORCE)
    if form.is_valid():
        step = pass_task if form.cleaned_data["verdict"] == "pass" else return_task
        with refusals_to(form):
            step(task, words=form.cleaned_data["words"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect(task)
    context = {"form": form, "task": task, "milestones": task.milestones.all()}
    return render(request, "collection/task_rule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestone_report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    milestones = Milestone.objects.visible_to(request.user).running().filter(reached_on=None)
    milestone = get_object_or_404(milestones.select_related("task__lead_unit"), pk=pk)
    if not rights_on(milestone.task, request.user).report:
        raise Http404
    form = MilestoneReportForm(_sent(request), request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            report_milestone(milestone, **form.cleaned_data, by=request.user)
            messages.success(request, _("Reported; the office verifies it."))
            return redirect(milestone.task)
    context = {"form": form, "milestone": milestone}
    return render(request, "collection/milestone_report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestonereport_rule(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Verify a report, or give it back."""
    reports = MilestoneReport.objects.visible_to(request.user).waiting()
    others = reports.exclude(reported_by=request.user)
    report = get_object_or_404(others.select_related("milestone__task", "reported_by"), pk=pk)
    task = report.milestone.task
    if not rights_on(task, request.user).verify:
        raise Http404
    form = VerdictForm(_sent(request))
    if form.is_valid():
        verified = form.cleaned_data["verdict"] == "pass"
        with refusals_to(form):
            rule_on_report(
                report, verified=verified, words=form.cleaned_data["words"], by=request.user
            )
            messages.success(request, _("Saved."))
            return redirect(task)
    return render(request, "collection/milestonereport_rule.html", {"form": form, "report": report})


@require_safe
@login_required
def milestonereport_evidence(request: AuthenticatedRequest, pk: int) -> FileResponse:
    reports = MilestoneReport.objects.visible_to(request.user).exclude(evidence="")
    report = get_object_or_404(reports, pk=pk)
    return FileResponse(report.evidence.open("rb"), as_attachment=True)


def _sent(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _task(request: AuthenticatedRequest, pk: int) -> Task:
    tasks = Task.objects.visible_to(request.user)
    people = ("leader", "responsible", "claimed_by", "reviewed_by", "checked_by")
    return get_object_or_404(tasks.select_related("task_list__domain", "lead_unit", *people), pk=pk)
