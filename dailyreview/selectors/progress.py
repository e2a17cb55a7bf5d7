"""How far a quarter is, unit by unit: counts of records, never of log-ins (G-26, PAIN-02)."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from dailyreview.models import (
    ColleagueComment,
    Quarter,
    QuarterRecord,
    Reminder,
    WorkEntry,
    WorkGoal,
)
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


@dataclass(frozen=True)
class UnitStages:
    """How many people of a unit have each stage; of shortcomings how many there are and closed."""

    unit: str
    people: int
    goals: int
    records: int
    reviewed: int
    commented: int
    told: int
    acknowledged: int
    reminders: int
    closed: int
    ad_hoc: int


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


def unit_stages(quarter: Quarter, user: User) -> list[UnitStages]:
    """A row for each unit of the quarter that the account sees, in three queries."""
    goals = WorkGoal.objects.filter(
        plan=quarter.plan_id, appointment__cadre=OuterRef("assessee__appointment__cadre")
    )
    records = QuarterRecord.objects.filter(
        quarter=quarter, assessee__unit__in=Unit.objects.visible_to(user)
    )
    said = ColleagueComment.objects.filter(record=OuterRef("pk"))
    rows = (
        records.annotate(has_goal=Exists(goals), has_comment=Exists(said))
        .order_by("assessee__unit__code")
        .values("assessee__unit", "assessee__unit__name")
        .annotate(
            people=Count("pk"),
            goals=Count("pk", Q(has_goal=True)),
            records=Count("pk", Q(submitted_at__isnull=False) & ~Q(state=STATES.RETURNED)),
            reviewed=Count("pk", Q(state=STATES.REVIEWED)),
            commented=Count("pk", Q(has_comment=True)),
            told=Count("feedback"),
            acknowledged=Count("feedback__acknowledged_at"),
        )
    )
    told = {
        unit: (count, closed)
        for unit, count, closed in Reminder.objects.filter(record__quarter=quarter)
        .order_by()
        .values_list("record__assessee__unit")
        .annotate(count=Count("pk"), closed=Count("closed_at"))
    }
    ad_hoc = ad_hoc_counts(quarter)
    return [
        UnitStages(
            unit=row["assessee__unit__name"],
            people=row["people"],
            goals=row["goals"],
            records=row["records"],
            reviewed=row["reviewed"],
            commented=row["commented"],
            told=row["told"],
            acknowledged=row["acknowledged"],
            reminders=told.get(row["assessee__unit"], (0, 0))[0],
            closed=told.get(row["assessee__unit"], (0, 0))[1],
            ad_hoc=ad_hoc.get(row["assessee__unit"], 0),
        )
        for row in rows
    ]


def ad_hoc_counts(quarter: Quarter) -> dict[int, int]:
    """By unit the ad-hoc tasks in the records that are handed in (PAIN-03)."""
    entries = WorkEntry.objects.filter(
        record__quarter=quarter,
        record__state__in=[STATES.IN_REVIEW, STATES.REVIEWED],
        kind=WorkEntry.Kind.AD_HOC,
    )
    return dict(entries.order_by().values_list("record__assessee__unit").annotate(Count("pk")))
