"""Batches of registration forms: a quarter or a year, of one unit or of all."""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import DailyPlan, FormBatch, Quarter, QuarterRecord
from dailyreview.paper import PRINTERS
from dailyreview.paper.registration import quarter_sheet, summary_sheet, year_sheet
from dailyreview.selectors.registration import (
    PersonQuarter,
    person_quarters,
    person_years,
    unit_summary,
)
from organization.models import Unit, User
from organization.paper.file_names import file_name
from organization.services.batches import Paper, Workshop


def order_forms(
    plan: DailyPlan, *, quarter: Quarter | None, unit: Unit | None, format: str, by: User
) -> FormBatch:
    """Queue the forms of everybody who handed in a record, as far as the account sees them.

    Args:
        quarter: with the summaries of the units; None for the forms of the year.

    Raises:
        ValidationError: nobody handed in a record (`no_forms`).
    """
    batch = FormBatch(plan=plan, quarter=quarter, unit=unit, format=format, requested_by=by)
    batch.total_count = _count(batch)
    if not batch.total_count:
        raise ValidationError(_("Nobody has handed in a record here."), code="no_forms")
    after = {
        "quarter": quarter and quarter.number,
        "unit": unit and unit.code,
        "format": format,
        "forms": batch.total_count,
    }
    return WORKSHOP.order(batch, by=by, after=after)


def cancel_forms(batch: FormBatch, *, by: User) -> None:
    """Stop a batch; raises ValidationError when it is finished (`finished`)."""
    WORKSHOP.cancel(batch, by=by)


def make_forms(batch_id: int) -> bool:
    """Make the ZIP of a queued batch, once; whether this call stored it."""
    return WORKSHOP.make(batch_id)


def sweep_forms() -> None:
    """Return the batches of dead workers to the queue and call for whoever was not fetched."""
    WORKSHOP.sweep()


def _records(batch: FormBatch) -> QuerySet[QuarterRecord]:
    records = QuarterRecord.objects.visible_to(batch.requested_by).filter(
        quarter__plan=batch.plan_id, submitted_at__isnull=False
    )
    if batch.quarter_id:
        records = records.filter(quarter=batch.quarter_id)
    return records.filter(assessee__unit=batch.unit_id) if batch.unit_id else records


def _count(batch: FormBatch) -> int:
    records = _records(batch).order_by()
    if batch.quarter_id:
        return records.count() + _units(batch).count()
    return records.values("assessee__appointment__cadre").distinct().count()


def _units(batch: FormBatch) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=_records(batch).values("assessee__unit")).order_by("code")


def _papers(batch: FormBatch) -> Iterator[Paper]:
    quarter = batch.quarter
    return _of_year(batch) if quarter is None else _of_quarter(batch, quarter)


def _of_quarter(batch: FormBatch, quarter: Quarter) -> Iterator[Paper]:
    draw, reader = PRINTERS[batch.format], batch.requested_by
    for one in person_quarters(_records(batch), reader):
        yield Paper(_name(batch, one), _day(batch), draw(quarter_sheet(one)))
    for unit in _units(batch):
        summary = unit_summary(quarter, unit, reader)
        if summary is not None:
            sheet = summary_sheet(summary)
            name = f"{_folder(unit)}/{file_name(sheet.title, suffix=batch.format)}"
            yield Paper(name, _day(batch), draw(sheet))


def _of_year(batch: FormBatch) -> Iterator[Paper]:
    draw = PRINTERS[batch.format]
    for year in person_years(_records(batch), batch.plan, batch.requested_by):
        yield Paper(_name(batch, year.quarters[-1]), _day(batch), draw(year_sheet(year)))


def _name(batch: FormBatch, one: PersonQuarter) -> str:
    # The key of the post behind the name: two of one name serve in one unit.
    name = file_name(one.post.cadre.name, str(one.post.pk), suffix=batch.format)
    return f"{_folder(one.record.assessee.unit)}/{name}"


def _folder(unit: Unit) -> str:
    return file_name(unit.code, unit.name)


def _day(batch: FormBatch) -> dt.date:
    return timezone.localdate(batch.requested_at)


WORKSHOP = Workshop(FormBatch, "dailyreview.tasks.make_forms_task", _papers)
