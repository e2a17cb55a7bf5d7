"""Reporting plans of the office, and the year's calendar for everybody who reports."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collection.forms.plans import PlanForm, RoundForm, TermForm, TermTable
from collection.models import DepartmentReport, ReportingPlan, ReportingRound
from collection.selectors.due import asked_leaves
from collection.services.plans import move_due_day, save_plan, set_terms
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role
from organization.models.accounts import SUBTREE_ROLES

READERS = DOMAIN_ROLES
CONCERNED = DOMAIN_ROLES + SUBTREE_ROLES
ROWS_A_PAGE = 50
State = DepartmentReport.State


def posted(request: AuthenticatedRequest) -> QueryDict | None:
    """Data of a form that was sent; None for a first look."""
    return request.POST if request.method == "POST" else None


@require_safe
@role_required(*READERS)
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    plans = ReportingPlan.objects.visible_to(request.user).annotate(round_count=Count("rounds"))
    page = Paginator(plans.order_by("-year", "name"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    return render(request, "collection/plan_list.html", {"page": page, "may_edit": may_edit})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_create(request: AuthenticatedRequest) -> HttpResponse:
    initial = {"year": timezone.localdate().year}
    form = PlanForm(posted(request), user=request.user, initial=initial)
    if form.is_valid():
        with refusals_to(form):
            return redirect(save_plan(None, **form.cleaned_data, by=request.user))
    return render(request, "collection/plan_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ReportingPlan.objects.editable_by(request.user), pk=pk)
    form = PlanForm(posted(request), user=request.user, instance=plan)
    if form.is_valid():
        with refusals_to(form):
            save_plan(plan, **form.cleaned_data, by=request.user)
            messages.success(request, _("The rounds are laid out anew."))
            return redirect(plan)
    return render(request, "collection/plan_edit.html", {"form": form, "plan": plan})


@require_safe
@role_required(*READERS)
def plan_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ReportingPlan.objects.visible_to(request.user), pk=pk)
    leaves = asked_leaves(plan)
    context = {
        "plan": plan,
        "rounds": _with_progress(plan.rounds.all()),
        "leaves": leaves,
        "unowned": [leaf for leaf in leaves if leaf.rhythms and not leaf.indicator.owner_id],
        "may_edit": ReportingPlan.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "collection/plan_detail.html", context)


def _with_progress(rounds: Any) -> Any:
    """How many tables of a round there are, are to be verified, and are verified."""
    counts = {
        f"{name}_count": Count("reports", filter=Q(reports__state=state), distinct=True)
        for name, state in (("submitted", State.SUBMITTED), ("verified", State.VERIFIED))
    }
    annotated = rounds.annotate(report_count=Count("reports", distinct=True), **counts)
    return annotated.order_by("due_on", "plan__name", "period")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def term_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ReportingPlan.objects.editable_by(request.user), pk=pk)
    table = TermTable(plan, asked_leaves(plan))
    form = TermForm(posted(request))
    if form.is_valid():
        table.take(request.POST)
        terms = table.terms()
        if not table.faults:
            with refusals_to(form):
                set_terms(plan, terms=terms, by=request.user)
                messages.success(request, _("The rounds are laid out anew."))
                return redirect(plan)
    context = {"plan": plan, "table": table, "form": form}
    return render(request, "collection/term_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def round_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    rounds = ReportingRound.objects.editable_by(request.user).select_related("plan")
    one = get_object_or_404(rounds, pk=pk)
    form = RoundForm(posted(request), instance=one)
    if form.is_valid():
        with refusals_to(form):
            move_due_day(one, due_on=form.cleaned_data["due_on"], by=request.user)
            return redirect(one.plan)
    return render(request, "collection/round_edit.html", {"form": form, "round": one})


@require_safe
@role_required(*CONCERNED)
def round_list(request: AuthenticatedRequest) -> HttpResponse:
    """The calendar of a year: what is due when, for the office or for one's own department."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else today.year
    rounds = ReportingRound.objects.visible_to(request.user).filter(due_on__year=year)
    due = _with_progress(rounds.select_related("plan"))
    months = [(month, list(found)) for month, found in groupby(due, lambda one: one.due_on.month)]
    office = request.user.has_role(*READERS)
    context = {"months": months, "year": year, "today": today, "office": office}
    return render(request, "collection/round_list.html", context)
