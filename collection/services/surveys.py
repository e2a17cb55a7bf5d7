"""Surveys from their registration to the verification by a second person."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import Survey, SurveyUpload
from organization.models import Domain, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def create_survey(*, by: User, **fields: Any) -> Survey:
    """Register a survey; its results come by lists.

    Args:
        fields: model fields of the survey.

    Raises:
        ValidationError: a field is wrong.
        PermissionDenied: the account's office does not keep the domain.
    """
    survey = Survey(registered_by=by, **fields)
    _check_domain(survey.domain, by)
    save_recorded(survey, by=by)
    return survey


@transaction.atomic
def update_survey(survey: Survey, *, by: User, **fields: Any) -> None:
    """Change what is known of a survey that nobody has verified.

    Raises:
        ValidationError: verified before (`verified`), or a field is wrong.
        PermissionDenied: the account's office does not keep the domain.
    """
    hold_unverified(survey)
    for name, value in fields.items():
        setattr(survey, name, value)
    _check_domain(survey.domain, by)
    save_recorded(survey, by=by)


@transaction.atomic
def verify_survey(survey: Survey, *, by: User) -> None:
    """Release the results: from now on they are scored and can be fed back.

    Raises:
        ValidationError: verified before (`verified`), without results (`empty`), or by one of those
            who brought them in (`same_person`).
    """
    hold_unverified(survey)
    if not survey.results.exists():
        raise ValidationError(_("Nothing to verify: there is no result yet."), code="empty")
    brought = survey.uploads.filter(state=SurveyUpload.State.CONFIRMED, uploaded_by=by)
    if survey.registered_by_id == by.pk or brought.exists():
        raise ValidationError(
            _("You registered this survey or its results; a second person verifies it."),
            code="same_person",
        )
    survey.verified_by, survey.verified_at = by, timezone.now()
    survey.save(update_fields=["verified_by", "verified_at"])
    after = {"period": survey.period, "rows": survey.results.count()}
    record_event("survey_verified", survey, by=by, after=after)


@transaction.atomic
def reopen_survey(survey: Survey, *, reason: str, by: User) -> None:
    """Take the verification back, so that results can be corrected; runs made before keep theirs.

    Raises:
        ValidationError: not verified (`open`), or no reason is given.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    verified = Survey.objects.verified().filter(pk=survey.pk)
    if not verified.update(verified_at=None, verified_by=None):
        raise ValidationError(_("This survey is not verified."), code="open")
    survey.verified_at = survey.verified_by = None
    record_event("survey_reopened", survey, by=by, after={"reason": reason.strip()})


def hold_unverified(survey: Survey) -> None:
    """Keep a survey from being verified until the transaction ends.

    Raises:
        ValidationError: it is verified already.
    """
    held = Survey.objects.select_for_update(of=("self",)).filter(pk=survey.pk)
    if not held.filter(verified_at__isnull=True).exists():
        raise ValidationError(
            _("This survey is verified; take that back before changing it."), code="verified"
        )


def _check_domain(domain: Domain, by: User) -> None:
    if not Domain.objects.editable_by(by).filter(pk=domain.pk).exists():
        raise PermissionDenied
