"""Vetoes, downgrades and gates: facts that limit a proposed grade and never touch points."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessee, OverlayFact
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def record_overlay_fact(
    assessee: Assessee, *, effect: str, clause: str, fact: str, limit: str = "", by: User
) -> OverlayFact:
    """Record what bars or lowers an assessee's grade; it counts from the next run on.

    Raises:
        ValidationError: no clause or fact, or a limit that is no grade of the scheme.
    """
    entry = OverlayFact(
        assessee=assessee, effect=effect, clause=clause, fact=fact, limit=limit, recorded_by=by
    )
    entry.full_clean()
    if limit and not assessee.cycle.scheme.grades.filter(code=limit).exists():
        raise ValidationError({"limit": _("The scheme has no such grade.")})
    entry.save()
    record_event("overlay_fact_recorded", entry, by=by, after=_described(entry))
    return entry


@transaction.atomic
def withdraw_overlay_fact(overlay_fact: OverlayFact, *, reason: str, by: User) -> None:
    """Take a fact back, with the reason; runs already made keep it in their frozen inputs."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the fact is withdrawn.")})
    after = {"withdrawn": True, "reason": reason}
    record_event(
        "overlay_fact_withdrawn", overlay_fact, by=by, before=_described(overlay_fact), after=after
    )
    overlay_fact.delete()


def _described(entry: OverlayFact) -> dict[str, Any]:
    return {
        "assessee": entry.assessee_id,
        "effect": entry.effect,
        "limit": entry.limit,
        "clause": entry.clause,
        "fact": entry.fact,
    }
