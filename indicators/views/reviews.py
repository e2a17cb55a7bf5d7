"""Odd figures: checked, put under review, answered by who reports them, settled by the office."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.forms.reviews import (
    ReviewAnswerForm,
    ReviewCheckForm,
    ReviewCreateForm,
    ReviewFilterForm,
    ReviewSettleForm,
)
from indicators.models import FigureReview, IndicatorSystem, ReportedValue
from indicators.models.reviews import FigureReviewQuerySet
from indicators.selectors import reporting_scope
from indicators.selectors.checks import figures_under
from indicators.services.reviews import answer_review, check_figures, raise_review, settle_review
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import AuditEvent, Role, User

REVIEWS_A_PAGE = 50


@require_safe
@login_required
@vary_on_headers("HX-Request")
def review_list(request: AuthenticatedRequest) -> HttpResponse:
    form = ReviewFilterForm(request.GET)
    reviews = form.narrow(_reviews(request.user))
    page = Paginator(reviews, REVIEWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "waiting": _reviews(request.user).waiting().count(),
        "may_check": request.user.has_role(Role.OFFICE_STAFF),
    }
    template = "indicators/review_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def review_check(request: AuthenticatedRequest) -> HttpResponse:
    systems = IndicatorSystem.objects.in_charge_of(request.user).select_related("category")
    form = ReviewCheckForm(request.POST or None, systems=systems, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            raised = check_figures(**form.cleaned_data, by=request.user)
            told = ngettext(
                "%(count)s odd figure is under review now.",
                "%(count)s odd figures are under review now.",
                len(raised),
            )
            messages.success(request, told % {"count": len(raised)})
            return redirect("indicators:review_list")
    return render(request, "indicators/review_check.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def review_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Put one figure under review by hand."""
    values = ReportedValue.objects.visible_to(request.user)
    value = get_object_or_404(values.select_related("indicator", "unit"), pk=pk)
    form = ReviewCreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            review = raise_review(value, **form.cleaned_data, by=request.user)
            messages.success(request, _("The figure is under review and is not scored."))
            return redirect(review)
    return render(request, "indicators/review_create.html", {"form": form, "value": value})


@require_safe
@login_required
def review_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _review_page(request, _review(request, pk), ReviewAnswerForm(), ReviewSettleForm())


@require_POST
@login_required
def review_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    form = ReviewAnswerForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            answer_review(review, **form.cleaned_data, by=request.user)
            messages.success(request, _("The answer is with the assessment office."))
            return redirect(review)
    return _review_page(request, review, form, ReviewSettleForm())


@require_POST
@role_required(Role.OFFICE_STAFF)
def review_settle(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seen = FigureReview.objects.in_charge_of(request.user)
    review = get_object_or_404(seen.select_related("indicator__owner", "unit"), pk=pk)
    form = ReviewSettleForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            settle_review(review, **form.cleaned_data, by=request.user)
            messages.success(request, _("Settled, with your reason on record."))
            return redirect(review)
    return _review_page(request, review, ReviewAnswerForm(), form)


def _reviews(user: User) -> FigureReviewQuerySet:
    reviews = FigureReview.objects.visible_to(user)
    return reviews.select_related("indicator__owner", "unit", "settled_by", "answered_by")


def _review(request: AuthenticatedRequest, pk: int) -> FigureReview:
    """A review that the account may see, or 404."""
    return get_object_or_404(_reviews(request.user), pk=pk)


def _review_page(
    request: AuthenticatedRequest,
    review: FigureReview,
    answer_form: forms.Form,
    settle_form: forms.Form,
) -> HttpResponse:
    figure = figures_under([review]).get(review.pk)
    involved = {review.answered_by_id, figure.reported_by_id if figure else None}
    in_charge = request.user.has_role(Role.OFFICE_STAFF) and (
        FigureReview.objects.in_charge_of(request.user).filter(pk=review.pk).exists()
    )
    context: dict[str, Any] = {
        "review": review,
        "figure": figure,
        "answer_form": answer_form,
        "settle_form": settle_form,
        "may_answer": review.is_holding
        and reporting_scope(request.user).covers(review.indicator, review.unit),
        "in_charge": in_charge and review.is_holding,
        "is_involved": request.user.pk in involved,
        "events": AuditEvent.objects.about(review).select_related("actor"),
    }
    return render(request, "indicators/review_detail.html", context)
