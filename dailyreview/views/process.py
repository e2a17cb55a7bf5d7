"""The steps by which the process score moves the share of the best grade."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.forms.posting import posted
from dailyreview.forms.process import ProcessStepForm
from dailyreview.models import DailyPlan, ProcessStep
from dailyreview.services.process import add_process_step, remove_process_step
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def processstep_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.editable_by(request.user), pk=pk)
    form = ProcessStepForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            add_process_step(plan, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(plan)
    context = {"form": form, "plan": plan}
    return render(request, "dailyreview/processstep_create.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def processstep_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plans = DailyPlan.objects.editable_by(request.user)
    step = get_object_or_404(ProcessStep.objects.filter(plan__in=plans), pk=pk)
    try:
        remove_process_step(step, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The step is taken away."))
    return redirect("dailyreview:plan_detail", step.plan_id)
