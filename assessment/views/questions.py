"""Questions to the command group: asked by a group, answered once, read by all groups."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.fieldwork import AnswerForm, QuestionForm, QuestionSearchForm
from assessment.forms.posting import posted
from assessment.selectors.fieldwork import (
    answerable_by,
    groups_seen_by,
    open_posts,
    questions_seen_by,
)
from assessment.services.fieldwork import answer_question, ask_question
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

QUESTIONS_A_PAGE = 30


@require_safe
@login_required
@vary_on_headers("HX-Request")
def question_list(request: AuthenticatedRequest) -> HttpResponse:
    questions = questions_seen_by(request.user)
    search = QuestionSearchForm(request.GET)
    if search.is_valid() and search.cleaned_data["text"]:
        questions = questions.search(search.cleaned_data["text"])
    page = Paginator(questions, QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    may_answer = request.user.has_role(Role.OFFICE_STAFF)
    answerable = answerable_by(request.user).values_list("pk", flat=True) if may_answer else []
    context = {
        "page": page,
        "search": search,
        "may_ask": bool(open_posts(request.user)),
        "answerable": set(answerable),
    }
    template = "assessment/question_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_ask(request: AuthenticatedRequest) -> HttpResponse:
    own = [post.seat.group_id for post in open_posts(request.user)]
    if not own:
        raise PermissionDenied
    groups = groups_seen_by(request.user).filter(pk__in=own)
    form = QuestionForm(posted(request), groups=groups)
    if form.is_valid():
        with refusals_to(form):
            ask_question(**form.cleaned_data, by=request.user)
            messages.success(request, _("Asked. The answer will stand here for all groups."))
            return redirect("assessment:question_list")
    return render(request, "assessment/question_ask.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def question_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(answerable_by(request.user), pk=pk)
    form = AnswerForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            answer_question(question, **form.cleaned_data, by=request.user)
            messages.success(request, _("Answered; all groups of the plan see it."))
            return redirect("assessment:question_list")
    return render(request, "assessment/question_answer.html", {"form": form, "question": question})
