"""Sheets that go back: reopened by the office, returned as flat, given more time, or accepted."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import (
    Assessee,
    AssessmentCycle,
    FlatAcceptance,
    ScoreSheet,
    SheetDraft,
    WorkLogEntry,
)
from assessment.rules.drafts import deadline
from assessment.rules.marks import is_sentence
from assessment.selectors.assignments import SheetState
from assessment.selectors.flat_fields import FlatField, flat_fields, overdue_returns
from assessment.selectors.marked_leaves import marked_fields, marks_of
from assessment.services.drafts import refusal
from assessment.services.sheet_log import log_sheets
from organization.models import Role, User
from organization.services.audit import record_event

Kind = WorkLogEntry.Kind


@transaction.atomic
def reopen_sheet(
    sheet: ScoreSheet, *, reason: str, due_at: dt.datetime | None = None, by: User
) -> None:
    """Give a sheet back to its evaluator, who may change it until it is handed in again.

    Args:
        due_at: a deadline of its own; needed once the cycle's is over.

    Raises:
        PermissionDenied: not the office, or one's own sheet: that takes two people.
        ValidationError: no reason, no time left, reopened already, or the marking is closed.
    """
    _check_second_person(sheet.evaluator, by)
    if not is_sentence(reason):
        raise ValidationError({"reason": _("Give the reason in a sentence.")})
    cycle = _marking_of(sheet.assessee.cycle_id)
    check_time_left(cycle, due_at)
    if not withdraw([sheet.pk], reason, by):
        raise ValidationError(_("This sheet is reopened already."), code="reopened")
    kept = ScoreSheet.objects.select_related("assessee__system", "evaluator").get(pk=sheet.pk)
    give_back(kept, reason, due_at)
    log_sheets(cycle, [(kept.assessee, kept)], kind=Kind.SHEET_REOPENED, words=reason, by=by)
    record_event("sheet_reopened", sheet, by=by, after={"reason": reason, "due_at": due_at})


@transaction.atomic
def return_flat(sheet: ScoreSheet, *, due_at: dt.datetime | None, by: User) -> FlatField:
    """Give back all sheets of the flat field that a sheet belongs to, with the reason (ORG-07).

    Raises:
        PermissionDenied: not the office, or one's own sheets.
        ValidationError: no time left, not flat any more, or the marking is closed.
    """
    _check_second_person(sheet.evaluator, by)
    cycle = _marking_of(sheet.assessee.cycle_id)
    check_time_left(cycle, due_at)
    field = _flat_field(cycle, sheet)
    withdraw([one.pk for one in field.sheets], field.reason, by)
    for one in field.sheets:
        give_back(one, field.reason, due_at)
        record_event("sheet_returned", one, by=by, after={"reason": field.reason, "due_at": due_at})
    _log(cycle, field, Kind.SHEET_RETURNED, field.reason, by)
    return field


@transaction.atomic
def accept_flat(sheet: ScoreSheet, *, reason: str, by: User) -> FlatAcceptance:
    """Let the flat field that a sheet belongs to stand as it is, on record.

    Raises:
        PermissionDenied: not the office, or one's own sheets.
        ValidationError: no reason, not flat any more, or the marking is closed.
    """
    _check_second_person(sheet.evaluator, by)
    if not is_sentence(reason):
        raise ValidationError({"reason": _("Give the reason in a sentence.")})
    cycle = _marking_of(sheet.assessee.cycle_id)
    field = _flat_field(cycle, sheet)
    acceptance = FlatAcceptance(
        cycle=cycle,
        evaluator=field.evaluator,
        found=field.reason,
        reason=reason,
        accepted_by=by,
    )
    acceptance.full_clean(exclude=["sheets"])
    acceptance.save()
    acceptance.sheets.set(field.sheets)
    _log(cycle, field, Kind.FLAT_ACCEPTED, reason, by)
    after = {"evaluator": str(field.evaluator), "found": field.reason, "reason": reason}
    record_event("flat_marking_accepted", acceptance, by=by, after=after)
    return acceptance


@transaction.atomic
def extend_returns(
    cycle: AssessmentCycle, *, evaluator: User, due_at: dt.datetime, by: User
) -> int:
    """Give an evaluator more time for the sheets that were returned and not handed in again.

    Returns:
        How many sheets that are.

    Raises:
        PermissionDenied: not the office, or one's own sheets.
        ValidationError: no time left, nothing lies overdue, or the marking is closed.
    """
    _check_second_person(evaluator, by)
    cycle = _marking_of(cycle.pk)
    check_time_left(cycle, due_at)
    lying = next((one for one in overdue_returns(cycle) if one.evaluator == evaluator), None)
    if lying is None:
        raise ValidationError(_("No returned sheet of this evaluator is overdue."), code="none")
    drafts = SheetDraft.objects.filter(evaluator=evaluator, assessee__in=lying.assessees)
    drafts.update(due_at=due_at)
    after = {"evaluator": str(evaluator), "due_at": due_at, "sheets": len(lying.assessees)}
    record_event("returned_sheets_extended", cycle, by=by, after=after)
    return len(lying.assessees)


def return_of_itself(
    cycle: AssessmentCycle,
    lines: Iterable[tuple[Assessee, ScoreSheet | None]],
    *,
    evaluator: User,
    reason: str,
    due_at: dt.datetime | None,
) -> None:
    """Give the sheets of a flat field back as the scheme says, also one not stored yet.

    Args:
        due_at: the latest deadline of its own that one of them had; it is now that of all.
    """
    told = list(lines)
    withdraw([sheet.pk for _one, sheet in told if sheet], reason, None)
    drafts = SheetDraft.objects.filter(evaluator=evaluator, assessee__in=[one for one, _ in told])
    drafts.update(returned_reason=reason[:300], returned_at=timezone.now(), due_at=due_at)
    for assessee, sheet in told:
        record_event("sheet_returned", sheet or assessee, by=None, after={"reason": reason})
    log_sheets(cycle, told, kind=Kind.SHEET_RETURNED, words=reason, by=None)


def withdraw(sheets: Sequence[int], reason: str, by: User | None) -> int:
    """Let sheets count no more; how many of them still did."""
    standing = ScoreSheet.objects.standing().filter(pk__in=sheets)
    return standing.update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason[:200]
    )


def give_back(sheet: ScoreSheet, reason: str, due_at: dt.datetime | None) -> None:
    """Open the draft again; a sheet that came without one gets it from its marks."""
    marks = marks_of(sheet, marked_fields(sheet.assessee.system))
    draft, _is_new = SheetDraft.objects.get_or_create(
        assessee=sheet.assessee,
        evaluator=sheet.evaluator,
        defaults={
            "marks": {code: f"{mark.normalize():f}" for code, mark in marks.items()},
            "remarks": sheet.remarks,
            "advice": sheet.advice,
            "revision": 1,
        },
    )
    SheetDraft.objects.filter(pk=draft.pk).update(
        returned_reason=reason[:300], returned_at=timezone.now(), due_at=due_at or draft.due_at
    )


def check_time_left(cycle: AssessmentCycle, due_at: dt.datetime | None) -> None:
    """Refuse to give a sheet back to somebody who could not hand it in again."""
    now, plan = timezone.now(), cycle.field_plan
    due = deadline(cycle.sheets_due_at, due_at)
    if due is not None and due <= now:
        raise ValidationError(
            {"due_at": _("The deadline is over: give a later one, so that it can be handed in.")}
        )
    last = timezone.localdate(due_at or now)
    if plan is not None and last > plan.ends_on:
        raise ValidationError(
            {"due_at": _("The field plan ends on %(day)s.") % {"day": plan.ends_on.isoformat()}}
        )


def _check_second_person(evaluator: User, by: User) -> None:
    if not by.has_role(Role.OFFICE_STAFF) or evaluator.pk == by.pk:
        raise PermissionDenied


def _marking_of(cycle: int) -> AssessmentCycle:
    """The cycle, locked against closing and handing in, while it is being marked."""
    locked = AssessmentCycle.objects.select_for_update(no_key=True).get(pk=cycle)
    if locked.state != AssessmentCycle.State.OPEN or not locked.is_marking:
        raise refusal(SheetState.CLOSED)
    return locked


def _flat_field(cycle: AssessmentCycle, sheet: ScoreSheet) -> FlatField:
    fields = flat_fields(cycle, sheet)
    # Its other sheets may have been reopened meanwhile, or this one.
    if not fields or sheet.pk not in [one.pk for one in fields[0].sheets]:
        raise ValidationError(_("This marking is not flat any more."), code="not_flat")
    return fields[0]


def _log(cycle: AssessmentCycle, field: FlatField, kind: str, words: str, by: User) -> None:
    lines = [(one.assessee, one) for one in field.sheets]
    log_sheets(cycle, lines, kind=kind, words=words, by=by)
