"""Reminders, mentoring, revisits and guidance visits."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, GradeDecision, SchemeGrade
from dailyreview.models import GuidanceVisit, Mentoring, Quarter, QuarterRecord, Reminder, Revisit
from dailyreview.selectors.chain import above
from organization.models import Role, Unit, User
from organization.services.audit import record_event


@transaction.atomic
def remind(record: QuarterRecord, *, words: str, by: User) -> Reminder:
    """Remind a person of a shortcoming. Raises PermissionDenied for who is not above them."""
    if not above(record, by):
        raise PermissionDenied
    reminder = Reminder(record=record, words=words, written_by=by)
    reminder.full_clean()
    reminder.save()
    record_event("reminder_written", reminder, by=by)
    return reminder


@transaction.atomic
def reply_to(reminder: Reminder, *, reply: str, by: User) -> None:
    """The person answers a reminder, once or again until it is closed."""
    reminder = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if not QuarterRecord.objects.own_of(by).filter(pk=reminder.record_id).exists():
        raise PermissionDenied
    _refuse_closed(reminder)
    if not reply.strip():
        raise ValidationError({"reply": _("Write what you will do about it.")})
    reminder.reply, reminder.replied_at = reply, timezone.now()
    reminder.full_clean()
    reminder.save()
    record_event("reminder_replied", reminder, by=by)


@transaction.atomic
def close_reminder(reminder: Reminder, *, closing: str, by: User) -> None:
    """Somebody above the person says what has changed, and closes it."""
    reminder = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if not above(reminder.record, by):
        raise PermissionDenied
    _refuse_closed(reminder)
    if not closing.strip():
        raise ValidationError({"closing": _("Say what has changed.")})
    reminder.closing, reminder.closed_by, reminder.closed_at = closing, by, timezone.now()
    reminder.full_clean()
    reminder.save()
    record_event("reminder_closed", reminder, by=by, after={"closing": closing})


@transaction.atomic
def open_mentorings(decisions: Iterable[GradeDecision], *, by: User) -> list[Mentoring]:
    """Open a mentoring for everybody whose decided grade is worse than tolerated (DLY-07)."""
    graded = {one.assessee_id: one.grade for one in decisions}
    records = QuarterRecord.objects.filter(
        assessee__in=graded, mentoring__isnull=True
    ).select_related("quarter__plan", "assessee")
    grades = {
        (grade.scheme_id, grade.code): grade
        for grade in SchemeGrade.objects.filter(scheme__in=records.values("quarter__plan__scheme"))
    }
    opened = []
    for record in records:
        plan = record.quarter.plan
        grade = grades[plan.scheme_id, graded[record.assessee_id]]
        if grade.position <= plan.tolerated_place:
            continue
        mentoring = Mentoring.objects.create(record=record, grade=grade.name)
        record_event("mentoring_opened", mentoring, by=by, after={"grade": grade.code})
        opened.append(mentoring)
    return opened


@transaction.atomic
def name_mentor(mentoring: Mentoring, *, mentor: User, by: User) -> None:
    """The unit names who stands by the person. Raises ValidationError for the person themself."""
    if not above(mentoring.record, by):
        raise PermissionDenied
    appointment = mentoring.record.assessee.appointment
    if appointment and mentor.cadre_id == appointment.cadre_id:
        raise ValidationError({"mentor": _("Nobody is their own mentor.")})
    before = {"mentor": mentoring.mentor_id}
    mentoring.mentor = mentor
    mentoring.save(update_fields=["mentor"])
    record_event("mentor_named", mentoring, by=by, before=before, after={"mentor": mentor.pk})


@transaction.atomic
def record_revisit(mentoring: Mentoring, *, held_on: dt.date, words: str, by: User) -> Revisit:
    """Record a talk with the mentored person, by the mentor or somebody above."""
    if mentoring.mentor_id != by.pk and not above(mentoring.record, by):
        raise PermissionDenied
    if mentoring.ended_on is not None:
        raise ValidationError(_("This mentoring has ended."), code="ended")
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": _("This day has not come yet.")})
    revisit = Revisit(mentoring=mentoring, held_on=held_on, words=words, held_by=by)
    revisit.full_clean()
    revisit.save()
    record_event("revisit_recorded", revisit, by=by, after={"held_on": held_on})
    return revisit


@transaction.atomic
def end_mentoring(mentoring: Mentoring, *, outcome: str, by: User) -> None:
    """End it with what came of it; at least one revisit has been held (DLY-07)."""
    mentoring = Mentoring.objects.select_for_update().get(pk=mentoring.pk)
    if not above(mentoring.record, by):
        raise PermissionDenied
    if mentoring.ended_on is not None:
        raise ValidationError(_("This mentoring has ended."), code="ended")
    if not mentoring.revisits.exists():
        raise ValidationError(_("Hold a revisit first."), code="no_revisit")
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say what came of it.")})
    mentoring.ended_on, mentoring.outcome = timezone.localdate(), outcome
    mentoring.full_clean()
    mentoring.save()
    record_event("mentoring_ended", mentoring, by=by, after={"outcome": outcome})


@transaction.atomic
def record_visit(
    quarter: Quarter,
    *,
    unit: Unit,
    visited_on: dt.date,
    words: str,
    process_score: Decimal | None,
    by: User,
) -> GuidanceVisit:
    """Record how well a unit reviews; office staff only (the view asks the role)."""
    if not Assessee.objects.filter(cycle=quarter.cycle_id, unit=unit).exists():
        raise ValidationError({"unit": _("This unit takes no part in the quarter.")})
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    visit = GuidanceVisit(
        quarter=quarter,
        unit=unit,
        visited_on=visited_on,
        words=words,
        process_score=process_score,
        visited_by=by,
    )
    visit.full_clean()
    visit.save()
    after = {"unit": unit.pk, "process_score": process_score}
    record_event("guidance_visit_recorded", visit, by=by, after=after)
    return visit


def _refuse_closed(reminder: Reminder) -> None:
    if reminder.closed_at is not None:
        raise ValidationError(_("This reminder is closed."), code="closed")
