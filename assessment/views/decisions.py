"""Deciding grades, and opening the decided results to the units concerned."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessment.forms.decisions import AcceptForm, DecisionFilterForm, DecisionForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import GradeDecision, Result, RunGroup
from assessment.selectors.decisions import grade_story, open_proposals
from assessment.selectors.quotas import quota_lines
from assessment.services.decisions import accept_proposals, publish_group
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

# As many as a person checks at a time; who has thousands accepts the proposals together.
ROWS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def group_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = _group_seen(request, pk)
    scheme = group.run.cycle.scheme
    proposals = open_proposals(group)
    filters = DecisionFilterForm(request.GET or None, scheme=scheme)
    undecided = group.results.undecided().ranked().select_related("assessee")
    narrowed = filters.narrow(undecided, proposals).defer("points", "full_marks")
    page = Paginator(narrowed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    form = DecisionForm(posted(request), results=page, scheme=scheme, left=proposals.left)
    if form.is_valid():
        decided = form.record(run=group.run, by=request.user)
        if decided is not None:
            messages.success(request, _decided_message(decided))
            return _next_to_decide(group, request.get_full_path())
    context = {
        "group": group,
        "form": form,
        "filters": filters,
        "page": page,
        "proposals": proposals,
        "undecided": len(proposals.acceptable) + len(proposals.left),
        "quotas": quota_lines(group),
        "decimals": scheme.decimals,
    }
    return render(request, "assessment/group_decide.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def group_accept(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = _group_seen(request, pk)
    proposals = open_proposals(group)
    form = AcceptForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            decisions = accept_proposals(group, **form.cleaned_data, by=request.user)
            messages.success(request, _decided_message(len(decisions)))
            return _next_to_decide(group, reverse("assessment:group_decide", args=[pk]))
    grades = group.run.cycle.scheme.grades.all()
    context = {
        "group": group,
        "form": form,
        "proposals": proposals,
        "grades": [(grade, proposals.grades.get(grade.code, 0)) for grade in grades],
        "quotas": quota_lines(group),
    }
    return render(request, "assessment/group_accept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def decision_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    results = Result.objects.visible_to(request.user)
    result = get_object_or_404(
        results.select_related("assessee", "group__run__cycle__scheme"), pk=pk
    )
    run = result.group.run
    form = DecisionForm(posted(request), results=[result], scheme=run.cycle.scheme)
    if form.is_valid() and form.record(run=run, by=request.user) is not None:
        return redirect(result)
    context = {
        "result": result,
        "form": form,
        "decimals": run.cycle.scheme.decimals,
        "story": grade_story(result),
    }
    return render(request, "assessment/decision_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def group_publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(
        RunGroup.objects.visible_to(request.user).select_related("run__cycle"), pk=pk
    )
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            publish_group(group, by=request.user)
            messages.success(request, _("The results are open to the units concerned."))
            return redirect("assessment:result_list", group.pk)
    results = group.results.select_related("assessee")
    mine = GradeDecision.objects.in_force().filter(
        run=group.run_id, assessee__results__group=group, decided_by=request.user
    )
    context = {
        "group": group,
        "form": form,
        "is_second_person": not mine.exists(),
        "size": group.size,
        "undecided": results.undecided().filter(total__isnull=False).count(),
        "without_total": [result.assessee for result in results.filter(total=None)],
        "quotas": quota_lines(group),
    }
    return render(request, "assessment/group_publish.html", context)


def _decided_message(decided: int) -> str:
    told = ngettext("%(count)s grade is decided.", "%(count)s grades are decided.", decided)
    return told % {"count": decided}


def _group_seen(request: AuthenticatedRequest, pk: int) -> RunGroup:
    groups = RunGroup.objects.visible_to(request.user).select_related("run__cycle__scheme")
    return get_object_or_404(groups, pk=pk)


def _next_to_decide(group: RunGroup, address: str) -> HttpResponse:
    """On to whoever still needs a decision; to the ranking once all with a total have one."""
    if group.results.undecided().filter(total__isnull=False).exists():
        return redirect(address)
    return redirect("assessment:result_list", group.pk)
