"""The reviewers' side: the batch of what waits, taken in one go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessment.forms.posting import ConfirmForm, posted
from assessment.selectors.decisions import open_proposals
from assessment.selectors.quotas import quota_lines
from dailyreview.forms.grades import GradeForm
from dailyreview.forms.reviews import ReviewForm
from dailyreview.models import Quarter
from dailyreview.selectors.grading import decided_grades, gradeable_quarters, group_of, may_grade
from dailyreview.selectors.process import shares_of
from dailyreview.selectors.results import units_led_by
from dailyreview.selectors.reviewing import review_cards
from dailyreview.services.grading import accept_quarter
from dailyreview.services.reviewing import review_records
from dailyreview.views.results import spread_panel
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest
from organization.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review_list(request: AuthenticatedRequest) -> HttpResponse:
    """Open to everybody: a stand-in holds no role, and without a post nothing is listed."""
    cards = review_cards(request.user)
    data = request.POST if request.method == "POST" else None
    forms = [ReviewForm(data, card=card) for card in cards]
    # Every form is asked, so that all errors stand on the page at once.
    checked = [form.is_valid() for form in forms]
    if data is not None and all(checked) and _stored(forms, request):
        return redirect("dailyreview:review_list")
    context = {
        "forms": forms,
        "quarters": gradeable_quarters(request.user, timezone.localdate()),
        "led": units_led_by(request.user),
    }
    return render(request, "dailyreview/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grade_list(request: AuthenticatedRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The last reviewer's page: who gets which grade, beside the proposals and the quota."""
    quarter, unit = _graded(request, pk, unit_pk)
    group = group_of(quarter, unit)
    sees_results = units_led_by(request.user).filter(pk=unit_pk).exists()
    if group is None:
        context = {"quarter": quarter, "unit": unit, "sees_results": sees_results}
        return render(request, "dailyreview/grade_list.html", context)
    scheme, proposals = group.run.cycle.scheme, open_proposals(group)
    undecided = group.results.undecided().filter(total__isnull=False).ranked()
    form = GradeForm(
        posted(request),
        results=undecided.select_related("assessee__unit", "assessee__appointment"),
        scheme=scheme,
        left=proposals.left,
    )
    if request.method == "POST" and (done := form.record(by=request.user)) is not None:
        words = ngettext("%(count)s grade is decided.", "%(count)s grades are decided.", done)
        messages.success(request, words % {"count": done})
        return redirect("dailyreview:grade_list", pk, unit_pk)
    context = {
        "quarter": quarter,
        "unit": unit,
        "group": group,
        "form": form,
        "proposals": proposals,
        "quotas": quota_lines(group),
        "decimals": scheme.decimals,
        "decided": decided_grades(group),
        "shares": shares_of(quarter).filter(unit=unit),
        "sees_results": sees_results,
        **spread_panel(quarter, unit),
    }
    return render(request, "dailyreview/grade_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grade_accept(request: AuthenticatedRequest, pk: int, unit_pk: int) -> HttpResponse:
    quarter, unit = _graded(request, pk, unit_pk)
    group = group_of(quarter, unit)
    if group is None:
        raise Http404
    proposals = open_proposals(group)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            decisions = accept_quarter(quarter, unit, expected=_shown(request), by=request.user)
            words = ngettext(
                "%(count)s grade is decided.", "%(count)s grades are decided.", len(decisions)
            )
            messages.success(request, words % {"count": len(decisions)})
            return redirect("dailyreview:grade_list", pk, unit_pk)
    grades = group.run.cycle.scheme.grades.all()
    context = {
        "quarter": quarter,
        "unit": unit,
        "form": form,
        "proposals": proposals,
        "grades": [(grade, proposals.grades.get(grade.code, 0)) for grade in grades],
        "quotas": quota_lines(group),
    }
    return render(request, "dailyreview/grade_accept.html", context)


def _graded(request: AuthenticatedRequest, pk: int, unit_pk: int) -> tuple[Quarter, Unit]:
    quarter = get_object_or_404(Quarter.objects.select_related("cycle", "plan"), pk=pk)
    unit = get_object_or_404(Unit, pk=unit_pk)
    if not may_grade(unit, request.user, timezone.localdate()):
        raise Http404
    return quarter, unit


def _shown(request: AuthenticatedRequest) -> int | None:
    text = request.POST.get("expected", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _stored(forms: list[ReviewForm], request: AuthenticatedRequest) -> bool:
    reviews = [review for form in forms if (review := form.review)]
    if not reviews:
        messages.warning(request, _("Nothing was chosen: pass a record on or return it."))
        return False
    try:
        steps = review_records(reviews, by=request.user)
    except ValidationError as error:
        concerned = (getattr(error, "params", None) or {}).get("record")
        for form in forms:
            if form.card.record.pk == concerned:
                form.add_error(None, error.messages[0])
        return False
    words = ngettext("%(count)s record is done.", "%(count)s records are done.", len(steps))
    messages.success(request, words % {"count": len(steps)})
    return True
