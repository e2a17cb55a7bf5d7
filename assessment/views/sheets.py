"""Score sheets as evaluators fill them: the list, one assessee, one indicator across all."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.sheets import (
    Answer,
    answer_save,
    answer_submit,
    changes_of,
    read_body,
)
from assessment.models import Assessee
from assessment.selectors.assignments import Assignment, assignments_of
from assessment.selectors.sheet_pages import leaf_page, sheet_page, tasks_of
from assessment.services.drafts import refusal
from indicators.models import SystemNode
from organization.http import AuthenticatedRequest
from organization.models import User


@require_safe
@login_required
def sheet_list(request: AuthenticatedRequest) -> HttpResponse:
    tasks = tasks_of(assignments_of(request.user, timezone.now()))
    return render(request, "assessment/sheet_list.html", {"tasks": tasks})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheet_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One assessee. Posting the form saves it without any script, and hands it in if asked."""
    assignment, mine = _assignment(request, pk)
    if assignment.post.unsigned:
        return _to_letters(request, assignment)
    answer: dict[str, Any] = {}
    if request.method == "POST":
        answer, is_done = _answer_form(request, pk)
        if is_done:
            return redirect("assessment:sheet_edit", pk=pk)
        assignment, mine = _assignment(request, pk)
    page = sheet_page(assignment, mine)
    context = {
        "page": page,
        "assignment": assignment,
        "data": page.data(),
        "why_not": "" if assignment.is_editable else refusal(assignment.state).messages[0],
        "key": uuid4(),
        "answer": answer,
    }
    return render(request, "assessment/sheet_edit.html", context)


@require_safe
@login_required
def sheet_leaf(request: AuthenticatedRequest, cycle_pk: int, node_pk: int) -> HttpResponse:
    judged = SystemNode.objects.filter(source=SystemNode.Source.JUDGED)
    node = get_object_or_404(judged.select_related("system"), pk=node_pk)
    mine = [
        one
        for one in assignments_of(request.user, timezone.now())
        if one.cycle.pk == cycle_pk and one.assessee.system_id == node.system_id
    ]
    if not mine:
        raise Http404
    if mine[0].post.unsigned:
        return _to_letters(request, mine[0])
    page = leaf_page(node, mine)
    context = {"page": page, "cycle": mine[0].cycle, "data": page.data()}
    return render(request, "assessment/sheet_leaf.html", context)


@require_POST
@login_required
def draft_save(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _answered(answer_save, request, pk)


@require_POST
@login_required
def sheet_submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _answered(answer_submit, request, pk)


def _to_letters(request: AuthenticatedRequest, assignment: Assignment) -> HttpResponse:
    """Letters come first; once signed they lead back to what was asked for."""
    letters = reverse("evaluators:letter_sign", args=[assignment.post.plan.pk])
    return redirect(f"{letters}?{urlencode({'next': request.path})}")


def _answered(
    answer: Callable[[int, Any, User], Answer], request: AuthenticatedRequest, pk: int
) -> HttpResponse:
    try:
        told, status = answer(pk, read_body(request), request.user)
    except Assessee.DoesNotExist as error:
        raise Http404 from error
    return JsonResponse(told, status=status)


def _assignment(request: AuthenticatedRequest, pk: int) -> tuple[Assignment, list[Assignment]]:
    """The sheet that was asked for, and all of the account; somebody else's is not found."""
    mine = assignments_of(request.user, timezone.now())
    found = next((one for one in mine if one.assessee.pk == pk), None)
    if found is None:
        raise Http404
    return found, mine


def _answer_form(request: AuthenticatedRequest, pk: int) -> tuple[dict[str, Any], bool]:
    """Save a plain form, then hand it in if the button said so."""
    revision = request.POST.get("revision", "")
    base = int(revision) if revision.isdecimal() else None
    body = {"base": base, "changes": changes_of(request.POST.dict())}
    told, status = answer_save(pk, body, request.user)
    if status >= 400 or "submit" not in request.POST:
        if status < 400:
            messages.success(request, _("Saved."))
        return told, status < 400
    wish = {"key": request.POST.get("key"), "revision": told["revision"]}
    told, status = answer_submit(pk, wish, request.user)
    if status < 400:
        messages.success(request, _("Handed in."))
    return told, status < 400
