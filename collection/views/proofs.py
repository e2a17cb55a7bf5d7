"""Evidence files of a table or of one of its figures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collection.forms.reports import ProofForm
from collection.models import DepartmentReport, ReportProof
from collection.services.proofs import add_proof, remove_proof
from collection.views.plans import CONCERNED, posted
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.DATA_REPORTER)
def proof_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A file for the table, or for the figure that `entry` names."""
    reports = DepartmentReport.objects.fillable_by(request.user).with_facts()
    report = get_object_or_404(reports, pk=pk)
    key = request.GET.get("entry", "")
    entries = report.entries.select_related("indicator", "unit")
    entry = get_object_or_404(entries, pk=key) if key.isdecimal() else None
    form = ProofForm(posted(request), request.FILES or None)
    if form.is_valid():
        file, acknowledged = form.cleaned_data["file"], form.cleaned_data["acknowledged"]
        with refusals_to(form):
            add_proof(report, file, entry=entry, acknowledged=acknowledged, by=request.user)
            messages.success(request, _("The file is attached."))
            return redirect(report)
    context = {"form": form, "report": report, "entry": entry}
    return render(request, "collection/proof_create.html", context)


@require_safe
@role_required(*CONCERNED)
def proof_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    seen = DepartmentReport.objects.visible_to(request.user)
    proof = get_object_or_404(ReportProof, pk=pk, report__in=seen)
    # Always as a file to keep: nothing that somebody uploaded is ever shown as a page of this site.
    return FileResponse(proof.file.open("rb"), as_attachment=True, filename=proof.file_name)


@require_POST
@role_required(Role.DATA_REPORTER)
def proof_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    fillable = DepartmentReport.objects.fillable_by(request.user)
    proof = get_object_or_404(ReportProof, pk=pk, report__in=fillable)
    try:
        remove_proof(proof, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(proof.report)
