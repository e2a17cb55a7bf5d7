"""How far a quarter is, unit by unit: counts of records, never of log-ins (G-26, PAIN-02)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from dailyreview.models import Quarter, QuarterRecord
from organization.models import Unit, User

STATES = QuarterRecord.State


@dataclass(frozen=True)
class UnitProgress:
    """The records of one unit by where they are."""

    unit: str
    people: int
    writing: int
    in_review: int
    reviewed: int
    decided: int


def progress_of(quarter: Quarter, user: User) -> list[UnitProgress]:
    """A row for each unit of the quarter that the account sees, in one query."""
    rows = (
        QuarterRecord.objects.filter(
            quarter=quarter, assessee__unit__in=Unit.objects.visible_to(user)
        )
        .order_by("assessee__unit__code")
        .values("assessee__unit", "assessee__unit__name")
        .annotate(
            people=Count("pk", distinct=True),
            writing=Count("pk", Q(state__in=[STATES.DRAFT, STATES.RETURNED]), distinct=True),
            in_review=Count("pk", Q(state=STATES.IN_REVIEW), distinct=True),
            reviewed=Count("pk", Q(state=STATES.REVIEWED), distinct=True),
            decided=Count(
                "pk",
                Q(assessee__decisions__isnull=False, assessee__decisions__superseded_by=None),
                distinct=True,
            ),
        )
    )
    return [
        UnitProgress(
            row["assessee__unit__name"],
            row["people"],
            row["writing"],
            row["in_review"],
            row["reviewed"],
            row["decided"],
        )
        for row in rows
    ]
