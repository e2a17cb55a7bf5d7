"""What a recommendation is filled with: candidates, signatures, checks, statements."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.forms.posting import posted
from feedback.forms.recommendations import CandidateForm, CheckForm, StatementForm
from feedback.forms.uses import WithdrawalForm
from feedback.models import Candidate, CheckItem, Recommendation
from feedback.services.recommendations import (
    add_candidate,
    add_statement,
    drop_candidate,
    record_checks,
    sign_candidate,
    take_back_statement,
)
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

READERS = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def candidate_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    recommendation = kept_recommendation(request, pk)
    form = CandidateForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            add_candidate(recommendation, **form.facts, by=request.user)
            messages.success(request, _("Recorded; it counts once two people have signed it."))
            return redirect(recommendation)
    context = {"form": form, "recommendation": recommendation}
    return render(request, "feedback/candidate_create.html", context)


@require_POST
@role_required(*READERS)
def candidate_sign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    candidates = Candidate.objects.visible_to(request.user)
    candidate = get_object_or_404(candidates.select_related("recommendation"), pk=pk)
    try:
        sign_candidate(candidate, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Signed."))
    return redirect(candidate.recommendation)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def candidate_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    candidate = _kept_candidate(request, pk)
    form = WithdrawalForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            drop_candidate(candidate, **form.cleaned_data, by=request.user)
            return redirect(candidate.recommendation)
    context = {"form": form, "candidate": candidate}
    return render(request, "feedback/candidate_drop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def candidate_check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What every check found; a row left empty stays as it is."""
    candidate = _kept_candidate(request, pk)
    stored = {check.item_id: check for check in candidate.checks.all()}
    items = CheckItem.objects.filter(is_active=True)
    data = posted(request)
    forms = [CheckForm(data, item=item, stored=stored.get(item.pk)) for item in items]
    if data is not None and all(form.is_valid() for form in forms):
        findings = {form.item.pk: form.finding for form in forms if form.finding is not None}
        try:
            record_checks(candidate, findings=findings, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("Saved."))
        return redirect(candidate.recommendation)
    context = {"forms": forms, "candidate": candidate}
    return render(request, "feedback/candidate_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def statement_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    recommendation = kept_recommendation(request, pk)
    form = StatementForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            add_statement(recommendation, **form.cleaned_data, by=request.user)
            return redirect(recommendation)
    context = {
        "form": form,
        "recommendation": recommendation,
        "statements": recommendation.statements.all(),
    }
    return render(request, "feedback/statement_create.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def statement_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take the statement written down last back."""
    recommendation = kept_recommendation(request, pk)
    try:
        take_back_statement(recommendation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(recommendation)


def kept_recommendation(request: AuthenticatedRequest, pk: int) -> Recommendation:
    """A recommendation that the account keeps; anybody else's is not there."""
    kept = Recommendation.objects.editable_by(request.user).select_related("unit")
    return get_object_or_404(kept, pk=pk)


def _kept_candidate(request: AuthenticatedRequest, pk: int) -> Candidate:
    kept = Candidate.objects.editable_by(request.user).running()
    return get_object_or_404(kept.select_related("cadre", "recommendation__unit"), pk=pk)
