"""Reporting figures: one or thousands at once, corrections, evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Indicator, ReportedValue
from indicators.rules.measures import same_dimension
from indicators.selectors.reporting import reporting_scope
from organization.models import Unit
from organization.services.audit import mention_rows, record_event

if TYPE_CHECKING:
    from organization.models import User

Key = tuple[int, int | None, str, str]
# What a report states; the rest of the row says who stated it and when.
STATED = ("value", "unit_of_measure", "source_department", "note")


@dataclass(frozen=True)
class ValueEntry:
    """One figure as it is reported.

    Attributes:
        unit: None for a benchmark that holds for every unit.
        unit_of_measure: empty means that of the indicator.
    """

    indicator: Indicator
    unit: Unit | None
    period: str
    value: Decimal
    series: str = ReportedValue.Series.ACTUAL
    unit_of_measure: str = ""
    source_department: str = ""
    note: str = ""

    @property
    def key(self) -> Key:
        """What makes it the same figure when it is reported again."""
        unit = self.unit.pk if self.unit else None
        return (self.indicator.pk, unit, self.period, self.series)


@dataclass(frozen=True)
class Reported:
    """What a report did."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


class RefusedValuesError(ValidationError):
    """A report that was refused as a whole.

    Attributes:
        by_row: what is wrong, by the index of the entry.
    """

    def __init__(self, by_row: Mapping[int, list[str]]) -> None:
        self.by_row = dict(by_row)
        super().__init__([text for texts in by_row.values() for text in texts], code="values")


@transaction.atomic
def report_values(entries: Sequence[ValueEntry], *, by: "User | None") -> Reported:
    """Store figures, all or none; one that stands already is corrected, if it differs.

    Audit: one event for each indicator and period with the new figures, and one for each
    correction with what stood before.

    Args:
        by: None only when the system itself loads figures.

    Raises:
        RefusedValuesError: faults by the index of their entry.
    """
    rows = [_row(entry, by) for entry in entries]
    errors = _faults(entries, rows, by)
    if errors:
        raise RefusedValuesError(errors)
    standing = _standing(entries)
    created: list[ReportedValue] = []
    changed: list[tuple[ReportedValue, dict[str, Any]]] = []
    for entry, row in zip(entries, rows, strict=True):
        old = standing.get(entry.key)
        if old is None:
            created.append(row)
        elif _stated(old) != _stated(row):
            changed.append((old, _stated(old)))
            _take_over(old, row)
    _store(created, [row for row, _before in changed])
    _record_created(created, by)
    for row, before in changed:
        record_event("value_corrected", row, by=by, before=before, after=_stated(row))
    unchanged = len(entries) - len(created) - len(changed)
    return Reported(len(created), len(changed), unchanged)


@transaction.atomic
def report_value(entry: ValueEntry, *, by: "User | None") -> ReportedValue:
    """Store one figure and return its row. Raises RefusedValuesError like `report_values`."""
    report_values([entry], by=by)
    indicator, unit, period, series = entry.key
    return ReportedValue.objects.get(indicator=indicator, unit=unit, period=period, series=series)


@transaction.atomic
def withdraw_value(value: ReportedValue, *, reason: str, by: "User") -> None:
    """Take back a figure that should not have been reported; it counts as missing again.

    Raises:
        ValidationError: no reason, or the account does not report this figure.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("State why the figure is taken back.")})
    check_may_report(value, by)
    before = {**_stated(value), "period": value.period, "series": value.series}
    record_event("value_withdrawn", value, by=by, before=before, after={"reason": reason})
    value.delete()


def check_may_report(value: ReportedValue, by: "User") -> None:
    """Raise ValidationError unless the account reports this figure."""
    if not reporting_scope(by).covers(value.indicator, value.unit):
        raise ValidationError(_not_yours(value.indicator, value.unit), code="not_yours")


def _row(entry: ValueEntry, by: "User | None") -> ReportedValue:
    return ReportedValue(
        indicator=entry.indicator,
        unit=entry.unit,
        period=entry.period,
        series=entry.series,
        value=entry.value,
        unit_of_measure=entry.unit_of_measure or entry.indicator.unit_of_measure,
        source_department=entry.source_department,
        note=entry.note,
        reported_by=by,
        reported_at=timezone.now(),
    )


def _faults(
    entries: Sequence[ValueEntry], rows: Sequence[ReportedValue], by: "User | None"
) -> dict[int, list[str]]:
    scope = reporting_scope(by) if by else None
    errors: dict[int, list[str]] = defaultdict(list)
    seen: set[Key] = set()
    for index, (entry, row) in enumerate(zip(entries, rows, strict=True)):
        if scope and not scope.covers(entry.indicator, entry.unit):
            errors[index].append(_not_yours(entry.indicator, entry.unit))
        if entry.key in seen:
            errors[index].append(_("This figure stands twice in the report."))
        seen.add(entry.key)
        errors[index] += _row_faults(row)
    return {index: texts for index, texts in errors.items() if texts}


def _row_faults(row: ReportedValue) -> list[str]:
    texts = []
    try:
        # Existence and uniqueness are not asked here: that would be a query for every figure.
        row.clean_fields(exclude=["indicator", "unit", "reported_by"])
    except ValidationError as error:
        texts += error.messages
    if row.unit_id is None and row.series not in ReportedValue.COMMON:
        texts.append(_("Only a benchmark may stand without a unit."))
    own = row.indicator.unit_of_measure
    if row.unit_of_measure and own and not same_dimension(row.unit_of_measure, own):
        texts.append(
            _("%(given)s cannot be converted to %(own)s, in which “%(indicator)s” is measured.")
            % {"given": row.unit_of_measure, "own": own, "indicator": row.indicator}
        )
    return texts


def _standing(entries: Sequence[ValueEntry]) -> dict[Key, ReportedValue]:
    """The rows that the entries would correct, held until the transaction ends."""
    rows = ReportedValue.objects.select_for_update(of=("self",)).filter(
        indicator__in={entry.indicator.pk for entry in entries},
        period__in={entry.period for entry in entries},
        series__in={entry.series for entry in entries},
    )
    units = {entry.unit.pk for entry in entries if entry.unit}
    if len(units) == 1 and all(entry.unit for entry in entries):
        rows = rows.filter(unit__in=units)
    return {(row.indicator_id, row.unit_id, row.period, row.series): row for row in rows}


def _store(created: list[ReportedValue], changed: list[ReportedValue]) -> None:
    try:
        with transaction.atomic():
            ReportedValue.objects.bulk_create(created, batch_size=2000)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody reported one of these figures at the same moment. Load the page again."),
            code="raced",
        ) from error
    fields = [*STATED, "reported_by", "reported_at"]
    ReportedValue.objects.bulk_update(changed, fields, batch_size=500)


def _take_over(old: ReportedValue, row: ReportedValue) -> None:
    # With the objects at hand, so that naming the figure in the audit trail asks for neither.
    for name in (*STATED, "reported_by", "reported_at", "indicator", "unit"):
        setattr(old, name, getattr(row, name))


def _stated(row: ReportedValue) -> dict[str, Any]:
    return {name: getattr(row, name) for name in STATED}


def _record_created(rows: Sequence[ReportedValue], by: "User | None") -> None:
    """One event an indicator, period and series: a row for every figure would double the table."""
    batches: dict[tuple[int, str, str], list[ReportedValue]] = defaultdict(list)
    for row in rows:
        batches[row.indicator_id, row.period, row.series].append(row)
    for (_key, period, series), batch in batches.items():
        figures = {
            row.unit.code if row.unit else "": f"{row.value} {row.unit_of_measure}" for row in batch
        }
        after = {"period": period, "series": series, "figures": figures}
        event = record_event("values_reported", batch[0].indicator, by=by, after=after)
        mention_rows(event, ReportedValue, created=[row.pk for row in batch])


def _not_yours(indicator: Indicator, unit: Unit | None) -> str:
    return _("You do not report “%(indicator)s” of %(unit)s.") % {
        "indicator": indicator,
        "unit": unit or _("all units"),
    }
