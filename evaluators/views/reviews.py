"""Reviews from three sources, and the leader's own page for the members of the group."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from evaluators.forms.reviews import EvaluatorReviewForm, MemberReviewForm
from evaluators.models import POOL_ROLES, Evaluator, ReverseEvaluation, Seat
from evaluators.selectors.reviews import members_to_review, review_cards
from evaluators.services import reviews
from evaluators.views.saving import form_page
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*POOL_ROLES)
def review_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    context = {
        "evaluator": evaluator,
        "cards": review_cards(evaluator, reader=request.user),
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "evaluators/review_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def review_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    form = EvaluatorReviewForm(request.POST or None, evaluator=evaluator, user=request.user)
    return form_page(
        request,
        form,
        lambda: reviews.note_review(**form.cleaned_data, by=request.user),
        template="evaluators/review_create.html",
        done=reverse("evaluators:review_list", args=[pk]),
        context={"evaluator": evaluator},
    )


@require_safe
@role_required(Role.EVALUATOR)
def member_list(request: AuthenticatedRequest) -> HttpResponse:
    closed = ReverseEvaluation.objects.visible_to(request.user).filter(closed_at__isnull=False)
    context = {
        "members": members_to_review(request.user),
        "evaluations": closed.select_related("group__plan"),
    }
    return render(request, "evaluators/member_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.EVALUATOR)
def member_review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    led = Seat.objects.led_by(request.user).values("group")
    seats = Seat.objects.filter(group__in=led, evaluator__isnull=False)
    seat = get_object_or_404(seats.select_related("group__plan", "role", "evaluator"), pk=pk)
    form = MemberReviewForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: reviews.review_member(seat, **form.cleaned_data, by=request.user),
        template="evaluators/member_review.html",
        done=reverse("evaluators:member_list"),
        context={"seat": seat},
    )
