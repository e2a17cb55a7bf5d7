"""The list of plans with their figures."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from evaluators.models import AssessmentGroup, FieldPlan, PlanUnit, Seat
from organization.models import User


def listed_plans(user: User) -> QuerySet[FieldPlan]:
    """Plans that the account sees, with numbers of groups, units, seats and people."""
    groups = AssessmentGroup.objects.filter(plan=OuterRef("pk"))
    units = PlanUnit.objects.filter(plan=OuterRef("pk"))
    seats = Seat.objects.filter(group__plan=OuterRef("pk"))
    return FieldPlan.objects.visible_to(user).annotate(
        group_count=_count(groups, "plan"),
        unit_count=_count(units, "plan"),
        seat_count=_count(seats, "group__plan"),
        held_count=_count(seats.filter(evaluator__isnull=False), "group__plan"),
    )


def _count(rows: QuerySet[Any], by: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))
