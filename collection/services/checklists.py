"""Checklists: the instrument kept, filled in by one, confirmed by another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import Checklist, ChecklistBand, ChecklistItem, CheckSheet
from organization.models import Cadre, Domain, Role, Unit, User
from organization.services.audit import record_event, save_recorded
from organization.services.uploads import check_upload

State = CheckSheet.State


@dataclass(frozen=True)
class Answer:
    """Yes or no to one point, and what stands behind it."""

    yes: bool
    remark: str = ""


@transaction.atomic
def save_checklist(
    checklist: Checklist,
    *,
    items: Sequence[ChecklistItem],
    bands: Sequence[ChecklistBand],
    by: User,
) -> None:
    """Add an instrument or correct it; once it was filled in, its points and results stay.

    Raises:
        PermissionDenied: not the office of the domain.
        ValidationError: no point, or points changed after it was filled in.
    """
    _check_office(checklist, by)
    if not items:
        raise ValidationError({"items": _("Write at least one point.")}, code="empty")
    used = bool(checklist.pk) and checklist.sheets.exists()
    if used and _described(items, bands) != _described(
        checklist.items.all(), checklist.bands.all()
    ):
        message = _("It was filled in already; add another checklist with the new points.")
        raise ValidationError({"items": message}, code="in_use")
    save_recorded(checklist, by=by)
    if used:
        return
    before = _described(checklist.items.all(), checklist.bands.all())
    checklist.items.all().delete()
    checklist.bands.all().delete()
    rows: list[ChecklistItem | ChecklistBand] = [*items, *bands]
    for row in rows:
        row.checklist = checklist
        row.full_clean()
        row.save()
    after = _described(items, bands)
    if before != after:
        record_event("checklist_set", checklist, by=by, before=before, after=after)


@transaction.atomic
def fill_checklist(
    checklist: Checklist,
    *,
    unit: Unit,
    cadre: Cadre | None,
    period: str,
    answers: Mapping[int, Answer],
    evidence: "File[bytes] | None",
    by: User,
) -> CheckSheet:
    """Answer every point about a unit or a cadre; the sheet waits for a second person.

    Raises:
        PermissionDenied: not the office of the domain, or about oneself.
        ValidationError: a point without an answer, an answer against them without a remark or a
            paper, out of use, or filled in for the period already.
    """
    _check_office(checklist, by)
    if cadre is not None and by.cadre_id == cadre.pk:
        raise PermissionDenied
    if unit.domain_id != checklist.domain_id:
        raise ValidationError({"unit": _("The unit belongs to another domain.")})
    if not checklist.is_active:
        raise ValidationError(_("This checklist is out of use."), code="out_of_use")
    items = list(checklist.items.all())
    if {item.number for item in items} != set(answers):
        raise ValidationError(_("Answer every point."), code="gaps")
    bad = [item for item in items if answers[item.number].yes == item.is_reversed]
    _check_grounds(bad, answers, evidence)
    sheet = CheckSheet(
        checklist=checklist,
        unit=unit,
        cadre=cadre,
        period=period,
        answers={
            str(number): {"yes": answer.yes, "remark": answer.remark.strip()}
            for number, answer in answers.items()
        },
        good_count=len(items) - len(bad),
        filled_by=by,
    )
    if evidence:
        check_upload(evidence)
        sheet.evidence.save(PurePath(evidence.name or "").name, evidence, save=False)
    sheet.full_clean()
    sheet.save()
    after = {"unit": unit.pk, "period": period, "good_count": sheet.good_count}
    record_event("checksheet_filled", sheet, by=by, after=after)
    return sheet


@transaction.atomic
def rule_on_sheet(sheet: CheckSheet, *, confirmed: bool, reason: str, by: User) -> None:
    """Confirm a sheet or refuse it; a refused one may be filled in anew.

    Raises:
        PermissionDenied: not the office of the domain, who filled it in, or whom it is about.
        ValidationError: ruled on before, or refused without a reason.
    """
    _check_office(sheet.checklist, by)
    is_own = by.cadre_id is not None and by.cadre_id == sheet.cadre_id
    if is_own or sheet.filled_by_id == by.pk:
        raise PermissionDenied
    if not confirmed and not reason.strip():
        raise ValidationError({"reason": _("Say why it is not confirmed.")}, code="reason")
    state = State.CONFIRMED if confirmed else State.REFUSED
    # The row count is the lock: of two that rule, one gets 0.
    waiting = CheckSheet.objects.waiting().filter(pk=sheet.pk)
    if not waiting.update(state=state, reason=reason, ruled_by=by, ruled_at=timezone.now()):
        raise ValidationError(_("This sheet is settled already."), code="settled")
    sheet.refresh_from_db()
    verb = "checksheet_confirmed" if confirmed else "checksheet_refused"
    record_event(verb, sheet, by=by, after={"state": state, "reason": reason})


def _check_grounds(
    bad: Sequence[ChecklistItem], answers: Mapping[int, Answer], evidence: "File[bytes] | None"
) -> None:
    """What is held against somebody needs its words and its paper."""
    for item in bad:
        if not answers[item.number].remark.strip():
            message = _("Write what point %(number)s rests on.") % {"number": item.number}
            raise ValidationError({f"remark-{item.number}": message}, code="remark")
    if bad and not evidence:
        message = _("Attach the paper that the points not met rest on.")
        raise ValidationError({"evidence": message}, code="evidence")


def _check_office(checklist: Checklist, by: User) -> None:
    kept = Domain.objects.editable_by(by).filter(pk=checklist.domain_id)
    if not (by.has_role(Role.OFFICE_STAFF) and kept.exists()):
        raise PermissionDenied


def _described(items: Iterable[ChecklistItem], bands: Iterable[ChecklistBand]) -> dict[str, object]:
    return {
        **{str(one.number): f"{one.text} ({one.side}, {one.is_reversed})" for one in items},
        **{one.word: f"{one.least} {one.consequence}".strip() for one in bands},
    }
