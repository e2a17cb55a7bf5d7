"""What the written appraisal (个人鉴定) tells the home unit, from the records of a year."""

from dataclasses import dataclass

from django.utils import timezone

from evaluators.models import (
    Evaluator,
    EvaluatorReview,
    FieldPlan,
    PointsEntry,
    Seat,
    TrainingAttendance,
)
from organization.models import User


@dataclass(frozen=True)
class Appraisal:
    """The facts of one year.

    Attributes:
        seats: groups served in that the reader may see.
        served, units: how many groups in all, and how many units they visited.
        tasks: what was entered with points added, with how often: the points are not told.
        remarks: of the group leaders.
    """

    evaluator: Evaluator
    year: int
    seats: list[Seat]
    served: int
    units: int
    tasks: list[tuple[str, int]]
    trainings: int
    remarks: list[str]


def appraisal_of(evaluator: Evaluator, year: int, *, reader: User) -> Appraisal:
    """Collect the facts in a few queries; groups whose field work goes on are left out.

    Groups of domains that the reader does not answer for are counted and never named.
    """
    served = list(
        evaluator.seats.filter(
            group__plan__year=year, group__plan__ends_on__lt=timezone.localdate()
        )
        .exclude(group__plan__state=FieldPlan.State.DRAFT)
        .select_related("group__plan", "role")
        .prefetch_related("group__plan_units", "reviews")
        .order_by("group__plan", "group")
    )
    mine = set(Seat.objects.visible_to(reader).filter(evaluator=evaluator).values_list("pk"))
    seats = [seat for seat in served if (seat.pk,) in mine]
    remarks = [
        review.remark
        for seat in seats
        for review in seat.reviews.all()
        if review.source == EvaluatorReview.Source.LEADER
    ]
    attended = TrainingAttendance.objects.filter(evaluator=evaluator, session__held_on__year=year)
    return Appraisal(
        evaluator,
        year,
        seats,
        served=len(served),
        units=sum(len(seat.group.plan_units.all()) for seat in served),
        tasks=_tasks(evaluator, year),
        trainings=attended.count(),
        remarks=remarks,
    )


def _tasks(evaluator: Evaluator, year: int) -> list[tuple[str, int]]:
    entries = (
        PointsEntry.objects.standing()
        .of_year(year)
        .filter(evaluator=evaluator, item__points__gt=0)
        .select_related("item")
    )
    counted: dict[str, int] = {}
    for entry in entries:
        counted[entry.item.name] = counted.get(entry.item.name, 0) + entry.times
    return sorted(counted.items())
