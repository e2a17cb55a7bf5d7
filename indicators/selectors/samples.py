"""A group to try a comparing rule on: what units reported last, else a sample."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.models import Indicator, ReportedValue
from indicators.rules.trees import plain

MOST = 30


@dataclass(frozen=True)
class SampleGroup:
    """Figures as they are typed, and where they come from."""

    text: str
    label: str


def sample_group(indicator: Indicator | None) -> SampleGroup:
    """The figures of the last period in which units reported an indicator; else made-up ones."""
    figures = ReportedValue.objects.filter(
        indicator=indicator, series=ReportedValue.Series.ACTUAL, unit__isnull=False
    )
    last = figures.order_by("-period").first() if indicator else None
    if last is None:
        return SampleGroup("60 70 80 90 100", _("A sample group, made up: type figures of yours"))
    values = figures.filter(period=last.period, unit_of_measure=last.unit_of_measure)
    found = [plain(value) for value in values.values_list("value", flat=True)[:MOST]]
    label = _("The group: %(count)d figures of %(period)s") % {
        "count": len(found),
        "period": last.period,
    }
    return SampleGroup(" ".join(found), label)
