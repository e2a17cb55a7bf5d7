"""Recommendations for a post: the checklist of the procedure, and its sheet once complete."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from feedback.exports import comparison_workbook, recommendation_workbook
from feedback.forms.recommendations import RecommendationForm
from feedback.models import Recommendation
from feedback.selectors.recommendations import (
    LEAST_CANDIDATES,
    candidate_cards,
    compared,
    missing_of,
)
from feedback.services.recommendations import record_sheet_export, save_recommendation
from feedback.views.candidates import kept_recommendation
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50
READERS = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


@require_safe
@role_required(*READERS)
def recommendation_list(request: AuthenticatedRequest) -> HttpResponse:
    posts = Recommendation.objects.visible_to(request.user).with_counts().select_related("unit")
    page = Paginator(posts.order_by("-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_record": request.user.has_role(Role.OFFICE_STAFF)}
    return render(request, "feedback/recommendation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def recommendation_create(request: AuthenticatedRequest) -> HttpResponse:
    form = RecommendationForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(save_recommendation(None, **form.cleaned_data, by=request.user))
    return render(request, "feedback/recommendation_create.html", {"form": form})


@require_safe
@role_required(*READERS)
def recommendation_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = Recommendation.objects.visible_to(request.user)
    recommendation = get_object_or_404(found.select_related("unit"), pk=pk)
    cards = candidate_cards(recommendation)
    dropped = recommendation.candidates.exclude(dropped_at=None).select_related("cadre")
    context = {
        "recommendation": recommendation,
        "cards": cards,
        "dropped": dropped,
        "missing": missing_of(recommendation, cards),
        "statements": recommendation.statements.all(),
        "may_record": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "feedback/recommendation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def recommendation_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    recommendation = kept_recommendation(request, pk)
    form = RecommendationForm(posted(request), instance=recommendation, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(
                save_recommendation(
                    kept_recommendation(request, pk), **form.cleaned_data, by=request.user
                )
            )
    context = {"form": form, "recommendation": recommendation}
    return render(request, "feedback/recommendation_edit.html", context)


@require_safe
@never_cache
@role_required(*READERS)
def recommendation_export(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The sheet; while something is missing the page that says what."""
    found = Recommendation.objects.visible_to(request.user).select_related("unit")
    recommendation = get_object_or_404(found, pk=pk)
    cards = candidate_cards(recommendation)
    if missing_of(recommendation, cards):
        messages.error(request, _("The sheet is not complete; below stands what is missing."))
        return redirect(recommendation)
    content = recommendation_workbook(recommendation, cards)
    record_sheet_export(recommendation, kind="checklist", by=request.user)
    name = file_name(str(recommendation), _("Recommendation"), suffix="xlsx")
    return workbook_response(content, file_name=name)


@require_safe
@role_required(*READERS)
def comparison_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The candidates side by side (DOS-06)."""
    found = Recommendation.objects.visible_to(request.user).select_related("unit")
    recommendation = get_object_or_404(found, pk=pk)
    columns = compared(candidate_cards(recommendation))
    labels = columns[0].facts if columns else ()
    context = {
        "recommendation": recommendation,
        "columns": columns,
        "rows": [
            (label, [(one.cadre.name, one.facts[label]) for one in columns]) for label in labels
        ],
        "least": LEAST_CANDIDATES * recommendation.places,
        "too_few": len(columns) < LEAST_CANDIDATES * recommendation.places,
    }
    return render(request, "feedback/comparison_detail.html", context)


@require_safe
@never_cache
@role_required(*READERS)
def comparison_export(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    found = Recommendation.objects.visible_to(request.user).select_related("unit")
    recommendation = get_object_or_404(found, pk=pk)
    content = comparison_workbook(compared(candidate_cards(recommendation)))
    record_sheet_export(recommendation, kind="comparison", by=request.user)
    name = file_name(str(recommendation), _("Comparison"), suffix="xlsx")
    return workbook_response(content, file_name=name)
