"""Deciding grades, and opening the decided results to the units concerned."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessment.forms.decisions import DecisionForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import GradeDecision, Result, RunGroup
from assessment.selectors.decisions import grade_story
from assessment.selectors.results import quota_lines
from assessment.services.decisions import publish_group
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

# Two fields a row stay below DATA_UPLOAD_MAX_NUMBER_FIELDS, and a person can check a page.
ROWS_A_PAGE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def group_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(
        RunGroup.objects.visible_to(request.user).select_related("run__cycle__scheme"), pk=pk
    )
    undecided = group.results.undecided().ranked().select_related("assessee")
    page = Paginator(undecided, ROWS_A_PAGE).get_page(request.GET.get("page"))
    scheme = group.run.cycle.scheme
    form = DecisionForm(posted(request), results=page, scheme=scheme)
    if form.is_valid():
        decided = form.record(run=group.run, by=request.user)
        if decided is not None:
            messages.success(request, _decided_message(decided))
            return redirect("assessment:result_list", group.pk)
    context = {
        "group": group,
        "form": form,
        "page": page,
        "quotas": quota_lines(group),
        "decimals": scheme.decimals,
    }
    return render(request, "assessment/group_decide.html", context)


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
    }
    return render(request, "assessment/group_publish.html", context)


def _decided_message(decided: int) -> str:
    told = ngettext("%(count)s grade is decided.", "%(count)s grades are decided.", decided)
    return told % {"count": decided}
