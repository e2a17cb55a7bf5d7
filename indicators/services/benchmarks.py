"""Average and best of the units' figures, stored for rules to read (IND-10)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem
from indicators.selectors.gaps import Field, fields_of
from indicators.selectors.reporting import ReportingScope, reporting_scope
from indicators.selectors.values import AVERAGE, BEST
from indicators.services.values import Reported, ValueEntry, report_values

if TYPE_CHECKING:
    from organization.models import User

# Beyond this many names a note only counts them.
MOST_NAMES = 3


@transaction.atomic
def store_benchmarks(system: IndicatorSystem, period: str, *, by: "User") -> Reported:
    """Compute average and best of each reported indicator over the system's units and store both.

    They hold for every unit. Figures under review are left out. What stands already is corrected,
    so that a figure settled since then can be taken in. Audit: as for any reported figure.

    Raises:
        ValidationError: no indicator whose common figures the account reports has enough figures.
    """
    scope = reporting_scope(by)
    fields = {field.leaf.node.indicator_id: field for field in fields_of(system, period, user=by)}
    entries = [entry for field in fields.values() for entry in _entries(field, period, scope)]
    if not entries:
        raise ValidationError(
            _("No indicator with enough figures, or you do not report what holds for all units."),
            code="nothing",
        )
    return report_values(entries, by=by)


def _entries(field: Field, period: str, scope: ReportingScope) -> Sequence[ValueEntry]:
    indicator = field.leaf.node.indicator
    if indicator is None or not scope.covers(indicator, None):
        return []
    found = []
    count = {"count": len(field.values)}
    if field.own_average is not None:
        note = _("Mean of %(count)s units") % count
        found.append(ValueEntry(indicator, None, period, field.own_average, AVERAGE, note=note))
    if field.own_best is not None:
        note = _leaders(field) or _("Best of %(count)s units") % count
        found.append(ValueEntry(indicator, None, period, field.own_best, BEST, note=note))
    return found


def _leaders(field: Field) -> str:
    best = [key for key, value in field.values.items() if value == field.own_best]
    named = len(best) <= MOST_NAMES and all(key in field.seen for key in best)
    return "、".join(field.seen[key].label for key in best) if named else ""
