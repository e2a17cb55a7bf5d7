"""Waivers of recusals: asked for by the office, decided by somebody else."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from evaluators.forms.plans import WaiverDecideForm, WaiverForm
from evaluators.models import POOL_ROLES, Waiver
from evaluators.services.waivers import decide_waiver, request_waiver
from evaluators.views.plans import plan_of
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*POOL_ROLES)
def waiver_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = plan_of(request.user, pk)
    context = {
        "plan": plan,
        "waivers": plan.waivers.visible_to(request.user).select_related(
            "evaluator", "unit", "requested_by", "decided_by"
        ),
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "evaluators/waiver_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def waiver_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = plan_of(request.user, pk)
    asked = {name: request.GET.get(name) for name in ("evaluator", "unit", "rule")}
    form = WaiverForm(request.POST or None, initial=asked, user=request.user, plan=plan)
    form.instance.plan = plan
    form.instance.requested_by = request.user
    if form.is_valid():
        with refusals_to(form):
            request_waiver(plan, by=request.user, **form.cleaned_data)
            return redirect("evaluators:waiver_list", plan.pk)
    return render(request, "evaluators/waiver_create.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "POST"])
@role_required(*POOL_ROLES)
def waiver_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    waivers = Waiver.objects.visible_to(request.user).select_related("plan", "evaluator", "unit")
    waiver = get_object_or_404(waivers, pk=pk)
    form = WaiverDecideForm(request.POST or None)
    if form.is_valid():
        with refusals_to(form):
            decide_waiver(waiver, by=request.user, **form.cleaned_data)
            return redirect("evaluators:waiver_list", waiver.plan_id)
    return render(request, "evaluators/waiver_decide.html", {"form": form, "waiver": waiver})
