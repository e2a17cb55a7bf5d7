"""The office's side of a questionnaire: write it, open it, read how many answered what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from feedback.exports import questionnaire_workbook
from feedback.forms.questionnaires import QuestionnaireEditor
from feedback.models import Question, Questionnaire
from feedback.rules.small_cells import FEWEST_ANSWERS
from feedback.selectors.questionnaires import (
    figures_of,
    participation_of,
    people_to_ask,
    units_asked,
    units_to_ask,
    with_participation,
)
from feedback.services.questionnaires import (
    close_questionnaire,
    copy_questionnaire,
    open_questionnaire,
    remove_questionnaire,
)
from organization.exports import workbook_response
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
def questionnaire_list(request: AuthenticatedRequest) -> HttpResponse:
    seen = Questionnaire.objects.visible_to(request.user).select_related("domain")
    page = Paginator(with_participation(seen), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_change": request.user.has_role(Role.OFFICE_STAFF)}
    return render(request, "feedback/questionnaire_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def questionnaire_create(request: AuthenticatedRequest) -> HttpResponse:
    editor = QuestionnaireEditor(posted(request), user=request.user)
    if request.method == "POST" and (made := editor.save()):
        return redirect(made)
    return render(request, "feedback/questionnaire_create.html", {"editor": editor})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def questionnaire_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    questionnaire = _editable(request, pk)
    if questionnaire.state != Questionnaire.State.DRAFT:
        return redirect(questionnaire)
    editor = QuestionnaireEditor(posted(request), user=request.user, questionnaire=questionnaire)
    if request.method == "POST" and (saved := editor.save()):
        messages.success(request, _("Saved."))
        return redirect(saved)
    context = {"editor": editor, "questionnaire": questionnaire}
    return render(request, "feedback/questionnaire_edit.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def questionnaire_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The questions before it opens, how many answered while it is open, the counts afterwards."""
    questionnaire = _visible(request, pk)
    context = {
        "questionnaire": questionnaire,
        "fewest": FEWEST_ANSWERS,
        "may_change": Questionnaire.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    if questionnaire.state == Questionnaire.State.DRAFT:
        keys = units_to_ask(questionnaire).values_list("pk", flat=True)
        context |= {
            "questions": questionnaire.questions.order_by("position"),
            "to_ask": len(people_to_ask(keys)),
        }
    else:
        units = Paginator(units_asked(questionnaire), ROWS_A_PAGE)
        context |= {
            "participation": participation_of(questionnaire),
            "page": units.get_page(request.GET.get("page")),
        }
    if questionnaire.state == Questionnaire.State.CLOSED:
        context["figures"] = figures_of(questionnaire)
    return render(request, "feedback/questionnaire_detail.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def text_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What people wrote to one question, in the order of random keys."""
    questions = Question.objects.filter(
        questionnaire__in=Questionnaire.objects.visible_to(request.user),
        kind=Question.Kind.TEXT,
    )
    question = get_object_or_404(questions.select_related("questionnaire"), pk=pk)
    page = Paginator(question.texts.order_by("pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/text_list.html", {"question": question, "page": page})


@require_POST
@role_required(Role.OFFICE_STAFF)
def questionnaire_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    questionnaire = _editable(request, pk)
    try:
        open_questionnaire(questionnaire, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(questionnaire)


@require_POST
@role_required(Role.OFFICE_STAFF)
def questionnaire_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    questionnaire = _editable(request, pk)
    try:
        close_questionnaire(questionnaire, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(questionnaire)


@require_POST
@role_required(Role.OFFICE_STAFF)
def questionnaire_copy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    copied = copy_questionnaire(_editable(request, pk), by=request.user)
    messages.success(request, _("Copied. Look at the title and the last day."))
    return redirect("feedback:questionnaire_edit", copied.pk)


@require_POST
@role_required(Role.OFFICE_STAFF)
def questionnaire_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    questionnaire = _editable(request, pk)
    try:
        remove_questionnaire(questionnaire, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(questionnaire)
    return redirect("feedback:questionnaire_list")


@require_safe
@never_cache
@role_required(*DOMAIN_ROLES)
def questionnaire_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    questionnaire = _visible(request, pk)
    if questionnaire.state != Questionnaire.State.CLOSED:
        raise Http404
    name = file_name(questionnaire.title, suffix="xlsx")
    return workbook_response(questionnaire_workbook(questionnaire), file_name=name)


def _visible(request: AuthenticatedRequest, pk: int) -> Questionnaire:
    seen = Questionnaire.objects.visible_to(request.user).select_related("domain")
    return get_object_or_404(seen.annotate(unit_count=Count("units")), pk=pk)


def _editable(request: AuthenticatedRequest, pk: int) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.editable_by(request.user), pk=pk)
