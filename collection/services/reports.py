"""Tables of departments: typed in, handed in, returned, verified, reminded of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.models import DepartmentReport, ReportEntry
from collection.selectors.due import due_lines
from collection.selectors.tables import TableRow, flat_scores, table_rows
from indicators.models import ReportedValue
from indicators.services.evidence import attach_evidence
from indicators.services.values import RefusedValuesError, ValueEntry, report_values
from organization.models import User
from organization.services.audit import record_event

State = DepartmentReport.State
Pair = tuple[int, int]
LONGEST_TEXT, LONGEST_REMARK = 40, 200


@dataclass(frozen=True)
class CellDraft:
    """One cell as somebody leaves it.

    Attributes:
        revision: of the cell they saw; 0 for an empty one. None: whatever stands there.
    """

    pair: Pair
    text: str
    remark: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class SavedCells:
    """What saving did.

    Attributes:
        conflicts: cells that somebody else changed meanwhile, which stay as they are.
    """

    saved: dict[Pair, ReportEntry]
    conflicts: dict[Pair, ReportEntry]


@transaction.atomic
def save_cells(report: DepartmentReport, cells: Sequence[CellDraft], *, by: User) -> SavedCells:
    """Keep cells as a draft, right or wrong; what another person changed meanwhile is not lost.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: the table is handed in, or it does not ask for one of the cells.
    """
    _claim(report, by)
    known = {line.pair for line in due_lines(report)}
    if any(cell.pair not in known for cell in cells):
        raise ValidationError(_("The table does not ask for this figure."), code="not_asked")
    standing = _standing(report, cells)
    done = SavedCells({}, {})
    changed: list[tuple[ReportEntry, str]] = []
    created: list[ReportEntry] = []
    for cell in {one.pair: one for one in cells}.values():
        text, remark = _clean(cell.text, LONGEST_TEXT), _clean(cell.remark, LONGEST_REMARK)
        entry = standing.get(cell.pair)
        if entry is None:
            if text or remark:
                created.append(_new(report, cell.pair, text, remark, by))
                done.saved[cell.pair] = created[-1]
        elif (entry.text, entry.remark) == (text, remark):
            done.saved[cell.pair] = entry
        elif cell.revision is not None and cell.revision != entry.revision:
            done.conflicts[cell.pair] = entry
        else:
            changed.append((entry, entry.text))
            _change(entry, text, remark, by)
            done.saved[cell.pair] = entry
    ReportEntry.objects.bulk_create(created, batch_size=1000)
    fields = ["text", "remark", "revision", "saved_by", "saved_at"]
    ReportEntry.objects.bulk_update([entry for entry, _old in changed], fields, batch_size=500)
    return done


@transaction.atomic
def submit_report(report: DepartmentReport, *, by: User) -> None:
    """Hand in a table for verification.

    Raises:
        PermissionDenied: the account does not fill in this table.
        ValidationError: cells to be put right (`faults`), warnings without a note (`remarks`),
            scores without differentiation (`flat`), nothing to report, or handed in before.
    """
    _claim(report, by)
    rows = table_rows(report, due_lines(report))
    _refuse_unready(report, rows)
    report.state, report.reason = State.SUBMITTED, ""
    report.submitted_by, report.submitted_at = by, timezone.now()
    report.save(update_fields=["state", "reason", "submitted_by", "submitted_at"])
    count = sum(row.checked.typed is not None for row in rows)
    record_event("report_submitted", report, by=by, after={"figures": count})


@transaction.atomic
def return_report(
    report: DepartmentReport, *, reason: str, rows: Mapping[Pair, str] | None = None, by: User
) -> None:
    """Give a table back, as a whole or for single rows; a verified one is opened again.

    Args:
        rows: reasons by indicator and unit.

    Raises:
        PermissionDenied: the account does not keep the plan.
        ValidationError: no reason, or the table is not handed in.
    """
    _refuse_stranger(report, by)
    rows = {pair: text.strip() for pair, text in (rows or {}).items() if text.strip()}
    if not reason.strip() and not rows:
        raise ValidationError({"reason": _("Say what is to be put right.")})
    _lock(report)
    if report.state not in (State.SUBMITTED, State.VERIFIED):
        raise ValidationError(_("The table is not handed in."), code="not_submitted")
    entries = list(report.entries.all())
    for entry in entries:
        text = rows.get((entry.indicator_id, entry.unit_id), "")
        entry.returned_reason = text[:LONGEST_REMARK]
    ReportEntry.objects.bulk_update(entries, ["returned_reason"], batch_size=500)
    before = {"state": report.state}
    report.state, report.reason = State.RETURNED, reason.strip()
    report.verified_by = report.verified_at = None
    report.save(update_fields=["state", "reason", "verified_by", "verified_at"])
    after = {"state": report.state, "reason": report.reason, "rows": len(rows)}
    record_event("report_returned", report, by=by, before=before, after=after)


@transaction.atomic
def verify_report(report: DepartmentReport, *, by: User) -> None:
    """Let the figures of a table count: they become reported values, all or none.

    Raises:
        PermissionDenied: the account does not keep the plan.
        ValidationError: not handed in, the account has reported here itself (`four_eyes`), or the
            figures are refused.
    """
    _refuse_stranger(report, by)
    _lock(report)
    if report.state != State.SUBMITTED:
        raise ValidationError(_("The table is not handed in."), code="not_submitted")
    if report.submitted_by_id == by.pk or report.entries.filter(saved_by=by).exists():
        raise ValidationError(
            _("You have reported in this table; somebody else verifies it."), code="four_eyes"
        )
    rows = table_rows(report, due_lines(report))
    _refuse_unready(report, rows)
    entries = list(_values(report, rows))
    try:
        done = report_values(entries, by=report.submitted_by)
    except RefusedValuesError as refusal:
        words = [
            f"{entries[index].unit}: {' '.join(texts)}" for index, texts in refusal.by_row.items()
        ]
        raise ValidationError(words, code="refused") from refusal
    _attach_files(report, by=report.submitted_by)
    report.state, report.verified_by, report.verified_at = State.VERIFIED, by, timezone.now()
    report.save(update_fields=["state", "verified_by", "verified_at"])
    after = {"created": done.created, "changed": done.changed}
    record_event("report_verified", report, by=by, after=after)


@transaction.atomic
def remind_department(report: DepartmentReport, *, by: User) -> None:
    """Put an overdue table on the department's desk once more; once a day.

    Raises:
        PermissionDenied: the account does not keep the plan.
        ValidationError: the table is not overdue, or somebody reminded of it today.
    """
    _refuse_stranger(report, by)
    _lock(report)
    now = timezone.now()
    today = timezone.localdate(now)
    if not report.days_late(today):
        raise ValidationError(_("The table is not overdue."), code="not_overdue")
    if report.reminded_at and timezone.localdate(report.reminded_at) == today:
        raise ValidationError(_("The department was reminded today."), code="reminded")
    report.reminded_by, report.reminded_at = by, now
    report.save(update_fields=["reminded_by", "reminded_at"])
    record_event("department_reminded", report, by=by, after={"period": report.round.period})


def _claim(report: DepartmentReport, by: User) -> None:
    """Hold the table for a change by its reporter."""
    if not DepartmentReport.objects.fillable_by(by).filter(pk=report.pk).exists():
        raise PermissionDenied
    _lock(report)
    if not report.is_owed:
        raise ValidationError(
            _("The table is handed in. It can be changed once it is returned."), code="submitted"
        )


def _lock(report: DepartmentReport) -> None:
    """Read the table again and hold it, so that two people act one after the other."""
    fresh = DepartmentReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    for name in ("state", "reason", "submitted_by_id", "verified_by_id", "reminded_at"):
        setattr(report, name, getattr(fresh, name))


def _refuse_stranger(report: DepartmentReport, by: User) -> None:
    if not DepartmentReport.objects.verifiable_by(by).filter(pk=report.pk).exists():
        raise PermissionDenied


def _standing(report: DepartmentReport, cells: Iterable[CellDraft]) -> dict[Pair, ReportEntry]:
    pairs = [cell.pair for cell in cells]
    entries = report.entries.filter(
        indicator__in={pair[0] for pair in pairs}, unit__in={pair[1] for pair in pairs}
    )
    return {
        (entry.indicator_id, entry.unit_id): entry for entry in entries.select_related("saved_by")
    }


def _new(report: DepartmentReport, pair: Pair, text: str, remark: str, by: User) -> ReportEntry:
    return ReportEntry(
        report=report,
        indicator_id=pair[0],
        unit_id=pair[1],
        text=text,
        remark=remark,
        saved_by=by,
    )


def _change(entry: ReportEntry, text: str, remark: str, by: User) -> None:
    entry.text, entry.remark, entry.saved_by = text, remark, by
    entry.revision += 1
    entry.saved_at = timezone.now()


def _clean(text: str, longest: int) -> str:
    # A zero character is no text, and PostgreSQL would not store it.
    return text.replace("\x00", "").strip()[:longest]


def _refuse_unready(report: DepartmentReport, rows: Sequence[TableRow]) -> None:
    if not rows:
        raise ValidationError(_("The table asks for nothing."), code="empty")
    faults = sum(row.checked.blocks for row in rows)
    if faults:
        text = ngettext(
            "%(count)s figure must be put right.", "%(count)s figures must be put right.", faults
        )
        raise ValidationError(text % {"count": faults}, code="faults")
    unexplained = sum(row.checked.wants_remark for row in rows)
    if unexplained:
        text = ngettext(
            "%(count)s figure is missing or stands out and has no note.",
            "%(count)s figures are missing or stand out and have no note.",
            unexplained,
        )
        raise ValidationError(text % {"count": unexplained}, code="remarks")
    flat = flat_scores(report, rows)
    if flat:
        raise ValidationError([str(one) for one in flat], code="flat")


def _values(report: DepartmentReport, rows: Iterable[TableRow]) -> Iterable[ValueEntry]:
    for row in rows:
        if row.checked.typed is not None:
            yield ValueEntry(
                indicator=row.line.indicator,
                unit=row.line.unit,
                period=report.round.period,
                value=row.checked.typed.number,
                unit_of_measure=row.checked.typed.measure,
                source_department=report.department.name,
                note=row.remark,
            )


def _attach_files(report: DepartmentReport, *, by: Any) -> None:
    """Each figure takes over the newest file that proves it."""
    newest = {
        (proof.entry.indicator_id, proof.entry.unit_id): proof
        for proof in report.proofs.filter(entry__isnull=False).select_related("entry")
        if proof.entry is not None
    }
    values = ReportedValue.objects.filter(
        indicator__in={pair[0] for pair in newest},
        unit__in={pair[1] for pair in newest},
        period=report.round.period,
        series=ReportedValue.Series.ACTUAL,
    ).select_related("indicator", "unit")
    for value in values:
        proof = newest.get((value.indicator_id, value.unit_id or 0))
        if proof is not None:
            with proof.file.open("rb"):
                attach_evidence(value, proof.file, by=by)
