"""Opinions: what came in, what checking found, what the unit answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collection.forms.opinions import (
    FORWARD,
    AnswerForm,
    CheckForm,
    OpinionFilterForm,
    OpinionForm,
    SortForm,
)
from collection.models import Opinion
from collection.selectors.opinions import counts_by_channel, counts_by_theme, counts_by_unit
from collection.services.opinions import (
    answer_opinion,
    check_opinion,
    dismiss_opinions,
    forward_opinions,
    publish_answer,
    register_opinion,
)
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role
from organization.models.accounts import SUBTREE_ROLES

ROWS_A_PAGE = 50
READERS = (*DOMAIN_ROLES, *SUBTREE_ROLES)
WRITERS = (Role.OFFICE_STAFF, Role.DATA_REPORTER)


@require_safe
@never_cache
@role_required(*READERS)
def opinion_list(request: AuthenticatedRequest) -> HttpResponse:
    form = OpinionFilterForm(request.GET)
    opinions = _narrowed(Opinion.objects.visible_to(request.user), form.conditions)
    page = Paginator(opinions.select_related("unit", "theme"), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "may_sort": request.user.has_role(Role.OFFICE_STAFF),
        "may_write": request.user.has_role(*WRITERS),
        "may_count": request.user.has_role(*DOMAIN_ROLES),
    }
    return render(request, "collection/opinion_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*WRITERS)
def opinion_create(request: AuthenticatedRequest) -> HttpResponse:
    form = OpinionForm(_posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(register_opinion(**form.cleaned_data, by=request.user))
    return render(request, "collection/opinion_create.html", {"form": form})


@require_safe
@never_cache
@role_required(*READERS)
def opinion_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seen = Opinion.objects.visible_to(request.user)
    opinion = get_object_or_404(
        seen.select_related("unit", "theme", "point", "registered_by", "checked_by"), pk=pk
    )
    may_sort = Opinion.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "opinion": opinion,
        "may_sort": may_sort,
        "may_check": may_sort and opinion.registered_by_id != request.user.pk,
        "may_answer": Opinion.objects.answerable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "collection/opinion_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def opinion_check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    opinion = _editable(request, pk)
    form = CheckForm(_posted(request))
    if form.is_valid():
        with refusals_to(form):
            check_opinion(opinion, **form.cleaned_data, by=request.user)
            return redirect(opinion)
    return render(request, "collection/opinion_check.html", {"form": form, "opinion": opinion})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*SUBTREE_ROLES)
def opinion_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    asked = Opinion.objects.answerable_by(request.user).select_related("unit", "theme")
    opinion = get_object_or_404(asked, pk=pk)
    form = AnswerForm(_posted(request), initial={"answer": opinion.answer})
    if form.is_valid():
        with refusals_to(form):
            answer_opinion(opinion, **form.cleaned_data, by=request.user)
            return redirect(opinion)
    return render(request, "collection/opinion_answer.html", {"form": form, "opinion": opinion})


@require_POST
@role_required(Role.OFFICE_STAFF)
def opinion_publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    opinion = _editable(request, pk)
    try:
        publish_answer(opinion, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(opinion)


@require_POST
@role_required(Role.OFFICE_STAFF)
def opinion_sort(request: AuthenticatedRequest) -> HttpResponse:
    """Forward the ticked ones to their units, or set them aside."""
    form = SortForm(request.POST, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            messages.success(request, _sorted(form.cleaned_data, request))
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect("collection:opinion_list")


@require_safe
@role_required(*DOMAIN_ROLES)
def opinion_counts(request: AuthenticatedRequest) -> HttpResponse:
    seen = Opinion.objects.visible_to(request.user)
    units = Paginator(counts_by_unit(seen), ROWS_A_PAGE).get_page(request.GET.get("page"))
    tables = [
        (_("By channel"), counts_by_channel(seen)),
        (_("By theme"), counts_by_theme(seen)),
    ]
    return render(request, "collection/opinion_counts.html", {"tables": tables, "page": units})


def _narrowed(opinions: QuerySet[Opinion], asked: dict[str, Any]) -> QuerySet[Opinion]:
    if text := asked.pop("q", ""):
        opinions = opinions.filter(
            Q(text__contains=text) | Q(unit__name__contains=text) | Q(unit__code=text)
        )
    return opinions.filter(**asked)


def _sorted(asked: dict[str, Any], request: AuthenticatedRequest) -> str:
    if asked["action"] == FORWARD:
        count = forward_opinions(asked["opinions"], by=request.user)
        told = ngettext("%(count)s forwarded.", "%(count)s forwarded.", count)
    else:
        count = dismiss_opinions(asked["opinions"], reason=asked["reason"], by=request.user)
        told = ngettext("%(count)s set aside.", "%(count)s set aside.", count)
    return told % {"count": count}


def _editable(request: AuthenticatedRequest, pk: int) -> Opinion:
    editable = Opinion.objects.editable_by(request.user).select_related("unit", "theme")
    return get_object_or_404(editable, pk=pk)


def _posted(request: AuthenticatedRequest) -> Any:
    return request.POST if request.method == "POST" else None
