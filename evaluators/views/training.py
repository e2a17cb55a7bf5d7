"""Training sessions, who took part, and what a year of training came to."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from evaluators.filters import TrainingFilter
from evaluators.forms.picking import picker_of, turns_page
from evaluators.forms.training import AttendeesForm, SessionForm
from evaluators.models import (
    POOL_ROLES,
    Evaluator,
    FieldPractice,
    ResearchTopic,
    TrainingAttendance,
    TrainingNeed,
    TrainingSession,
)
from evaluators.selectors.training import (
    SEASONAL,
    counts_by_kind,
    coverage_of,
    missing_in_season,
    untrained_newcomers,
)
from evaluators.services import training
from evaluators.tables import TrainingTable
from organization.forms.refusals import refusals_to
from organization.forms.units import DayForm
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

NAMES_A_PAGE = 60


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def training_list(request: AuthenticatedRequest) -> HttpResponse:
    sessions = TrainingSession.objects.with_person_times()
    filtered = TrainingFilter(request.GET, queryset=sessions, request=request)
    table = TrainingTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "evaluators/training_list.html"
    context = {"filter": filtered, "table": table, "may_edit": _may_edit(request)}
    return render(request, template + ("#table" if request.htmx else ""), context)


@require_safe
@role_required(*POOL_ROLES)
def training_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    sessions = TrainingSession.objects.with_person_times().select_related("base")
    session = get_object_or_404(sessions, pk=pk)
    attendances = session.attendances.select_related("evaluator__home_unit").order_by(
        "evaluator__name", "pk"
    )
    page = Paginator(attendances, NAMES_A_PAGE).get_page(request.GET.get("page"))
    template = "evaluators/training_detail.html"
    context = {
        "session": session,
        "capacities": session.capacities.all(),
        "page": page,
        "needs": session.needs.select_related("unit", "evaluator"),
        "may_edit": _may_edit(request),
    }
    return render(request, template + ("#attendees" if request.htmx else ""), context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def training_create(request: AuthenticatedRequest) -> HttpResponse:
    return _edit(request, TrainingSession(), "evaluators/training_create.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def training_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(TrainingSession, pk=pk)
    return _edit(request, session, "evaluators/training_edit.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def attendance_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Tick attendees of a session in the pool, over as many searches and pages as it takes."""
    session = get_object_or_404(TrainingSession, pk=pk)
    people = Evaluator.objects.visible_to(request.user).on_roster(session.held_on)
    people = people.exclude(attendances__session=session).select_related("home_unit")
    turning = turns_page(request.POST)
    form = AttendeesForm(None if turning else request.POST or None, people=people)
    if form.is_valid():
        with refusals_to(form):
            count = training.record_attendance(session, **form.cleaned_data, by=request.user)
            text = ngettext("%(count)s attendee noted.", "%(count)s attendees noted.", count)
            messages.success(request, text % {"count": count})
            return redirect(session)
    sent = request.method == "POST"
    picker = picker_of(request.POST if sent else request.GET, people, sent=sent)
    context = {"form": form, "session": session, "picker": picker}
    template = "evaluators/attendance_create.html"
    return render(request, template + ("#people" if request.htmx else ""), context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def attendance_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    people = Evaluator.objects.visible_to(request.user)
    attendance = get_object_or_404(TrainingAttendance, pk=pk, evaluator__in=people)
    training.remove_noted(attendance, by=request.user)
    messages.success(request, _("Taken off the record."))
    return redirect(attendance.session)


@require_safe
@role_required(*POOL_ROLES)
def training_due(request: AuthenticatedRequest) -> HttpResponse:
    """Who still owes a training: newcomers, and members in each season of the year."""
    form = DayForm(request.GET or None)
    day = form.chosen_day
    newcomers = untrained_newcomers(day)
    seasons = [
        {
            "page_field": kind.value,
            "title": kind.label,
            "page": Paginator(missing_in_season(kind, day), NAMES_A_PAGE).get_page(
                request.GET.get(kind.value)
            ),
        }
        for kind in SEASONAL
    ]
    for one in seasons:
        if request.htmx and request.htmx.target == one["page_field"]:
            return render(request, "evaluators/partials/roster_names.html", one)
    page = Paginator(newcomers, NAMES_A_PAGE).get_page(request.GET.get("newcomers"))
    if request.htmx and request.htmx.target == "newcomers":
        return render(request, "evaluators/training_due.html#newcomers", {"newcomers": page})
    context = {
        "form": DayForm(initial={"day": day}),
        "day": day,
        "newcomers": page,
        "overdue": sum(one.is_overdue for one in newcomers),
        "seasons": seasons,
    }
    return render(request, "evaluators/training_due.html", context)


@require_safe
@role_required(*POOL_ROLES)
def training_report(request: AuthenticatedRequest, year: int) -> HttpResponse:
    if not 1990 <= year <= 9998:
        return redirect("evaluators:training_report", timezone.localdate().year)
    counts = counts_by_kind(year)
    last_day = dt.date(year, 12, 31)
    needs = TrainingNeed.objects.filter(noted_on__year=year)
    context = {
        "year": year,
        "counts": counts,
        "sessions": sum(one.sessions for one in counts),
        "person_times": sum(one.person_times for one in counts),
        "coverage": coverage_of(year, Evaluator.objects.on_roster(last_day)),
        "needs": needs.count(),
        "needs_met": needs.exclude(session=None).count(),
        "practices": FieldPractice.objects.filter(starts_on__year=year).count(),
        "topics": ResearchTopic.objects.filter(year=year).count(),
    }
    return render(request, "evaluators/training_report.html", context)


def _edit(request: AuthenticatedRequest, session: TrainingSession, template: str) -> HttpResponse:
    form = SessionForm(request.POST or None, instance=session)
    if form.is_valid():
        with refusals_to(form):
            training.save_session(
                form.instance, capacities=form.cleaned_data["capacities"], by=request.user
            )
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    return render(request, template, {"form": form, "session": session})


def _may_edit(request: AuthenticatedRequest) -> bool:
    return request.user.has_role(Role.OFFICE_STAFF)
