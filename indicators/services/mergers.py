"""Keeping the register of merged assessments."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from indicators.models import MergedAssessment, MergedDatum
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

RECORDED = ("name", "domain", "department", "level", "year", "basis")


@transaction.atomic
def save_merger(
    merger: MergedAssessment | None,
    *,
    data: Sequence[Mapping[str, Any]],
    by: "User",
    **fields: Any,
) -> MergedAssessment:
    """Enter an assessment into the register (None) or replace what is known of one.

    Args:
        data: fields of every datum it asks for; what is not among them is forgotten.

    Raises:
        ValidationError: a field is wrong, a code stands twice, or the register has it already.
        PermissionDenied: the register of this domain is kept by another office.
    """
    is_new = merger is None
    merger = merger or MergedAssessment()
    before = {} if is_new else _facts(MergedAssessment.objects.get(pk=merger.pk))
    for name, value in fields.items():
        setattr(merger, name, value)
    merger.full_clean()
    merger.save()
    if not MergedAssessment.objects.in_charge_of(by).filter(pk=merger.pk).exists():
        raise PermissionDenied
    merger.data.all().delete()
    for facts in data:
        datum = MergedDatum(assessment=merger, **facts)
        datum.full_clean()
        datum.save()
    action = "merger_created" if is_new else "merger_edited"
    record_event(action, merger, by=by, before=before, after=_facts(merger))
    return merger


@transaction.atomic
def delete_merger(merger: MergedAssessment, *, by: "User") -> None:
    """Take an assessment out of the register, with what it asks for."""
    record_event("merger_deleted", merger, by=by, before=_facts(merger))
    merger.delete()


def _facts(merger: MergedAssessment) -> dict[str, Any]:
    facts = {name: merger.serializable_value(name) for name in RECORDED}
    return facts | {"rows": [f"{datum.code} {datum.name}" for datum in merger.data.all()]}
