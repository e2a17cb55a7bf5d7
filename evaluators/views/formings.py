"""Forming runs: starting, following, cancelling, adopting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from evaluators.forms.plans import FormingForm
from evaluators.models import POOL_ROLES, FieldPlan, FormingRun
from evaluators.selectors.diagnosis import diagnosis_of, verdict
from evaluators.selectors.proposals import proposed_groups
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import cancel_forming, start_forming
from evaluators.views.plans import plan_of, tell_refusal
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def forming_start(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = plan_of(request.user, pk)
    form = FormingForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        with refusals_to(form):
            return redirect(start_forming(plan, by=request.user, **form.cleaned_data))
    return render(request, "evaluators/forming_start.html", {"form": form, "plan": plan})


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def forming_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    run = _run(request.user, pk)
    template = "evaluators/forming_detail.html"
    if request.htmx:
        if run.is_finished:
            # Heading and actions change with the end, so the whole page is loaded once more.
            return HttpResponseClientRefresh()
        template += "#progress"
    in_office = request.user.has_role(Role.OFFICE_STAFF)
    is_current = run.plan.state == FieldPlan.State.DRAFT and run.plan.version == run.plan_version
    context = {
        "run": run,
        "seconds": int((timezone.now() - run.requested_at).total_seconds()),
        "verdict": verdict(run) if run.state == FormingRun.State.DONE else "",
        # Which rule removes how many people is a matter of the office.
        "diagnosis": diagnosis_of(run) if in_office else None,
        "groups": proposed_groups(run) if run.has_proposal else [],
        "may_edit": in_office,
        "is_current": is_current,
    }
    return render(request, template, context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def forming_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    run = _run(request.user, pk)
    try:
        cancel_forming(run, by=request.user)
    except ValidationError as error:
        tell_refusal(request, error)
    return redirect(run)


@require_POST
@role_required(Role.OFFICE_STAFF)
def forming_apply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    run = _run(request.user, pk)
    try:
        apply_forming(run, by=request.user)
        messages.success(request, _("The proposal is now the plan."))
    except ValidationError as error:
        tell_refusal(request, error)
        return redirect(run)
    return redirect(run.plan)


def _run(user: User, pk: int) -> FormingRun:
    visible = FormingRun.objects.visible_to(user)
    return get_object_or_404(visible.select_related("plan", "requested_by"), pk=pk)
