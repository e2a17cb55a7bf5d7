"""Figures that open cycles still wait for."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q

from assessment.models import AssessmentCycle
from indicators.models import Exemption, ReportedValue, SystemNode
from indicators.selectors import ReportingScope


def missing_figures(
    cycles: Iterable[AssessmentCycle], *, scope: ReportingScope | None = None
) -> dict[int, int]:
    """How many actual values are missing, by cycle; cycles that lack none are left out.

    Args:
        scope: count only what an account may report.
    """
    reported = ReportedValue.objects.filter(
        indicator=OuterRef("indicator"),
        unit=OuterRef("assessed_unit"),
        period=OuterRef("assessed_period"),
        series=ReportedValue.Series.ACTUAL,
    )
    exempt = Exemption.objects.filter(node=OuterRef("pk"), unit=OuterRef("assessed_unit"))
    expected = SystemNode.objects.filter(
        source=SystemNode.Source.REPORTED,
        system__assessees__cycle__in=[cycle.pk for cycle in cycles],
    ).annotate(
        assessed_cycle=F("system__assessees__cycle"),
        assessed_unit=F("system__assessees__unit"),
        assessed_period=F("system__assessees__cycle__period"),
    )
    if scope is not None and not scope.everywhere:
        expected = expected.filter(
            Q(assessed_unit__in=scope.units)
            | Q(indicator__owner=scope.owner, indicator__owner__isnull=False)
        )
    counts = (
        expected.filter(~Exists(reported), ~Exists(exempt))
        .order_by()
        .values_list("assessed_cycle")
        .annotate(missing=Count("pk"))
    )
    return dict(counts)
