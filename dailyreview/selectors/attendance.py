"""Whose attendance an account keeps, and how much of it is there."""

from dataclasses import dataclass

from django.db.models import Count

from assessment.models import AssessmentCycle
from dailyreview.models import Quarter, QuarterRecord, attendance_units
from organization.models import Unit, User


@dataclass(frozen=True)
class UnitAttendance:
    """A unit in an open quarter: how many take part, and of how many the attendance is there."""

    quarter: Quarter
    unit: Unit
    people: int
    kept: int


def attendance_of(user: User) -> list[UnitAttendance]:
    """The open quarters of the units whose attendance the account keeps; three queries."""
    rows = list(
        QuarterRecord.objects.filter(
            assessee__unit__in=attendance_units(user),
            quarter__cycle__state=AssessmentCycle.State.OPEN,
        )
        .order_by("-quarter__plan__year", "-quarter__number", "assessee__unit__code")
        .values("quarter", "assessee__unit")
        .annotate(people=Count("pk"), kept=Count("attendance"))
    )
    quarters = Quarter.objects.select_related("cycle", "plan").in_bulk(
        {row["quarter"] for row in rows}
    )
    units = Unit.objects.in_bulk({row["assessee__unit"] for row in rows})
    return [
        UnitAttendance(
            quarters[row["quarter"]], units[row["assessee__unit"]], row["people"], row["kept"]
        )
        for row in rows
    ]


def kept_quarter(user: User, quarter: int, unit: int) -> UnitAttendance | None:
    """One of them; None where the account keeps no attendance."""
    found = (one for one in attendance_of(user) if (one.quarter.pk, one.unit.pk) == (quarter, unit))
    return next(found, None)
