"""Feeding a survey back: the unit is told, answers with measures, and the office takes note."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import Survey, SurveySheet
from collection.models.surveys import answered_units
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def send_sheets(survey: Survey, *, due_on: dt.date, by: User) -> int:
    """Send each unit with results its sheet; those that have theirs keep it.

    Returns:
        How many were sent.

    Raises:
        ValidationError: the survey is not verified (`open`), or the day is over.
    """
    if not Survey.objects.verified().filter(pk=survey.pk).exists():
        raise ValidationError(
            _("Only verified results are fed back; a second person verifies them first."),
            code="open",
        )
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day is over.")})
    told = SurveySheet.objects.filter(survey=survey)
    missing = survey.results.exclude(unit__in=told.values("unit")).order_by("unit")
    keys = list(missing.values_list("unit", flat=True).distinct())
    SurveySheet.objects.bulk_create(
        [SurveySheet(survey=survey, unit_id=key, sent_by=by, due_on=due_on) for key in keys]
    )
    if keys:
        record_event("surveysheets_sent", survey, by=by, after={"rows": len(keys)})
    return len(keys)


@transaction.atomic
def answer_sheet(sheet: SurveySheet, *, measures: str, by: User) -> None:
    """Answer for the unit; until the office has taken note an answer replaces the one before.

    Raises:
        ValidationError: nothing is written, or the office has taken note (`noted`).
        PermissionDenied: the account does not answer for the unit.
    """
    if sheet.unit_id not in answered_units(by):
        raise PermissionDenied
    if not measures.strip():
        raise ValidationError({"measures": _("Write what will be done, by whom and until when.")})
    waiting = SurveySheet.objects.filter(pk=sheet.pk, noted_at__isnull=True)
    fields = {"measures": measures.strip(), "answered_by": by, "answered_at": timezone.now()}
    if not waiting.update(**fields):
        raise _noted()
    record_event(
        "surveysheet_answered",
        sheet,
        by=by,
        before={"measures": sheet.measures},
        after={"measures": fields["measures"]},
    )


@transaction.atomic
def note_sheet(sheet: SurveySheet, *, remark: str = "", by: User) -> None:
    """Take note of an answer for the office, with a remark that the unit reads.

    Raises:
        ValidationError: not answered yet (`unanswered`), or noted before (`noted`).
    """
    if not sheet.answered_at:
        raise ValidationError(_("The unit has not answered yet."), code="unanswered")
    waiting = SurveySheet.objects.filter(pk=sheet.pk, noted_at__isnull=True)
    if not waiting.update(noted_by=by, noted_at=timezone.now(), remark=remark.strip()):
        raise _noted()
    record_event("surveysheet_noted", sheet, by=by, after={"remark": remark.strip()})


def _noted() -> ValidationError:
    return ValidationError(_("The office has taken note of the answer already."), code="noted")
