"""Whom to think of for the next groups: people who showed a strength and may be placed."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from evaluators.models import Evaluator, FieldPlan, Tag
from evaluators.selectors.fitness import fit_for_duty


def picks_on(day: dt.date) -> QuerySet[Evaluator]:
    """Evaluators who may be placed on a day and carry a strength tag, in the order of names.

    Each carries `strengths`, and how often somebody served or learned in the field: `times_served`
    and `practice_count`. It is a list to choose from, no ranking.
    """
    strengths = Tag.objects.filter(kind=Tag.Kind.STRENGTH)
    shown = Evaluator.tags.through.objects.filter(evaluator=OuterRef("pk"), tag__in=strengths)
    return (
        fit_for_duty(day)
        .filter(Exists(shown))
        .annotate(
            times_served=Count(
                "seats", distinct=True, filter=~Q(seats__group__plan__state=FieldPlan.State.DRAFT)
            ),
            practice_count=Count("practices", distinct=True),
        )
        .select_related("home_unit")
        .prefetch_related(Prefetch("tags", strengths, to_attr="strengths"))
        .order_by("name", "pk")
    )
