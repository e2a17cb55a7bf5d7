"""Runs: starting, following, cancelling, comparing and replaying them."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from assessment.forms.cycles import RunCompareForm, RunStartForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import Assessee, AssessmentCycle, RunGroup, ScoreRun
from assessment.selectors.comparisons import comparison
from assessment.selectors.progress import run_progress
from assessment.selectors.readiness import readiness_of
from assessment.services.replay import replay_run
from assessment.services.runs import cancel_run, start_run
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

# A replay of more than these would keep the page, and a web worker, waiting too long.
LARGEST_REPLAY = 5_000


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def run_start(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(AssessmentCycle.objects.visible_to(request.user), pk=pk)
    form = RunStartForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            return redirect(start_run(cycle, note=form.cleaned_data["note"], by=request.user))
    context = {"cycle": cycle, "form": form, "readiness": readiness_of(cycle, user=request.user)}
    return render(request, "assessment/run_start.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def run_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    runs = ScoreRun.objects.visible_to(request.user).select_related("cycle", "requested_by")
    run = get_object_or_404(runs, pk=pk)
    progress = run_progress(run)
    template = "assessment/run_detail.html"
    if request.htmx:
        if progress.is_finished:
            # Heading and actions change with the end, so the whole page is loaded once more.
            return HttpResponseClientRefresh()
        template += "#progress"
    others = run.cycle.runs.filter(state=ScoreRun.State.COMPLETE).exclude(pk=run.pk)
    context = {
        "run": run,
        "progress": progress,
        "groups": RunGroup.objects.visible_to(request.user).filter(run=run),
        "other": others.first(),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def run_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    runs = ScoreRun.objects.visible_to(request.user).select_related("cycle")
    run = get_object_or_404(runs, pk=pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            cancel_run(run, by=request.user)
            return redirect(run)
    return render(request, "assessment/run_cancel.html", {"form": form, "run": run})


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def run_compare(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycles = AssessmentCycle.objects.visible_to(request.user).select_related("scheme")
    cycle = get_object_or_404(cycles, pk=pk)
    form = RunCompareForm(request.GET or _last_two_runs(cycle) or None, cycle=cycle)
    context = {"cycle": cycle, "form": form, "decimals": cycle.scheme.decimals}
    if form.is_valid():
        base, other = form.cleaned_data["base"], form.cleaned_data["other"]
        seen = set(
            Assessee.objects.visible_to(request.user)
            .filter(cycle=cycle)
            .values_list("pk", flat=True)
        )
        moves = [move for move in comparison(base, other) if move.assessee.pk in seen]
        page = Paginator(moves, 100).get_page(request.GET.get("page"))
        context |= {"base": base, "other": other, "page": page}
    template = "assessment/run_compare.html"
    if request.htmx:
        template += "#moves"
    return render(request, template, context)


def _last_two_runs(cycle: AssessmentCycle) -> dict[str, int]:
    """What is compared before anything is chosen; nothing while there are no two runs."""
    complete = cycle.runs.filter(state=ScoreRun.State.COMPLETE).order_by("-number")
    newest = list(complete.values_list("pk", flat=True)[:2])
    return {"other": newest[0], "base": newest[1]} if len(newest) == 2 else {}


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def run_replay(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    runs = ScoreRun.objects.visible_to(request.user).filter(state=ScoreRun.State.COMPLETE)
    run = get_object_or_404(runs.select_related("cycle"), pk=pk)
    size = run.groups.aggregate(size=Sum("size", default=0))["size"]
    is_large = size > LARGEST_REPLAY
    replay = replay_run(run) if request.method == "POST" and not is_large else None
    context = {"run": run, "replay": replay, "is_large": is_large}
    return render(request, "assessment/run_replay.html", context)
