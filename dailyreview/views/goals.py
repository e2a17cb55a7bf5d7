"""Goals of the year, and what colleagues say of a quarter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from dailyreview.forms.care import CommentForm, GoalForm
from dailyreview.selectors.colleagues import commentable_by
from dailyreview.selectors.goals import (
    goals_of,
    own_post,
    parts_to_take,
    people_below,
    plan_of,
)
from dailyreview.services.goals import finish_goal, set_goal, take_goal
from dailyreview.services.reviewing import comment_on
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest

ROWS_A_PAGE = 50


@require_safe
@login_required
def goal_list(request: AuthenticatedRequest) -> HttpResponse:
    """All goals, or those due within a week or overdue; also only those handed down by oneself."""
    today = timezone.localdate()
    goals = goals_of(request.user, today)
    handed = "handed" in request.GET
    if handed:
        goals = goals.filter(handed_down_by=request.user)
    heaps = {"all": goals, "soon": goals.due_soon(today), "overdue": goals.overdue(today)}
    show = request.GET.get("show", "all")
    chosen = heaps.get(show, goals)
    context = {
        "page": Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "show": show,
        "handed": handed,
        "soon": heaps["soon"].count(),
        "overdue": heaps["overdue"].count(),
        "today": today,
        "may_hand_down": people_below(request.user, today).exists(),
        "may_set": own_post(request.user, today) is not None,
    }
    return render(request, "dailyreview/goal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def goal_create(request: AuthenticatedRequest) -> HttpResponse:
    """For somebody below, or without anybody below for oneself."""
    today = timezone.localdate()
    people, own = people_below(request.user, today), own_post(request.user, today)
    is_above = people.exists()
    if not is_above and own is None:
        raise Http404
    form = GoalForm(posted(request), people=people if is_above else None)
    if form.is_valid():
        data = dict(form.cleaned_data)
        post = data.pop("appointment", None) or own
        assert post is not None
        plan = plan_of(post.unit.domain_id, today.year)
        if plan is None:
            form.add_error(None, _("The office has made no plan of this year yet."))
        else:
            with refusals_to(form):
                set_goal(plan, appointment=post, **data, by=request.user)
                messages.success(request, _("Saved."))
                return redirect("dailyreview:goal_list")
    context = {"form": form, "parts": parts_to_take(request.user, today)}
    return render(request, "dailyreview/goal_create.html", context)


@require_POST
@login_required
def goal_take(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a part of a goal split down into the goals of the year."""
    today = timezone.localdate()
    part = get_object_or_404(parts_to_take(request.user, today), pk=pk)
    plan = plan_of(part.task_list.domain_id, today.year)
    if plan is None:
        messages.error(request, _("The office has made no plan of this year yet."))
        return redirect("dailyreview:goal_create")
    take_goal(plan, part=part, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("dailyreview:goal_list")


@require_POST
@login_required
def goal_finish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    goal = get_object_or_404(goals_of(request.user, timezone.localdate()), pk=pk)
    finish_goal(goal, by=request.user)
    return redirect("dailyreview:goal_list")


@require_safe
@login_required
def colleague_list(request: AuthenticatedRequest) -> HttpResponse:
    records = commentable_by(request.user).select_related("assessee", "quarter__cycle", "section")
    return render(request, "dailyreview/colleague_list.html", {"records": records})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comment_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(commentable_by(request.user).select_related("assessee"), pk=pk)
    form = CommentForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            comment_on(record, **form.cleaned_data, by=request.user)
            messages.success(request, _("Thank you; only the reviewers read it."))
            return redirect("dailyreview:colleague_list")
    return render(request, "dailyreview/comment_create.html", {"form": form, "record": record})
