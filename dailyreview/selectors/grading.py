"""What the last reviewer decides on: the unit's group in the newest complete run."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from assessment.models import (
    AssessmentCycle,
    GradeDecision,
    Result,
    RunGroup,
    SchemeGrade,
    ScoreRun,
)
from dailyreview.models import Quarter, QuarterRecord
from dailyreview.rules.chain import PRINCIPAL
from dailyreview.selectors.chain import posts_of
from organization.models import Unit, User


def group_of(quarter: Quarter, unit: Unit) -> RunGroup | None:
    """The comparison group of the unit's people in the newest complete run of the quarter."""
    groups = RunGroup.objects.filter(
        run__cycle=quarter.cycle_id,
        run__state=ScoreRun.State.COMPLETE,
        results__assessee__unit=unit,
    )
    return groups.select_related("run__cycle__scheme").order_by("-run").first()


def may_grade(unit: Unit, user: User, day: dt.date) -> bool:
    """Whether the account is the last reviewer of the unit's people on a day."""
    return any(post.role == PRINCIPAL and unit.pk in post.sections for post in posts_of(user, day))


def decided_grades(group: RunGroup) -> QuerySet[GradeDecision]:
    """The decisions in force on the group's run, with the grade as `grade_name`."""
    grades = SchemeGrade.objects.filter(scheme=group.run.cycle.scheme_id, code=OuterRef("grade"))
    decided = GradeDecision.objects.in_force().filter(
        run=group.run_id, assessee__results__group=group
    )
    return (
        decided.annotate(
            grade_name=Subquery(grades.values("name")[:1]),
            place=Subquery(grades.values("position")[:1]),
        )
        .select_related("assessee", "decided_by")
        .order_by("place", "assessee__key")
    )


@dataclass(frozen=True)
class UnitQuarter:
    """A unit's people in a quarter, for the last reviewer.

    Attributes:
        people, reviewed: records of the unit, and those whose chain is through.
        group: in the newest complete run; None before.
        undecided: how many in it have a total and no decision.
    """

    quarter: Quarter
    unit: Unit
    people: int
    reviewed: int
    group: RunGroup | None
    undecided: int


def gradeable_quarters(user: User, day: dt.date) -> list[UnitQuarter]:
    """Open quarters of the units whose last reviewer the account is; constant in queries."""
    places: set[int] = set()
    for post in posts_of(user, day):
        if post.role == PRINCIPAL:
            places |= post.sections
    counted = list(
        QuarterRecord.objects.filter(
            assessee__unit__in=places, quarter__cycle__state=AssessmentCycle.State.OPEN
        )
        .order_by("quarter__plan__year", "quarter__number", "assessee__unit")
        .values("quarter", "assessee__unit")
        .annotate(people=Count("pk"), reviewed=Count("pk", Q(state=QuarterRecord.State.REVIEWED)))
    )
    quarters = Quarter.objects.select_related("cycle", "plan").in_bulk(
        {row["quarter"] for row in counted}
    )
    units = Unit.objects.in_bulk({row["assessee__unit"] for row in counted})
    groups = _newest_groups([one.cycle_id for one in quarters.values()], units)
    undecided = _undecided_counts(groups.values())
    found = []
    for row in counted:
        quarter, unit = quarters[row["quarter"]], units[row["assessee__unit"]]
        group = groups.get((quarter.cycle_id, unit.pk))
        left = undecided.get(group.pk, 0) if group else 0
        found.append(UnitQuarter(quarter, unit, row["people"], row["reviewed"], group, left))
    return found


def _newest_groups(
    cycles: Collection[int], units: Collection[int]
) -> Mapping[tuple[int, int], RunGroup]:
    """By cycle and unit the group of the unit's people in the newest complete run."""
    groups = RunGroup.objects.filter(
        run__cycle__in=cycles,
        run__state=ScoreRun.State.COMPLETE,
        results__assessee__unit__in=units,
    )
    of_units = groups.annotate(of_unit=F("results__assessee__unit")).select_related("run")
    # The later run overwrites the earlier one.
    return {
        (group.run.cycle_id, group.of_unit): group for group in of_units.order_by("run").distinct()
    }


def _undecided_counts(groups: Iterable[RunGroup]) -> Mapping[int, int]:
    """By group how many have a total and no decision."""
    left = Result.objects.undecided().filter(total__isnull=False, group__in=list(groups))
    return dict(left.order_by("group").values_list("group").annotate(Count("pk")))
