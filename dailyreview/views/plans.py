"""The office's side: the plan of a year, its units and quarters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from dailyreview.forms.plans import GateForm, PilotForm, PlanForm, QuarterForm, StandInForm
from dailyreview.models import DailyPlan, PilotUnit, ProcessStep, Quarter
from dailyreview.selectors.gaps import gaps_of
from dailyreview.selectors.process import shares_of
from dailyreview.selectors.progress import progress_of, unit_stages
from dailyreview.services.gates import draw_on_quarters
from dailyreview.services.plans import (
    appoint_stand_in,
    create_plan,
    switch_off,
    switch_on,
    update_plan,
)
from dailyreview.services.quarters import open_quarter
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

READERS = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
ROWS_A_PAGE = 50


@require_safe
@role_required(*READERS)
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    plans = DailyPlan.objects.visible_to(request.user).select_related("domain", "scheme")
    context = {
        "plans": plans.annotate(
            unit_count=Count("pilots", distinct=True),
            quarter_count=Count("quarters", distinct=True),
        ),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "dailyreview/plan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_create(request: AuthenticatedRequest) -> HttpResponse:
    form = PlanForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(create_plan(**form.cleaned_data, by=request.user))
    return render(request, "dailyreview/plan_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.editable_by(request.user), pk=pk)
    form = PlanForm(posted(request), instance=plan, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            update_plan(plan, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(plan)
    return render(request, "dailyreview/plan_edit.html", {"form": form, "plan": plan})


@require_safe
@role_required(*READERS)
def plan_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plans = DailyPlan.objects.visible_to(request.user).select_related("scheme", "domain")
    plan = get_object_or_404(plans, pk=pk)
    context = {
        "plan": plan,
        "pilots": plan.pilots.select_related("unit"),
        "quarters": plan.quarters.select_related("cycle").annotate(people=Count("records")),
        "systems": plan.systems.select_related("category"),
        "steps": ProcessStep.objects.filter(plan=plan),
        "may_change": DailyPlan.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "dailyreview/plan_detail.html", context)


@require_safe
@role_required(*READERS)
def gap_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whom nobody could review today: looked at before a quarter opens, and while it runs."""
    plan = get_object_or_404(DailyPlan.objects.visible_to(request.user), pk=pk)
    gaps = gaps_of(plan, timezone.localdate())
    context = {
        "plan": plan,
        "page": Paginator(gaps, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "people": sum(gap.people for gap in gaps),
        "may_change": DailyPlan.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "dailyreview/gap_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def pilot_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.editable_by(request.user), pk=pk)
    form = PilotForm(posted(request), plan=plan, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            pilots = switch_on(plan, **form.cleaned_data, by=request.user)
            words = ngettext(
                "%(count)s unit takes part.", "%(count)s units take part.", len(pilots)
            )
            messages.success(request, words % {"count": len(pilots)})
            return redirect(plan)
    return render(request, "dailyreview/pilot_create.html", {"form": form, "plan": plan})


@require_POST
@role_required(Role.OFFICE_STAFF)
def pilot_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plans = DailyPlan.objects.editable_by(request.user)
    pilot = get_object_or_404(PilotUnit.objects.filter(plan__in=plans), pk=pk)
    switch_off(pilot, by=request.user)
    messages.success(request, _("The unit takes no part in the quarters to come."))
    return redirect("dailyreview:plan_detail", pilot.plan_id)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def quarter_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.editable_by(request.user), pk=pk)
    form = QuarterForm(posted(request), initial={"number": plan.quarters.count() + 1})
    if form.is_valid():
        with refusals_to(form):
            return redirect(open_quarter(plan, **form.cleaned_data, by=request.user))
    gaps = sum(gap.people for gap in gaps_of(plan, timezone.localdate()))
    context = {"form": form, "plan": plan, "gaps": gaps}
    return render(request, "dailyreview/quarter_create.html", context)


@require_safe
@role_required(*READERS)
def quarter_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    quarters = Quarter.objects.visible_to(request.user).select_related("plan", "cycle")
    quarter = get_object_or_404(quarters, pk=pk)
    rows = progress_of(quarter, request.user)
    context = {
        "quarter": quarter,
        "rows": rows,
        "stages": unit_stages(quarter, request.user),
        "shares": shares_of(quarter),
    }
    return render(request, "dailyreview/quarter_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_gate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(DailyPlan.objects.editable_by(request.user), pk=pk)
    form = GateForm(posted(request), plan=plan, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            cycle = form.cleaned_data["cycle"]
            barred = draw_on_quarters(plan, cycle, by=request.user)
            words = ngettext(
                "%(count)s person is barred from the best grade.",
                "%(count)s people are barred from the best grade.",
                len(barred),
            )
            messages.success(request, words % {"count": len(barred)})
            return redirect("assessment:overlay_list", cycle.pk)
    return render(request, "dailyreview/plan_gate.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def standin_create(request: AuthenticatedRequest) -> HttpResponse:
    initial = {"absent": request.GET.get("absent")}
    form = StandInForm(posted(request), user=request.user, initial=initial)
    if form.is_valid():
        with refusals_to(form):
            appoint_stand_in(**form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("dailyreview:plan_list")
    return render(request, "dailyreview/standin_create.html", {"form": form})
