"""Vetoes, downgrades and gates of a cycle: recording them and taking them back."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.forms.overlays import OverlayFactForm, OverlayWithdrawForm
from assessment.forms.posting import posted
from assessment.models import Assessee, AssessmentCycle, OverlayFact
from assessment.selectors.gates import gate_proposals
from assessment.services.overlays import record_overlay_fact, withdraw_overlay_fact
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def overlay_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cycles = AssessmentCycle.objects.visible_to(request.user).select_related("scheme")
    cycle = get_object_or_404(cycles, pk=pk)
    form = OverlayFactForm(
        posted(request), cycle=cycle, user=request.user, initial=request.GET.dict()
    )
    if form.is_valid():
        with refusals_to(form):
            record_overlay_fact(**form.cleaned_data, by=request.user)
            messages.success(request, _("Recorded; it counts from the next run on."))
            return redirect("assessment:overlay_list", cycle.pk)
    context = {
        "cycle": cycle,
        "form": form,
        "proposals": gate_proposals(cycle, request.user),
        "facts": _visible_facts(request)
        .filter(assessee__cycle=cycle)
        .annotate(
            limit_name=Subquery(cycle.scheme.grades.filter(code=OuterRef("limit")).values("name"))
        ),
    }
    return render(request, "assessment/overlay_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def overlay_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    fact = get_object_or_404(_visible_facts(request), pk=pk)
    form = OverlayWithdrawForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            withdraw_overlay_fact(fact, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Withdrawn; it no longer counts from the next run on."))
            return redirect("assessment:overlay_list", fact.assessee.cycle_id)
    return render(request, "assessment/overlay_withdraw.html", {"form": form, "fact": fact})


def _visible_facts(request: AuthenticatedRequest) -> QuerySet[OverlayFact]:
    return OverlayFact.objects.filter(
        assessee__in=Assessee.objects.visible_to(request.user)
    ).select_related("assessee__cycle", "recorded_by")
