"""Reminders of shortcomings, mentoring with revisits, guidance visits of the office."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from dailyreview.forms.care import MentorForm, RevisitForm, VisitForm, WordsForm
from dailyreview.models import GuidanceVisit, Mentoring, Quarter, QuarterRecord, Reminder
from dailyreview.selectors.chain import above, posts_of
from dailyreview.services.care import (
    close_reminder,
    end_mentoring,
    name_mentor,
    record_revisit,
    record_visit,
    remind,
    reply_to,
)
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50


@require_safe
@login_required
def reminder_list(request: AuthenticatedRequest) -> HttpResponse:
    reminders = Reminder.objects.visible_to(request.user).select_related(
        "record__assessee__appointment", "record__quarter__cycle", "written_by", "closed_by"
    )
    page = Paginator(reminders, ROWS_A_PAGE).get_page(request.GET.get("page"))
    posts = posts_of(request.user, timezone.localdate())
    context = {
        "page": page,
        "waiting": reminders.waiting().count(),
        "sections": {section for post in posts for section in post.sections},
    }
    return render(request, "dailyreview/reminder_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reminder_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(QuarterRecord.objects.visible_to(request.user), pk=pk)
    if not above(record, request.user):
        raise Http404
    form = WordsForm(posted(request), name="words", label=gettext_lazy("shortcoming"))
    if form.is_valid():
        with refusals_to(form):
            remind(record, **form.cleaned_data, by=request.user)
            messages.success(request, _("Recorded; the person sees it at once."))
            return redirect(record)
    context = {"form": form, "record": record}
    return render(request, "dailyreview/reminder_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reminder_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The person replies; who is above the person closes."""
    reminders = Reminder.objects.visible_to(request.user).waiting()
    reminder = get_object_or_404(reminders.select_related("record__assessee"), pk=pk)
    is_own = QuarterRecord.objects.own_of(request.user).filter(pk=reminder.record_id).exists()
    if not is_own and not above(reminder.record, request.user):
        raise Http404
    name, label = (
        ("reply", gettext_lazy("reply"))
        if is_own
        else ("closing", gettext_lazy("what has changed"))
    )
    length = 500 if is_own else 300
    form = WordsForm(posted(request), name=name, label=label, length=length)
    if form.is_valid():
        with refusals_to(form):
            act = reply_to if is_own else close_reminder
            act(reminder, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("dailyreview:reminder_list")
    context = {"form": form, "reminder": reminder, "is_own": is_own}
    return render(request, "dailyreview/reminder_answer.html", context)


@require_safe
@login_required
def mentoring_list(request: AuthenticatedRequest) -> HttpResponse:
    mentorings = Mentoring.objects.visible_to(request.user).select_related(
        "record__assessee__unit", "record__quarter__cycle", "mentor"
    )
    page = Paginator(mentorings, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "open": mentorings.open().count()}
    return render(request, "dailyreview/mentoring_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mentoring_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """See it; who may act names the mentor, records a revisit or ends it here."""
    mentorings = Mentoring.objects.visible_to(request.user).select_related(
        "record__assessee__unit", "record__assessee__appointment", "mentor"
    )
    mentoring = get_object_or_404(mentorings, pk=pk)
    is_above = above(mentoring.record, request.user)
    may_talk = is_above or mentoring.mentor_id == request.user.pk
    asked = request.POST.get("act") if request.method == "POST" else None
    mentor = MentorForm(request.POST if asked == "mentor" else None, instance=mentoring)
    revisit = RevisitForm(request.POST if asked == "revisit" else None)
    end = WordsForm(
        request.POST if asked == "end" else None,
        name="outcome",
        label=gettext_lazy("outcome"),
        length=300,
    )
    acts: dict[str | None, tuple[BaseForm, Callable[..., object]]] = {
        "mentor": (mentor, name_mentor),
        "revisit": (revisit, record_revisit),
        "end": (end, end_mentoring),
    }
    if asked in acts and acts[asked][0].is_valid():
        form, act = acts[asked]
        with refusals_to(form):
            act(Mentoring.objects.get(pk=pk), **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(mentoring)
    context = {
        "mentoring": mentoring,
        "revisits": mentoring.revisits.select_related("held_by"),
        "mentor_form": mentor if is_above else None,
        "revisit_form": revisit if may_talk and not mentoring.ended_on else None,
        "end_form": end if is_above and not mentoring.ended_on else None,
    }
    return render(request, "dailyreview/mentoring_detail.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER, Role.UNIT_PRINCIPAL)
def visit_list(request: AuthenticatedRequest) -> HttpResponse:
    visits = GuidanceVisit.objects.visible_to(request.user).select_related(
        "unit", "quarter__cycle", "visited_by"
    )
    page = Paginator(visits, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dailyreview/visit_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def visit_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    quarter = get_object_or_404(
        Quarter.objects.visible_to(request.user).select_related("cycle", "plan"), pk=pk
    )
    form = VisitForm(posted(request), quarter=quarter, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            record_visit(quarter, **form.cleaned_data, by=request.user)
            messages.success(request, _("Recorded."))
            return redirect("dailyreview:visit_list")
    context = {"form": form, "quarter": quarter}
    return render(request, "dailyreview/visit_create.html", context)
