"""Changes in the course of a year: a new version from a day on, with the reason (IND-26)."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem
from indicators.selectors.versions import date_refusals, open_version
from indicators.services.drafts import hold_draft
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User


@transaction.atomic
def date_version(
    system: IndicatorSystem, *, since: dt.date | None, reason: str, by: "User | None"
) -> None:
    """Say from which day a draft is to be in force, and why it differs from the version before.

    Raises:
        ValidationError: no draft, or on that day two versions would be in force.
    """
    hold_draft(system)
    for refusal in date_refusals(system, since, reason):
        raise ValidationError(f"{refusal.message} {refusal.remedy}", code=refusal.code)
    before = _dates(system)
    system.in_force_from, system.change_reason = since, reason
    system.full_clean()
    system.save(update_fields=["in_force_from", "change_reason"])
    record_event("system_edited", system, by=by, before=before, after=_dates(system))


def end_before(system: IndicatorSystem, *, by: "User") -> None:
    """End the version before a new one on the day before it; part of publishing it.

    Raises:
        ValidationError: another version came into force meanwhile.
    """
    standing = open_version(system)
    if standing is None or system.in_force_from is None:
        return
    last_day = system.in_force_from - dt.timedelta(days=1)
    # The row count is the lock: of two versions published at once, one finds nothing to end.
    ended = IndicatorSystem.objects.filter(pk=standing.pk, in_force_until__isnull=True).filter(
        Q(in_force_from__isnull=True) | Q(in_force_from__lt=system.in_force_from)
    )
    if not ended.update(in_force_until=last_day):
        raise ValidationError(
            _("Another version came into force meanwhile. Look at the versions again."),
            code="overlap",
        )
    record_event(
        "system_superseded",
        standing,
        by=by,
        before={"in_force_until": None},
        after={"in_force_until": last_day, "reason": system.change_reason},
    )


def _dates(system: IndicatorSystem) -> dict[str, object]:
    return {"in_force_from": system.in_force_from, "change_reason": system.change_reason}
