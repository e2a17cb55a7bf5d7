"""Feedback after the review, and what people served have to say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from dailyreview.forms.care import FeedbackForm, UserCommentForm
from dailyreview.models import ColleagueComment, ReviewFeedback
from dailyreview.selectors.colleagues import plans_kept_by, serving
from dailyreview.selectors.telling import untold_by
from dailyreview.services.reviewing import comment_on
from dailyreview.services.telling import Told, acknowledge_feedback, give_feedback
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest

AT_ONCE = 40
ROWS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feedback_list(request: AuthenticatedRequest) -> HttpResponse:
    """Open to everybody, as the list of reviews is: without anybody below nothing is listed."""
    untold = untold_by(request.user).select_related("assessee", "quarter__cycle", "section")
    page = Paginator(untold.prefetch_related("steps"), AT_ONCE).get_page(request.GET.get("page"))
    forms = [FeedbackForm(posted(request), record=record) for record in page]
    # Every form is asked, so that all errors stand on the page at once.
    checked = [form.is_valid() for form in forms]
    if request.method == "POST" and all(checked):
        told = [
            Told(form.record, **form.cleaned_data) for form in forms if form.cleaned_data["words"]
        ]
        if told:
            give_feedback(told, by=request.user)
            words = ngettext("%(count)s person is told.", "%(count)s people are told.", len(told))
            messages.success(request, words % {"count": len(told)})
            return redirect("dailyreview:feedback_list")
        messages.warning(request, _("Nothing was written yet."))
    return render(request, "dailyreview/feedback_list.html", {"page": page, "forms": forms})


@require_POST
@login_required
def feedback_acknowledge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    told = ReviewFeedback.objects.waiting_for(request.user).select_related("record")
    feedback = get_object_or_404(told, pk=pk)
    try:
        acknowledge_feedback(feedback, answer=request.POST.get("answer", ""), by=request.user)
        messages.success(request, _("Taken note of."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(feedback.record)


@require_safe
@login_required
def served_list(request: AuthenticatedRequest) -> HttpResponse:
    """Found by name: who has been served knows whom they mean."""
    name = request.GET.get("name", "").strip()
    records = serving(request.user).select_related("assessee__unit", "quarter__cycle")
    found = records.filter(assessee__name__contains=name) if name else records.none()
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dailyreview/served_list.html", {"page": page, "name": name})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def usercomment_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(serving(request.user).select_related("assessee", "quarter"), pk=pk)
    takes_down = plans_kept_by(request.user).filter(pk=record.quarter.plan_id).exists()
    form = UserCommentForm(posted(request), takes_down=takes_down)
    if form.is_valid():
        with refusals_to(form):
            kind = ColleagueComment.Kind.USER
            comment_on(record, **form.cleaned_data, kind=kind, by=request.user)
            messages.success(request, _("Thank you; only the reviewers read it."))
            return redirect("dailyreview:served_list")
    context = {"form": form, "record": record}
    return render(request, "dailyreview/usercomment_create.html", context)
