"""Figures that open cycles still wait for, and odd ones that wait for an answer or an end."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import AssessmentCycle
from feedback.selectors.waiting.items import Waiting
from indicators.models import Exemption, FigureReview, ReportedValue, SystemNode
from indicators.selectors import ReportingScope
from organization.models import User


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


def odd_figures(user: User) -> Iterator[Waiting]:
    """Odd figures that the account's office has to settle, as one line with the first due date."""
    waiting = FigureReview.objects.in_charge_of(user).waiting()
    found = waiting.order_by().aggregate(count=Count("pk"), due=Min("due_on"))
    if found["count"]:
        yield Waiting(
            ngettext(
                "%(count)s odd figure waits to be settled.",
                "%(count)s odd figures wait to be settled.",
                found["count"],
            )
            % {"count": found["count"]},
            _("The first is due %(day)s; until then it is not scored.")
            % {"day": date_format(found["due"], "DATE_FORMAT")},
            reverse("indicators:review_list"),
        )


def unexplained_figures(scope: ReportingScope) -> Iterator[Waiting]:
    """Odd figures that the account reports and nobody has explained yet."""
    own = Q(unit__in=scope.units)
    if scope.owner is not None:
        own |= Q(indicator__owner=scope.owner)
    waiting = FigureReview.objects.waiting().filter(own, answered_at__isnull=True)
    found = waiting.order_by().aggregate(count=Count("pk"), due=Min("due_on"))
    if found["count"]:
        yield Waiting(
            ngettext(
                "%(count)s figure of yours looks odd and is to be explained.",
                "%(count)s figures of yours look odd and are to be explained.",
                found["count"],
            )
            % {"count": found["count"]},
            _("The first is due %(day)s; until then it is not scored.")
            % {"day": date_format(found["due"], "DATE_FORMAT")},
            reverse("indicators:review_list"),
        )
