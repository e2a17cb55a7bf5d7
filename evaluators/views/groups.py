"""One group: its page, its units, and the hands on its seats."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluators.forms.plans import (
    GroupForm,
    SeatChannelForm,
    SeatForm,
    SeatLeaveForm,
    UnitMoveForm,
)
from evaluators.models import AssessmentGroup, FieldPlan, PlanUnit, Seat
from evaluators.selectors.boards import group_card, may_see_grounds
from evaluators.selectors.candidates import candidates_for
from evaluators.services import plans, seating
from evaluators.views.plans import tell_refusal
from evaluators.views.saving import form_page
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User

MOST_SHOWN = 100


@require_safe
@login_required
def group_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = AssessmentGroup.objects.visible_to(request.user)
    group = get_object_or_404(visible.select_related("plan", "category"), pk=pk)
    in_office = may_see_grounds(request.user)
    card = group_card(group, request.user, grounds=in_office)
    context = {
        "group": group,
        "card": card,
        "may_edit": in_office and group.plan.state == FieldPlan.State.DRAFT,
        "may_set_channel": (
            in_office and card.is_own and group.plan.state != FieldPlan.State.CLOSED
        ),
        "shows_objections": request.user.has_role(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER),
    }
    return render(request, "evaluators/group_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def group_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(_own_groups(request.user).select_related("plan"), pk=pk)
    form = GroupForm(request.POST or None, instance=group, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            plans.update_group(form.instance, by=request.user)
            return redirect(group)
    return render(request, "evaluators/group_edit.html", {"form": form, "group": group})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def unit_move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visit = _visit(request.user, pk)
    form = UnitMoveForm(request.POST or None, visit=visit, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            plans.move_unit(visit, group=form.cleaned_data["group"], by=request.user)
            if visit.is_mismatched:
                messages.warning(request, _("The unit is of another category than its group."))
            return redirect(visit.plan)
    return render(request, "evaluators/unit_move.html", {"form": form, "visit": visit})


@require_POST
@role_required(Role.OFFICE_STAFF)
def unit_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visit = _visit(request.user, pk)
    try:
        plans.remove_unit(visit, by=request.user)
    except ValidationError as error:
        tell_refusal(request, error)
    return redirect(visit.plan)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def seat_pick(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seat = _seat(request.user, pk)
    form = SeatForm(request.POST or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            seating.place_evaluator(seat, evaluator=form.cleaned_data["evaluator"], by=request.user)
            return redirect(seat.group)
    text = request.GET.get("q", "")
    found = candidates_for(seat, reader=request.user, text=text)
    free = [one for one in found if one.is_free]
    barred = [one for one in found if not one.is_free]
    context = {
        "seat": seat,
        "form": form,
        "text": text,
        "free_count": len(free),
        "free": free[:MOST_SHOWN],
        "barred_count": len(barred),
        "barred": barred[:MOST_SHOWN],
    }
    return render(request, "evaluators/seat_pick.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def seat_clear(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seat = _seat(request.user, pk)
    try:
        seating.clear_seat(seat, by=request.user)
    except ValidationError as error:
        tell_refusal(request, error)
    return redirect(seat.group)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def seat_leave(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seat = _seat(request.user, pk)
    form = SeatLeaveForm(request.POST or None, instance=seat)
    if form.is_valid():
        with refusals_to(form):
            reason = form.cleaned_data["empty_reason"]
            seating.leave_empty(seat, reason=reason, by=request.user)
            return redirect(seat.group)
    return render(request, "evaluators/seat_leave.html", {"form": form, "seat": seat})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def seat_channel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seat = _seat(request.user, pk)
    if seat.evaluator is None:
        raise Http404
    form = SeatChannelForm(request.POST or None, initial={"channel": seat.channel})
    return form_page(
        request,
        form,
        lambda: seating.change_channel(seat, **form.cleaned_data, by=request.user),
        template="evaluators/seat_channel.html",
        done=seat.group.get_absolute_url(),
        context={"seat": seat},
    )


def _own_groups(user: User) -> QuerySet[AssessmentGroup]:
    """Groups that go nowhere but to domains that the account answers for."""
    return AssessmentGroup.objects.visible_to(user).answered_by(user)


def _visit(user: User, pk: int) -> PlanUnit:
    visits = PlanUnit.objects.visible_to(user)
    return get_object_or_404(visits.select_related("plan", "unit", "group"), pk=pk)


def _seat(user: User, pk: int) -> Seat:
    seats = Seat.objects.filter(group__in=_own_groups(user))
    return get_object_or_404(
        seats.select_related("group__plan", "group__category", "role", "evaluator"), pk=pk
    )
