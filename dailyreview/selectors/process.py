"""What moves the share of the best grade: steps in force, process scores, shares that differ."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from assessment.models import UnitShare
from dailyreview.models import DailyPlan, GuidanceVisit, ProcessStep, Quarter


def steps_in_force(plan: DailyPlan, number: int) -> QuerySet[ProcessStep]:
    """The steps of a quarter: those of the latest day that has come."""
    dated = ProcessStep.objects.filter(plan=plan, from_quarter__lte=number)
    newest = dated.order_by("-from_quarter").values("from_quarter")[:1]
    return dated.filter(from_quarter=newest)


def scored_visits(quarter: Quarter) -> Mapping[int, GuidanceVisit]:
    """By unit the newest visit with a score, of an earlier quarter of this year or of last year."""
    earlier = Q(quarter__plan__year=quarter.plan.year, quarter__number__lt=quarter.number) | Q(
        quarter__plan__year=quarter.plan.year - 1
    )
    visits = GuidanceVisit.objects.filter(
        earlier, quarter__plan__domain=quarter.plan.domain_id, process_score__isnull=False
    )
    # The later visit overwrites the earlier one.
    return {visit.unit_id: visit for visit in visits.order_by("visited_on", "pk")}


def shares_of(quarter: Quarter) -> QuerySet[UnitShare]:
    """Units whose share of the best grade differs from the scheme's, with why."""
    shares = UnitShare.objects.filter(cycle=quarter.cycle_id)
    return shares.select_related("unit", "quota__grade").order_by("unit__code", "quota")
