"""Lists taken out of the search in the dossiers: ordered, watched, downloaded."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dailyreview.forms.dossier import SearchForm
from dailyreview.models import DOSSIER_READERS, DossierBatch
from dailyreview.services.dossier_batches import (
    cancel_dossier_list,
    order_dossier_list,
    record_download,
)
from organization.http import AuthenticatedRequest, role_required
from organization.paper.file_names import file_name


@require_POST
@role_required(*DOSSIER_READERS)
def dossierbatch_create(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody found, on however many pages."""
    conditions = SearchForm(request.POST).conditions
    try:
        return redirect(order_dossier_list(conditions, by=request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(reverse("dailyreview:dossier_search", query=conditions))


@require_safe
@role_required(*DOSSIER_READERS)
def dossierbatch_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    template = "dailyreview/dossierbatch_detail.html"
    if request.htmx:
        template += "#progress"
    context = {"batch": batch, "query": urlencode(batch.conditions)}
    return render(request, template, context)


@require_POST
@role_required(*DOSSIER_READERS)
def dossierbatch_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        cancel_dossier_list(batch, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@require_safe
@never_cache
@role_required(*DOSSIER_READERS)
def dossierbatch_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    batch = _batch(request, pk)
    if not batch.file:
        raise Http404
    record_download(batch, by=request.user)
    day = timezone.localdate(batch.requested_at)
    name = file_name(_("Dossiers"), f"{day:%Y-%m-%d}", suffix="xlsx")
    return FileResponse(batch.file.open(), as_attachment=True, filename=name)


def _batch(request: AuthenticatedRequest, pk: int) -> DossierBatch:
    return get_object_or_404(DossierBatch.objects.visible_to(request.user), pk=pk)
