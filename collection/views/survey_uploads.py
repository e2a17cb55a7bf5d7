"""Lists of survey results as files: upload with preview, marked copy, confirmation."""

from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.forms.surveys import SurveyUploadForm
from collection.imports.survey_uploading import confirm_survey, marked_list, upload_survey
from collection.models import Survey, SurveyUpload
from collection.services.survey_uploads import drop_survey_upload
from evaluators.views.uploads import HEAPS, heap_of
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def surveyupload_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = SurveyUploadForm(data, request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            return redirect(upload_survey(**form.cleaned_data, survey=survey, by=request.user))
    context = {"form": form, "survey": survey}
    return render(request, "collection/surveyupload_create.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def surveyupload_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _own(request, pk)
    heaps = [heap_of(upload.preview, name, request) for name in HEAPS]
    for heap in heaps:
        if request.htmx and request.htmx.target == heap["name"]:
            return render(request, "evaluators/upload_detail.html#heap", {"heap": heap})
    context = {"upload": upload, "heaps": heaps}
    return render(request, "collection/surveyupload_detail.html", context)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def surveyupload_marked(request: AuthenticatedRequest, pk: int) -> FileResponse:
    upload = get_object_or_404(_uploads(request).exclude(state=SurveyUpload.State.DROPPED), pk=pk)
    stem = PurePath(upload.file_name).stem
    name = _("%(name)s, marked.xlsx") % {"name": stem}
    return workbook_response(marked_list(upload), file_name=name)


@require_POST
@role_required(Role.OFFICE_STAFF)
def surveyupload_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _own(request, pk)
    try:
        confirm_survey(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(upload)
    messages.success(request, _("The list is stored."))
    return redirect(upload.survey)


@require_POST
@role_required(Role.OFFICE_STAFF)
def surveyupload_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    upload = _own(request, pk)
    try:
        drop_survey_upload(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The list is dropped; nothing was stored."))
    return redirect(upload.survey)


def _own(request: AuthenticatedRequest, pk: int) -> SurveyUpload:
    return get_object_or_404(_uploads(request), pk=pk)


def _uploads(request: AuthenticatedRequest) -> QuerySet[SurveyUpload]:
    return SurveyUpload.objects.visible_to(request.user).select_related("survey")
