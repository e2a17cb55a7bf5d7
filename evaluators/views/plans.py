"""Field plans: the list, the board, units, sizes, confirming, the printed list."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluators.exports.groups import groups_workbook
from evaluators.forms.plans import FieldPlanForm, PlanReopenForm, PlanSizeForm, UnitsAddForm
from evaluators.models import POOL_ROLES, FieldPlan
from evaluators.selectors.boards import may_see_grounds, plan_board
from evaluators.selectors.plans import listed_plans
from evaluators.services import plans
from evaluators.services.rights import OFFICE
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User


def plan_of(user: User, pk: int) -> FieldPlan:
    """A plan that the account sees, or 404."""
    visible = FieldPlan.objects.visible_to(user).select_related("template")
    return get_object_or_404(visible, pk=pk)


@require_safe
@role_required(*POOL_ROLES)
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    context = {
        "plans": listed_plans(request.user),
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "evaluators/plan_list.html", context)


@require_safe
@role_required(*POOL_ROLES)
def plan_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = plan_of(request.user, pk)
    grounds = may_see_grounds(request.user)
    answers = FieldPlan.objects.answered_by(request.user, OFFICE).filter(pk=plan.pk).exists()
    may_place = grounds and plan.state == FieldPlan.State.DRAFT
    context = {
        "plan": plan,
        "board": plan_board(plan, request.user, grounds=grounds),
        "run": plan.runs.visible_to(request.user).first(),
        "waivers": plan.waivers.visible_to(request.user).count(),
        "may_place": may_place,
        "may_edit": may_place and answers,
        "may_settle": grounds and answers,
    }
    return render(request, "evaluators/plan_detail.html", context)


@require_safe
@role_required(*POOL_ROLES)
def plan_roster(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = plan_of(request.user, pk)
    board = plan_board(plan, request.user, grounds=False)
    return render(request, "evaluators/plan_roster.html", {"plan": plan, "board": board})


@require_safe
@role_required(*POOL_ROLES)
def plan_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    plan = plan_of(request.user, pk)
    content = groups_workbook(plan_board(plan, request.user, grounds=False))
    return workbook_response(content, file_name=f"{plan.name}.xlsx")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_create(request: AuthenticatedRequest) -> HttpResponse:
    form = FieldPlanForm(request.POST or None, initial={"year": timezone.localdate().year})
    if form.is_valid():
        with refusals_to(form):
            plan = plans.create_plan(form.instance, by=request.user)
            return redirect("evaluators:plan_size", plan.pk)
    return render(request, "evaluators/plan_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = FieldPlanForm(request.POST or None, instance=plan_of(request.user, pk))
    return _change(
        request,
        pk,
        form,
        lambda _plan: plans.update_plan(form.instance, by=request.user),
        "evaluators/plan_edit.html",
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_size(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = PlanSizeForm(request.POST or None, plan=plan_of(request.user, pk))

    def save(plan: FieldPlan) -> None:
        groups = form.cleaned_data["groups"]
        plans.size_plan(plan, groups=groups, counts=form.counts, by=request.user)

    return _change(request, pk, form, save, "evaluators/plan_size.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def units_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = UnitsAddForm(request.POST or None, user=request.user)

    def save(plan: FieldPlan) -> None:
        added = plans.add_units(plan, by=request.user, **form.cleaned_data)
        text = ngettext("%(count)s unit added.", "%(count)s units added.", added)
        messages.success(request, text % {"count": added})

    return _change(request, pk, form, save, "evaluators/units_add.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def plan_reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = PlanReopenForm(request.POST or None)

    def save(plan: FieldPlan) -> None:
        plans.reopen_plan(plan, reason=form.cleaned_data["reason"], by=request.user)

    return _change(request, pk, form, save, "evaluators/plan_reopen.html")


@require_POST
@role_required(Role.OFFICE_STAFF)
def plan_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, plans.confirm_plan, _("The plan is confirmed."))


@require_POST
@role_required(Role.OFFICE_STAFF)
def plan_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, plans.close_plan, _("The field work is closed."))


def _settle(
    request: AuthenticatedRequest, pk: int, act: Callable[..., None], done: str
) -> HttpResponse:
    plan = plan_of(request.user, pk)
    try:
        act(plan, by=request.user)
        messages.success(request, done)
    except ValidationError as error:
        tell_refusal(request, error)
    return redirect(plan)


def tell_refusal(request: AuthenticatedRequest, error: ValidationError) -> None:
    """Say on the next page why a button without a form did nothing."""
    for text in error.messages:
        messages.error(request, text)


def _change(
    request: AuthenticatedRequest,
    pk: int,
    form: Any,
    save: Callable[[FieldPlan], object],
    template: str,
) -> HttpResponse:
    plan = plan_of(request.user, pk)
    if form.is_valid():
        with refusals_to(form):
            save(plan)
            return redirect(plan)
    return render(request, template, {"form": form, "plan": plan})
