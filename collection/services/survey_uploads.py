"""Lists of survey results from upload to confirmation; `collection.imports` reads them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction

from collection.models import Survey, SurveyUpload
from collection.services.surveys import hold_unverified
from organization.models import User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = SurveyUpload.State


@transaction.atomic
def keep_survey_upload(
    file: "File[bytes]",
    *,
    survey: Survey,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> SurveyUpload:
    """Keep an uploaded list with its preview; it changes nothing until confirmed.

    Raises:
        ValidationError: the survey is verified.
        PermissionDenied: the account's office does not keep the survey.
    """
    if not Survey.objects.editable_by(by).filter(pk=survey.pk).exists():
        raise PermissionDenied
    hold_unverified(survey)
    upload = SurveyUpload(survey=survey, uploaded_by=by)
    store_upload(upload, file, stem="survey", counts=counts, preview=preview)
    after = {"survey": survey.pk, **counts}
    record_event("surveyupload_uploaded", upload, by=by, after=after)
    return upload


@transaction.atomic
def claim_survey_upload(upload: SurveyUpload, *, by: User) -> None:
    """Mark a list as stored, before its rows are stored in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before, or the survey is verified.
    """
    # Two lists of one survey wait for each other here, each before it compares its rows.
    hold_unverified(upload.survey)
    leave_waiting(upload, State.CONFIRMED)
    record_event("surveyupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_survey_upload(upload: SurveyUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm, with its file.

    Raises:
        ValidationError: it was confirmed or dropped before.
    """
    drop_with_file(upload)
    record_event("surveyupload_dropped", upload, by=by, after={"state": State.DROPPED})
