"""Breaches, deductions for home units, recommendations, careers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.filters import DeductionFilter, OutcomeFilter, RecommendationFilter
from evaluators.forms.points import BreachForm, DecisionForm, OutcomeForm, RecommendationForm
from evaluators.models import (
    POOL_ROLES,
    CareerOutcome,
    Evaluator,
    HomeDeduction,
    Recommendation,
    ReservePlace,
)
from evaluators.selectors.reviews import outcomes_of_reserve
from evaluators.services import conduct
from evaluators.tables import DeductionTable, OutcomeTable, RecommendationTable
from evaluators.views.listing import list_page, without_step
from evaluators.views.saving import form_page, year_of
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

# The figure that the practice reports: what became of the first twenty.
FIRST = 20


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def breach_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = _evaluator(request, pk)
    form = BreachForm(request.POST or None, user=request.user)
    return form_page(
        request,
        form,
        lambda: conduct.note_breach(evaluator, **form.cleaned_data, by=request.user),
        template="evaluators/breach_create.html",
        **_of_person(evaluator),
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def recommendation_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = _evaluator(request, pk)
    form = RecommendationForm(request.POST or None, initial={"year": year_of(request)})
    return form_page(
        request,
        form,
        lambda: conduct.recommend(evaluator, **form.cleaned_data, by=request.user),
        template="evaluators/recommendation_create.html",
        **_of_person(evaluator),
    )


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def recommendation_list(request: AuthenticatedRequest) -> HttpResponse:
    year = year_of(request)
    rows = Recommendation.objects.filter(year=year)
    people = rows.select_related("evaluator__home_unit", "recommended_by")
    filtered = RecommendationFilter(request.GET, queryset=people, request=request)
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    table = RecommendationTable(filtered.qs, exclude=without_step(may_edit))
    context = {"filter": filtered, "year": year, "count": rows.count()}
    return list_page(request, table, "evaluators/recommendation_list.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def recommendation_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation, pk=pk)
    conduct.withdraw_recommendation(recommendation, by=request.user)
    messages.success(request, _("Taken off the list."))
    address = reverse("evaluators:recommendation_list")
    return redirect(f"{address}?year={recommendation.year}")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def outcome_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = _evaluator(request, pk)
    form = OutcomeForm(request.POST or None, instance=CareerOutcome(evaluator=evaluator))
    return form_page(
        request,
        form,
        lambda: conduct.note_outcome(form.instance, by=request.user),
        template="evaluators/outcome_create.html",
        **_of_person(evaluator),
    )


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def outcome_list(request: AuthenticatedRequest) -> HttpResponse:
    outcomes = CareerOutcome.objects.select_related("evaluator")
    filtered = OutcomeFilter(request.GET, queryset=outcomes, request=request)
    context = {
        "filter": filtered,
        "reserves": [outcomes_of_reserve(reserve, first=FIRST) for reserve in ReservePlace.Reserve],
    }
    return list_page(request, OutcomeTable(filtered.qs), "evaluators/outcome_list.html", context)


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def deduction_list(request: AuthenticatedRequest) -> HttpResponse:
    rows = HomeDeduction.objects.visible_to(request.user)
    deductions = rows.select_related("unit", "entry__evaluator", "entry__item", "decided_by")
    filtered = DeductionFilter(request.GET, queryset=deductions, request=request)
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    table = DeductionTable(filtered.qs, exclude=without_step(may_edit))
    waiting = rows.filter(state=HomeDeduction.State.PROPOSED).count()
    context = {"filter": filtered, "waiting": waiting}
    return list_page(request, table, "evaluators/deduction_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def deduction_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    waiting = HomeDeduction.objects.visible_to(request.user).filter(
        state=HomeDeduction.State.PROPOSED
    )
    rows = waiting.select_related("unit", "entry__evaluator", "entry__item")
    deduction = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: conduct.decide_deduction(deduction, **form.cleaned_data, by=request.user),
        template="evaluators/deduction_decide.html",
        done=reverse("evaluators:deduction_list"),
        context={"deduction": deduction},
    )


def _evaluator(request: AuthenticatedRequest, pk: int) -> Evaluator:
    return get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)


def _of_person(evaluator: Evaluator) -> dict[str, Any]:
    return {
        "done": reverse("evaluators:points_detail", args=[evaluator.pk]),
        "context": {"evaluator": evaluator},
    }
