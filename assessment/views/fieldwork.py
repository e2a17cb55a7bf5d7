"""A group's work in the field: what is left, its log, review, comments and end."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.fieldwork import CommentForm, ReviewForm, WorkForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import Assessee
from assessment.selectors.fieldwork import (
    Standing,
    groups_by_work,
    groups_seen_by,
    remaining_of,
    standing_in,
    work_of,
)
from assessment.selectors.sheet_records import log_lines
from assessment.services.fieldwork import close_group, comment_group, note_work, record_review
from evaluators.selectors.access import plans_to_sign
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

GROUPS_A_PAGE = 50
ENTRIES_A_PAGE = 50


def standing_seen(request: AuthenticatedRequest, pk: int) -> Standing:
    """The account's place in a group that it sees, or 404."""
    return standing_in(get_object_or_404(groups_seen_by(request.user), pk=pk), request.user)


def work_place(request: AuthenticatedRequest, pk: int) -> Standing:
    """The same for somebody who works there; 403 for those who only read.

    That the task has been closed since is told by the service, beside what was typed.
    """
    standing = standing_seen(request, pk)
    if not standing.is_worker:
        raise PermissionDenied
    return standing


def assessee_seen(standing: Standing, pk: int) -> Assessee:
    """An assessee that the group goes to and the account may know of, or 404."""
    assessees = standing.assessees.select_related(
        "unit", "category", "system", "appointment", "cycle__field_plan"
    )
    return get_object_or_404(assessees, pk=pk)


@require_safe
@login_required
@vary_on_headers("HX-Request")
def fieldwork_list(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(groups_by_work(request.user), GROUPS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "to_sign": plans_to_sign(request.user, timezone.localdate()),
    }
    template = "assessment/fieldwork_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_safe
@login_required
def fieldwork_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    standing = standing_seen(request, pk)
    group = standing.group
    assessees = standing.assessees
    verifications = group.verifications.filter(assessee__in=assessees)
    context = {
        "standing": standing,
        "group": group,
        "work": work_of(standing),
        "remaining": remaining_of(group),
        "talks": group.talks.filter(assessee__in=assessees).select_related("assessee", "talked_by"),
        "verifications": verifications.select_related("assessee", "assigned_to"),
        "seats": group.seats.filter(evaluator__isnull=False).select_related("role", "evaluator"),
        "reviews": group.reviews.select_related("recorded_by").prefetch_related("attendees"),
        "comments": group.debrief_comments.select_related("written_by"),
        "may_comment": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "assessment/fieldwork_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def worklog_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    standing = standing_seen(request, pk)
    form = WorkForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            note_work(standing.group, **form.cleaned_data, by=request.user)
            return redirect("assessment:worklog_list", pk)
    entries = standing.log.select_related("sheet__evaluator", "sheet__assessee__cycle")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "group": standing.group,
        "form": form,
        "page": page,
        "lines": log_lines(list(page), user=request.user),
    }
    template = "assessment/worklog_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = work_place(request, pk).group
    form = ReviewForm(posted(request), group=group)
    if form.is_valid():
        with refusals_to(form):
            record_review(group, **form.cleaned_data, by=request.user)
            return _done(request, pk, _("The review is on record."))
    return _asked(request, "assessment/review_create.html", group, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fieldwork_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = work_place(request, pk).group
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            close_group(group, by=request.user)
            return _done(request, pk, _("The task is closed; its records stand."))
    remaining = remaining_of(group)
    return _asked(request, "assessment/fieldwork_close.html", group, form, remaining=remaining)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def comment_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = standing_seen(request, pk).group
    form = CommentForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            comment_group(group, **form.cleaned_data, by=request.user)
            return _done(request, pk, _("The comment is on record."))
    return _asked(request, "assessment/comment_create.html", group, form)


def _done(request: AuthenticatedRequest, pk: int, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("assessment:fieldwork_detail", pk)


def _asked(
    request: AuthenticatedRequest, template: str, group: Any, form: forms.Form, **more: Any
) -> HttpResponse:
    return render(request, template, {"group": group, "form": form, **more})
