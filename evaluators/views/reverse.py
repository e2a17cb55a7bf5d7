"""The reverse evaluation: the office opens and closes, units answer, the leader reads figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.filters import ReverseFilter
from evaluators.forms.reviews import ReverseAnswerForm
from evaluators.models import (
    POOL_ROLES,
    AssessmentGroup,
    ReverseEvaluation,
    ReverseInvitation,
)
from evaluators.selectors.reviews import aggregate_of, reverse_rounds, sits_in
from evaluators.services import reviews
from evaluators.tables import ReverseTable
from evaluators.views.listing import list_page, without_step
from evaluators.views.saving import form_page
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def reverse_list(request: AuthenticatedRequest) -> HttpResponse:
    groups = reverse_rounds(timezone.localdate(), reader=request.user)
    filtered = ReverseFilter(request.GET, queryset=groups, request=request)
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    table = ReverseTable(filtered.qs, exclude=without_step(may_edit))
    return list_page(request, table, "evaluators/reverse_list.html", {"filter": filtered})


@require_POST
@role_required(Role.OFFICE_STAFF)
def reverse_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(AssessmentGroup.objects.visible_to(request.user), pk=pk)
    try:
        reviews.open_reverse(group, by=request.user)
        messages.success(request, _("The units can answer now."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("evaluators:reverse_list")


@require_POST
@role_required(Role.OFFICE_STAFF)
def reverse_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = ReverseEvaluation.objects.visible_to(request.user)
    evaluation = get_object_or_404(visible, pk=pk)
    try:
        reviews.close_reverse(evaluation, by=request.user)
        messages.success(request, _("Closed."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(evaluation)


@require_safe
@login_required
def reverse_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = ReverseEvaluation.objects.visible_to(request.user)
    evaluation = get_object_or_404(visible.select_related("group__plan"), pk=pk)
    in_office = request.user.has_role(*POOL_ROLES)
    context = {
        "evaluation": evaluation,
        "aggregate": aggregate_of(evaluation),
        "invitations": evaluation.invitations.select_related("unit") if in_office else [],
        "reads_comments": in_office and not sits_in(request.user, evaluation.group),
        "in_office": in_office,
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "evaluators/reverse_detail.html", context)


@require_safe
@role_required(Role.UNIT_PRINCIPAL)
def invitation_list(request: AuthenticatedRequest) -> HttpResponse:
    visible = ReverseInvitation.objects.visible_to(request.user)
    rows = visible.select_related("evaluation__group__plan", "unit")
    return render(request, "evaluators/invitation_list.html", {"invitations": rows})


@require_http_methods(["GET", "POST"])
@role_required(Role.UNIT_PRINCIPAL)
def invitation_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    open_ones = ReverseInvitation.objects.visible_to(request.user).unanswered()
    invitation = get_object_or_404(
        open_ones.select_related("evaluation__group__plan", "unit"), pk=pk
    )
    form = ReverseAnswerForm(request.POST or None, evaluation=invitation.evaluation)
    return form_page(
        request,
        form,
        lambda: reviews.answer_reverse(
            invitation, marks=form.marks, comment=form.cleaned_data["comment"], by=request.user
        ),
        template="evaluators/invitation_answer.html",
        done=reverse("evaluators:invitation_list"),
        context={"invitation": invitation},
    )
