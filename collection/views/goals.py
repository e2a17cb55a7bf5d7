"""Goals split down: where the own tree begins, one goal with its chain, parts, results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collection.forms.goals import GoalForm, ResultForm, SplitForm
from collection.models import Goal
from collection.rules.goals import left_to_split
from collection.selectors.goals import (
    RELATED,
    chain_above,
    family_of,
    may_tell,
    outcomes_of,
    top_goals,
    tree_below,
)
from collection.services.goals import remove_goal, set_goal_at_top, split_goal, tell_result
from evaluators.views.saving import form_page
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50


@require_safe
@login_required
def goal_list(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(top_goals(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    outcomes = outcomes_of(family_of(page))
    context = {
        "page": page,
        "rows": [(goal, outcomes[goal.pk]) for goal in page],
        "may_set": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "collection/goal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def goal_create(request: AuthenticatedRequest) -> HttpResponse:
    form = GoalForm(request.POST or None, user=request.user)
    return form_page(
        request,
        form,
        lambda: set_goal_at_top(form.instance, by=request.user),
        template="collection/goal_create.html",
        done="collection:goal_list",
    )


@require_safe
@login_required
def goal_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk)
    managed = Goal.objects.managed_by(request.user)
    rows = tree_below(goal, request.user)
    parts = list(goal.parts.values_list("target", flat=True))
    context = {
        "goal": goal,
        "above": chain_above(goal),
        "rows": rows,
        "outcome": rows[0].outcome,
        "left": left_to_split(goal.target, parts) if goal.kind == Goal.Kind.SUM else None,
        "may_split": goal.appointment_id is None
        and goal.result is None
        and managed.filter(pk=pk).exists(),
        "may_tell": may_tell(goal, request.user),
        "may_remove": not parts
        and goal.result is None
        and managed.filter(pk=goal.parent_id or pk).exists(),
    }
    return render(request, "collection/goal_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def goal_split(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    managed = Goal.objects.managed_by(request.user).filter(appointment=None, result=None)
    goal = get_object_or_404(managed.select_related(*RELATED), pk=pk)
    form = SplitForm(request.POST or None, goal=goal)
    parts = goal.parts.values_list("target", flat=True)
    return form_page(
        request,
        form,
        lambda: split_goal(goal, **form.cleaned_data, by=request.user),
        template="collection/goal_split.html",
        done=goal,
        context={"goal": goal, "left": left_to_split(goal.target, parts)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def goal_report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk)
    if not may_tell(goal, request.user):
        raise Http404
    form = ResultForm(request.POST or None, goal=goal)
    return form_page(
        request,
        form,
        lambda: tell_result(goal, **form.cleaned_data, by=request.user),
        template="collection/goal_report.html",
        done=goal,
        context={"goal": goal},
    )


@require_POST
@login_required
def goal_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk)
    whole = goal.parent
    if not Goal.objects.managed_by(request.user).filter(pk=goal.parent_id or pk).exists():
        raise Http404
    try:
        remove_goal(goal, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(goal)
    except ProtectedError:
        messages.error(request, _("A person has taken this goal into the year's goals."))
        return redirect(goal)
    messages.success(request, _("The goal is taken back."))
    return redirect(whole or "collection:goal_list")


def _goal(request: AuthenticatedRequest, pk: int) -> Goal:
    goals = Goal.objects.visible_to(request.user).select_related(*RELATED, "parent")
    return get_object_or_404(goals, pk=pk)
