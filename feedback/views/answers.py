"""The person's side of a questionnaire: what is asked of me, and answering it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from feedback.forms.questionnaires import AnswerForm
from feedback.models import Questionnaire
from feedback.rules.small_cells import FEWEST_ANSWERS
from feedback.services.answers import answer_questionnaire
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest

ROWS_A_PAGE = 20


@require_safe
@login_required
def answer_list(request: AuthenticatedRequest) -> HttpResponse:
    asking = Questionnaire.objects.taking_answers().asking(request.user).order_by("due_on", "pk")
    page = Paginator(asking, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/answer_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    if Questionnaire.objects.filter(pk=pk, state=Questionnaire.State.CLOSED).exists():
        # Who was asked is forgotten by then, so everybody gets the same words.
        messages.error(request, _("This questionnaire is closed; nothing more is taken."))
        return redirect("feedback:answer_list")
    questionnaire = get_object_or_404(Questionnaire.objects.asking(request.user), pk=pk)
    questions = list(questionnaire.questions.order_by("position"))
    form = AnswerForm(posted(request), questions=questions)
    if form.is_valid():
        with refusals_to(form):
            answer_questionnaire(questionnaire, answers=form.answers, by=request.user)
            messages.success(request, _("Sent. Nobody can tell which answers are yours."))
            return redirect("feedback:answer_list")
    context = {"questionnaire": questionnaire, "form": form, "fewest": FEWEST_ANSWERS}
    return render(request, "feedback/answer_create.html", context)
