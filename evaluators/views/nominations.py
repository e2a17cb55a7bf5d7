"""Nominations in three steps: the office asks, the unit names, the office reviews."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from evaluators.filters import NominationFilter
from evaluators.forms.nominations import (
    KnownPersonForm,
    NewPersonForm,
    NominationForm,
    ReviewForm,
)
from evaluators.models import POOL_ROLES, Evaluator, Nomination
from evaluators.services import admission
from evaluators.tables import NominationTable
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

NAMING_ROLES = (Role.OFFICE_STAFF, Role.UNIT_PRINCIPAL)


@require_safe
@role_required(*POOL_ROLES, Role.UNIT_PRINCIPAL)
@vary_on_headers("HX-Request")
def nomination_list(request: AuthenticatedRequest) -> HttpResponse:
    visible = Nomination.objects.visible_to(request.user)
    rows = visible.select_related("unit", "evaluator", "nominated_by", "reviewed_by")
    filtered = NominationFilter(request.GET, queryset=rows, request=request)
    table = NominationTable(filtered.qs, user=request.user)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "evaluators/nomination_list.html"
    context = {
        "filter": filtered,
        "table": table,
        "waiting_for_unit": visible.filter(state=Nomination.State.DIRECTED).count(),
        "waiting_for_review": visible.filter(state=Nomination.State.NOMINATED).count(),
        "in_pool_office": request.user.has_role(*POOL_ROLES),
        "may_ask": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, template + ("#table" if request.htmx else ""), context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def nomination_create(request: AuthenticatedRequest) -> HttpResponse:
    form = NominationForm(request.POST or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            admission.ask_nomination(**form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("evaluators:nomination_list")
    return render(request, "evaluators/nomination_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(*NAMING_ROLES)
def nomination_name(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    nomination = _waiting(request, pk, Nomination.State.DIRECTED)
    form = KnownPersonForm(request.POST or None, nomination=nomination)
    if form.is_valid():
        with refusals_to(form):
            admission.nominate(nomination, form.cleaned_data["evaluator"], by=request.user)
            return _named(request)
    context = {"form": form, "nomination": nomination}
    return render(request, "evaluators/nomination_name.html", context)


@require_http_methods(["GET", "POST"])
@role_required(*NAMING_ROLES)
def nomination_enter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    nomination = _waiting(request, pk, Nomination.State.DIRECTED)
    # The unit belongs to the person before the form checks: somebody comes from somewhere.
    form = NewPersonForm(request.POST or None, instance=Evaluator(home_unit=nomination.unit))
    if form.is_valid():
        with refusals_to(form):
            admission.nominate_newcomer(nomination, form.instance, by=request.user)
            return _named(request)
    context = {"form": form, "nomination": nomination}
    return render(request, "evaluators/nomination_enter.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def nomination_review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    nomination = _waiting(request, pk, Nomination.State.NOMINATED)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with refusals_to(form):
            admission.review_nomination(nomination, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("evaluators:nomination_list")
    context = {"form": form, "nomination": nomination}
    return render(request, "evaluators/nomination_review.html", context)


def _waiting(request: AuthenticatedRequest, pk: int, state: str) -> Nomination:
    visible = Nomination.objects.visible_to(request.user).filter(state=state)
    return get_object_or_404(visible.select_related("unit", "evaluator", "nominated_by"), pk=pk)


def _named(request: AuthenticatedRequest) -> HttpResponse:
    messages.success(request, _("Nominated. The assessment office reviews it next."))
    return redirect("evaluators:nomination_list")
