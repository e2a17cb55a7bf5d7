"""Quarters: opened as a cycle of the common kind, each person with a record that is begun."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle
from assessment.services.cycles import create_cycle, open_cycle
from dailyreview.models import DailyPlan, Quarter, QuarterRecord, WorkEntry, WorkGoal
from dailyreview.services.process import change_shares
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def open_quarter(
    plan: DailyPlan,
    *,
    number: int,
    day: dt.date,
    records_due_on: dt.date,
    reviews_due_on: dt.date,
    by: User,
) -> Quarter:
    """Open a quarter: freeze who takes part on a day, and begin a record for each of them.

    A record begins with the goals of the year that are not done yet, and with the work that the
    last quarter left undone.

    Raises:
        ValidationError: open already, no unit takes part by then, or what `open_cycle` refuses.
    """
    plan = DailyPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.quarters.filter(number=number).exists():
        raise ValidationError(_("This quarter is open already."), code="open")
    units = list(plan.pilots.filter(first_quarter__lte=number).values_list("unit", flat=True))
    if not units:
        raise ValidationError(_("No unit takes part in this quarter yet."), code="nobody")
    with translation.override(settings.LANGUAGE_CODE):
        name = _("%(plan)s, quarter %(number)s") % {"plan": plan.name, "number": number}
    cycle = create_cycle(
        name=name,
        kind=AssessmentCycle.Kind.DAILY,
        period=f"{plan.year}Q{number}",
        scheme=plan.scheme,
        systems=plan.systems.all(),
        by=by,
    )
    cycle.units.set(units)
    open_cycle(cycle, day=day, by=by)
    quarter = Quarter(
        plan=plan,
        number=number,
        cycle=cycle,
        records_due_on=records_due_on,
        reviews_due_on=reviews_due_on,
    )
    quarter.full_clean()
    quarter.save()
    change_shares(quarter, by=by)
    count = _begin_records(quarter)
    record_event("quarter_opened", quarter, by=by, after={"day": day, "records": count})
    return quarter


def _begin_records(quarter: Quarter) -> int:
    assessees = Assessee.objects.filter(cycle=quarter.cycle_id, appointment__isnull=False)
    records = QuarterRecord.objects.bulk_create(
        [
            QuarterRecord(
                quarter=quarter, assessee=assessee, section_id=assessee.appointment.unit_id
            )
            for assessee in assessees.select_related("appointment")
            if assessee.appointment
        ],
        batch_size=1000,
    )
    goals, left = _open_goals(quarter), _left_undone(quarter)
    entries = []
    for record in records:
        appointment = record.assessee.appointment_id
        entries += _numbered(record, [*goals.get(appointment, ()), *left.get(appointment, ())])
    WorkEntry.objects.bulk_create(entries, batch_size=1000)
    return len(records)


def _open_goals(quarter: Quarter) -> Mapping[int | None, list[WorkEntry]]:
    found: dict[int | None, list[WorkEntry]] = defaultdict(list)
    for goal in WorkGoal.objects.filter(plan=quarter.plan_id, done_on__isnull=True):
        kinds = WorkEntry.Kind
        found[goal.appointment_id].append(
            WorkEntry(
                kind=kinds.HANDED_DOWN if goal.handed_down_by_id else kinds.KEY,
                goal=goal,
                title=goal.title,
                standard=goal.standard,
                due_on=goal.due_on,
            )
        )
    return found


def _left_undone(quarter: Quarter) -> Mapping[int | None, list[WorkEntry]]:
    found: dict[int | None, list[WorkEntry]] = defaultdict(list)
    last = WorkEntry.objects.filter(
        record__quarter__plan=quarter.plan_id,
        record__quarter__number=quarter.number - 1,
        is_done=False,
        goal__isnull=True,
    )
    for entry in last.select_related("record__assessee"):
        found[entry.record.assessee.appointment_id].append(copied(entry))
    return found


def copied(entry: WorkEntry) -> WorkEntry:
    """The same piece of work for another record: what was done is written anew."""
    return WorkEntry(
        kind=entry.kind,
        goal_id=entry.goal_id,
        title=entry.title,
        standard=entry.standard,
        due_on=entry.due_on,
    )


def _numbered(record: QuarterRecord, entries: Iterable[WorkEntry]) -> list[WorkEntry]:
    numbered = []
    for position, entry in enumerate(entries):
        entry.record, entry.position = record, position
        numbered.append(entry)
    return numbered
