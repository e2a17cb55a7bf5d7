"""Needs, bases and handbooks, research topics, practice in the field."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluators.forms.training import (
    MatchForm,
    NeedForm,
    PersonalNeedForm,
    PracticeForm,
    ResourceForm,
    TopicForm,
)
from evaluators.models import (
    POOL_ROLES,
    Evaluator,
    FieldPractice,
    ResearchTopic,
    TrainingNeed,
    TrainingResource,
)
from evaluators.services import training
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50


@require_safe
@role_required(*POOL_ROLES)
def need_list(request: AuthenticatedRequest) -> HttpResponse:
    needs = TrainingNeed.objects.select_related("unit", "evaluator", "session")
    context = {"open": needs.filter(session=None).count()}
    return _list(
        request, needs.order_by("session", "-noted_on", "-pk"), "evaluators/need_list.html", context
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def need_create(request: AuthenticatedRequest) -> HttpResponse:
    form = NeedForm(request.POST or None)
    return _note(
        request, form, "evaluators/need_create.html", lambda: redirect("evaluators:need_list")
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def need_enter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    form = PersonalNeedForm(request.POST or None, instance=TrainingNeed(evaluator=evaluator))
    return _note(
        request,
        form,
        "evaluators/need_enter.html",
        lambda: redirect(evaluator),
        evaluator=evaluator,
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def need_match(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    need = get_object_or_404(TrainingNeed.objects.select_related("unit", "evaluator"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = MatchForm(sent, need=need)
    if form.is_valid():
        with refusals_to(form):
            training.match_need(need, session=form.cleaned_data["session"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect("evaluators:need_list")
    return render(request, "evaluators/need_match.html", {"form": form, "need": need})


@require_safe
@role_required(*POOL_ROLES)
def resource_list(request: AuthenticatedRequest) -> HttpResponse:
    return _list(
        request, TrainingResource.objects.with_session_count(), "evaluators/resource_list.html", {}
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def resource_create(request: AuthenticatedRequest) -> HttpResponse:
    form = ResourceForm(request.POST or None)
    return _note(
        request,
        form,
        "evaluators/resource_create.html",
        lambda: redirect("evaluators:resource_list"),
    )


@require_safe
@role_required(*POOL_ROLES)
def topic_list(request: AuthenticatedRequest) -> HttpResponse:
    return _list(request, ResearchTopic.objects.all(), "evaluators/topic_list.html", {})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def topic_create(request: AuthenticatedRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)
    return _note(
        request, form, "evaluators/topic_create.html", lambda: redirect("evaluators:topic_list")
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def topic_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = TopicForm(request.POST or None, instance=get_object_or_404(ResearchTopic, pk=pk))
    return _note(
        request, form, "evaluators/topic_edit.html", lambda: redirect("evaluators:topic_list")
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def practice_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    form = PracticeForm(request.POST or None, instance=FieldPractice(evaluator=evaluator))
    return _note(
        request,
        form,
        "evaluators/practice_create.html",
        lambda: redirect(evaluator),
        evaluator=evaluator,
    )


@require_POST
@role_required(Role.OFFICE_STAFF)
def practice_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    people = Evaluator.objects.visible_to(request.user)
    practice = get_object_or_404(FieldPractice, pk=pk, evaluator__in=people)
    training.remove_noted(practice, by=request.user)
    messages.success(request, _("Taken off the record."))
    return redirect(practice.evaluator)


def _list(
    request: AuthenticatedRequest, rows: QuerySet, template: str, context: Mapping[str, object]
) -> HttpResponse:
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    if request.htmx:
        template += "#table"
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    return render(request, template, {"page": page, "may_edit": may_edit, **context})


def _note(
    request: AuthenticatedRequest,
    form: forms.ModelForm,
    template: str,
    done: Callable[[], HttpResponse],
    **context: object,
) -> HttpResponse:
    """Show a form of one thing, and lead on once it is saved."""
    if form.is_valid():
        with refusals_to(form):
            training.save_noted(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return done()
    return render(request, template, {"form": form, **context})
