"""Advice by rule: what the figures themselves suggest doing next, without praise or blame."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.content import listed
from feedback.rules.health_check import HealthCheck, Line, most_lost

MOST_NAMED = 3


def advice_for(check: HealthCheck) -> tuple[str, ...]:
    """Sentences for the report, the most pressing first."""
    sentences = [
        *_on_missing(check),
        *_on_trailing(check),
        *_on_prospect(check),
        *_on_concentration(check),
        *_on_trend(check),
    ]
    return tuple(sentences or [_("Keep to the present course; nothing was lost.")])


def _on_missing(check: HealthCheck) -> Iterator[str]:
    if check.missing:
        yield _("Report the missing values: %(names)s.") % {"names": listed(check.missing)}


def _on_trailing(check: HealthCheck) -> Iterator[str]:
    """Leaves below the category's median: what others of the category already do."""
    behind = check.below_median
    if not behind:
        return
    yield ngettext(
        "%(count)s indicator lies below the category's median; bringing it there is worth "
        "%(points)s points. Begin with %(names)s.",
        "%(count)s indicators lie below the category's median; bringing them there is worth "
        "%(points)s points. Begin with %(names)s.",
        len(behind),
    ) % {
        "count": len(behind),
        "points": _sum_of_nearest(check, behind),
        "names": listed([line.name for line in behind[:MOST_NAMED]]),
    }


def _on_prospect(check: HealthCheck) -> Iterator[str]:
    """What the nearest step in each of the biggest losses would come to."""
    steps = [line for line in check.losses[:MOST_NAMED] if line.regains]
    if check.total is None or not steps:
        return
    gain = _sum_of_nearest(check, steps)
    total = check.total + gain
    yield _(
        "The nearest step in the biggest losses (%(names)s) is worth %(points)s points: a total "
        "of %(total)s, place %(place)s if all others stay as they are."
    ) % {
        "names": listed([line.name for line in steps]),
        "points": gain,
        "total": total,
        "place": check.place_with(total),
    }


def _on_concentration(check: HealthCheck) -> Iterator[str]:
    section = most_lost(check.sections)
    lost = sum((line.lost for line in check.sections if line.lost > 0), Decimal(0))
    if section is None or len(check.sections) < 2:
        return
    share = (section.lost * 100 / lost).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    sentence = _("%(name)s holds %(share)s%% of all points lost.")
    yield sentence % {"name": section.name, "share": share}


def _on_trend(check: HealthCheck) -> Iterator[str]:
    if len(check.trend) < 2 or check.total is None:
        return
    before, now = check.trend[-2], check.trend[-1]
    if before.share is None or now.share is None or now.share >= before.share:
        return
    facts = {"period": before.period, "change": before.share - now.share}
    sentence = _("The share of full marks is %(change)s percentage points below %(period)s.")
    yield sentence % facts


def _sum_of_nearest(check: HealthCheck, lines: list[Line]) -> Decimal:
    return sum((check.shown(line.regains[0].points) for line in lines), Decimal(0))
