"""What waits for people inside units: figures to report, reports to read."""

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import AssessmentCycle
from feedback.selectors.reports import reports_for
from feedback.selectors.waiting.figures import missing_figures, unexplained_figures
from feedback.selectors.waiting.items import Waiting
from indicators.selectors import ReportingScope, reporting_scope
from organization.models import User

MOST_SHOWN = 8


def reporter_work(user: User) -> list[Waiting]:
    """Figures of open cycles that the account may report and nobody has."""
    scope = reporting_scope(user)
    if scope.is_empty:
        return []
    cycles = {
        cycle.pk: cycle
        for cycle in AssessmentCycle.objects.filter(
            state=AssessmentCycle.State.OPEN
        ).prefetch_related("systems")
    }
    return [
        *unexplained_figures(scope),
        *_unreported(cycles, scope),
    ]


def _unreported(cycles: Mapping[int, AssessmentCycle], scope: ReportingScope) -> Iterator[Waiting]:
    for pk, count in missing_figures(cycles.values(), scope=scope).items():
        yield Waiting(
            ngettext(
                "%(cycle)s: %(count)s figure of yours has not been reported.",
                "%(cycle)s: %(count)s figures of yours have not been reported.",
                count,
            )
            % {"cycle": cycles[pk], "count": count},
            _("For you, before the office starts the run of %(period)s.")
            % {"period": cycles[pk].period},
            _figures_of(cycles[pk]),
        )


def _figures_of(cycle: AssessmentCycle) -> str:
    """The table of a cycle's first system; from there one unit or one indicator is reported."""
    first = min(system.pk for system in cycle.systems.all())
    return f"{reverse('indicators:value_list')}?system={first}&period={cycle.period}"


def reader_work(user: User) -> list[Waiting]:
    """Published reports of the account's units, newest first."""
    reports = reports_for(user).order_by("-group__publication", "assessee__key")
    return [
        Waiting(
            _("The health check report of %(unit)s can be read.") % {"unit": result.assessee.name},
            _("%(cycle)s, published %(day)s.")
            % {
                "cycle": result.group.run.cycle,
                "day": date_format(
                    timezone.localtime(result.group.publication.published_at), "DATE_FORMAT"
                ),
            },
            reverse("feedback:report_detail", args=[result.pk]),
        )
        for result in reports[:MOST_SHOWN]
    ]
