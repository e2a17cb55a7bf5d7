"""Verification: raising a doubt, its page with files, the conclusion."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.fieldwork import ConclusionForm, DoubtForm, VerificationFileForm
from assessment.forms.posting import posted
from assessment.models import Verification, VerificationFile
from assessment.selectors.fieldwork import Standing, records_seen_by, standing_in
from assessment.services.verifications import attach_file, conclude_verification, raise_doubt
from assessment.views.fieldwork import assessee_seen, work_place
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def verification_create(request: AuthenticatedRequest, pk: int, assessee_pk: int) -> HttpResponse:
    standing = work_place(request, pk)
    assessee = assessee_seen(standing, assessee_pk)
    form = DoubtForm(posted(request), group=standing.group, assessee=assessee)
    if form.is_valid():
        with refusals_to(form):
            verification = raise_doubt(
                standing.group, assessee=assessee, **form.cleaned_data, by=request.user
            )
            return redirect(verification)
    context = {"group": standing.group, "assessee": assessee, "form": form}
    return render(request, "assessment/verification_create.html", context)


@require_safe
@login_required
def verification_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    verification, standing = _seen(request, pk)
    return _page(request, verification, standing)


@require_POST
@login_required
def verification_attach(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    verification, standing = _worked_on(request, pk)
    form = VerificationFileForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_to(form):
            attach_file(verification, form.cleaned_data["file"], by=request.user)
            messages.success(request, _("The file is attached."))
            return redirect(verification)
    return _page(request, verification, standing, file_form=form)


@require_POST
@login_required
def verification_conclude(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    verification, standing = _worked_on(request, pk)
    form = ConclusionForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            conclude_verification(verification, **form.cleaned_data, by=request.user)
            messages.success(request, _("Concluded."))
            return redirect("assessment:fieldwork_detail", verification.group_id)
    return _page(request, verification, standing, conclusion_form=form)


@require_safe
@login_required
def verification_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    verifications = records_seen_by(request.user, Verification.objects.all())
    kept = get_object_or_404(VerificationFile, pk=pk, verification__in=verifications)
    # Always as a file to keep: nothing that somebody uploaded is ever shown as a page of this site.
    return FileResponse(kept.file.open("rb"), as_attachment=True, filename=kept.name)


def _seen(request: AuthenticatedRequest, pk: int) -> tuple[Verification, Standing]:
    rows = Verification.objects.select_related(
        "group__plan",
        "assessee",
        "node__system",
        "figure__indicator",
        "figure__unit",
        "assigned_to",
        "raised_by",
        "concluded_by",
    )
    verification = get_object_or_404(records_seen_by(request.user, rows), pk=pk)
    return verification, standing_in(verification.group, request.user)


def _worked_on(request: AuthenticatedRequest, pk: int) -> tuple[Verification, Standing]:
    verification, standing = _seen(request, pk)
    if not standing.is_worker:
        raise PermissionDenied
    return verification, standing


def _page(
    request: AuthenticatedRequest,
    verification: Verification,
    standing: Standing,
    *,
    file_form: forms.Form | None = None,
    conclusion_form: forms.Form | None = None,
) -> HttpResponse:
    context = {
        "verification": verification,
        "group": verification.group,
        "files": verification.files.select_related("attached_by"),
        # A refused form is shown again with what was typed, even if the task was closed meanwhile.
        "may_work": not verification.conclusion
        and bool(standing.may_work or file_form or conclusion_form),
        "file_form": file_form or VerificationFileForm(),
        "conclusion_form": conclusion_form or ConclusionForm(),
    }
    return render(request, "assessment/verification_detail.html", context)
