"""What decided results were used for: recorded, withdrawn, never changed."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import GradeDecision
from feedback.models import ResultUse
from feedback.models.uses import MOST_PLACES, decided_in_domains
from organization.models import Role, User
from organization.services.audit import mention_rows, record_event

AT_ONCE = 500
Kind = ResultUse.Kind
# A field and the reason against what stands in it.
Refusal = tuple[str, str]


@transaction.atomic
def record_uses(
    decisions: Collection[GradeDecision],
    *,
    kind: str,
    used_on: dt.date,
    document: str = "",
    body: str = "",
    places: int = 1,
    note: str = "",
    by: User,
) -> list[ResultUse]:
    """Record that results were used for one thing, or for nothing: all of them or none.

    Raises:
        PermissionDenied: a result of a domain that the account does not keep.
        ValidationError: nothing chosen (`nothing`), a decision replaced meanwhile (`replaced`), or
            what `refusals_of` says, by field.
    """
    keys = {decision.pk for decision in decisions}
    # Whoever records about the same result waits here: it is not both used and marked as not used.
    kept = GradeDecision.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    locked = list(kept.select_related("assessee").order_by("pk"))
    _refuse_unkept(locked, keys, by)
    facts = {"kind": kind, "used_on": used_on, "document": document, "body": body}
    uses = [
        ResultUse(decision=one, places=places, note=note, recorded_by=by, **facts) for one in locked
    ]
    standing = standing_uses(keys)
    for use in uses:
        _raise_first(use, refusals_of(use, standing.get(use.decision_id, ())))
    ResultUse.objects.bulk_create(uses, batch_size=AT_ONCE)
    after = {**facts, "places": places, "note": note, "created": len(uses)}
    event = record_event("uses_recorded", uses[0], by=by, after=after)
    mention_rows(event, ResultUse, created=[use.pk for use in uses[1:]])
    return uses


@transaction.atomic
def withdraw_use(use: ResultUse, *, reason: str, by: User) -> None:
    """Take back what was recorded by mistake; the row stays with the reason.

    Raises:
        PermissionDenied: the account does not keep the domain.
        ValidationError: no reason, or withdrawn before (`withdrawn`).
    """
    if not ResultUse.objects.editable_by(by).filter(pk=use.pk).exists():
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is withdrawn.")})
    # The row count is the lock: of two clerks pressing the button, one gets 0.
    standing = ResultUse.objects.standing().filter(pk=use.pk)
    if not standing.update(
        withdrawn_by=by, withdrawn_at=timezone.now(), withdrawal_reason=reason.strip()
    ):
        raise ValidationError(_("This use is withdrawn already."), code="withdrawn")
    record_event("use_withdrawn", use, by=by, after={"reason": reason.strip()})


@transaction.atomic
def record_share_export(*, year: str, by: User) -> None:
    """Write down that the report of a year left the house in a file."""
    record_event("useshares_exported", by, by=by, after={"period": year})


def standing_uses(decisions: Collection[int]) -> Mapping[int, Sequence[ResultUse]]:
    """What stands already, by the key of the decision."""
    found: dict[int, list[ResultUse]] = {}
    for use in ResultUse.objects.standing().filter(decision__in=decisions):
        found.setdefault(use.decision_id, []).append(use)
    return found


def refusals_of(use: ResultUse, standing: Sequence[ResultUse]) -> Iterator[Refusal]:
    """Every reason against a use that is not stored yet, with the field it is about.

    Args:
        standing: what stands already for the same decision.
    """
    yield from _refusals_of_day(use)
    yield from _refusals_of_grounds(use)
    if use.kind in ResultUse.PERSONAL_KINDS and use.decision.assessee.appointment_id is None:
        yield "kind", _("This is for persons; the result is that of a unit.")
    if use.places < 1 or use.places > MOST_PLACES:
        yield "places", _("From 1 to %(most)s places.") % {"most": MOST_PLACES}
    elif use.places > 1 and use.kind != Kind.TRAINING:
        yield "places", _("Only training carries a number of places.")
    yield from _refusals_beside(use, standing)


def _refusals_of_day(use: ResultUse) -> Iterator[Refusal]:
    if use.used_on < use.decision.decided_on:
        words = _("The grade was decided on %(day)s; a use cannot be earlier.")
        yield "used_on", words % {"day": use.decision.decided_on.isoformat()}
    if use.used_on > timezone.localdate():
        yield "used_on", _("This day lies ahead; record a use once it is decided.")


def _refusals_of_grounds(use: ResultUse) -> Iterator[Refusal]:
    if use.kind == Kind.NOT_USED:
        if not use.note:
            yield "note", _("Say why the result is not used.")
        return
    if not use.document:
        yield "document", _("Give the number of the decision that used the result.")
    if not use.body:
        yield "body", _("Say which body decided it.")


def _refusals_beside(use: ResultUse, standing: Sequence[ResultUse]) -> Iterator[Refusal]:
    marked = [one for one in standing if one.kind == Kind.NOT_USED]
    if use.kind == Kind.NOT_USED:
        if len(marked) < len(standing):
            yield "kind", _("This result was used; withdraw that first.")
        elif marked:
            yield "kind", _("This result is marked as not used already.")
    elif marked:
        yield "kind", _("This result is marked as not used; withdraw that first.")
    same = (use.kind, use.used_on, use.document)
    if any((one.kind, one.used_on, one.document) == same for one in standing if not marked):
        yield "document", _("This use is recorded already.")


def _raise_first(use: ResultUse, refusals: Iterator[Refusal]) -> None:
    """Of many results the first that is refused is named."""
    reasons: dict[str, str] = dict(reversed(list(refusals)))
    if reasons:
        words = _("%(who)s: %(why)s")
        who = use.decision.assessee.name
        raise ValidationError(
            {field: words % {"who": who, "why": why} for field, why in reasons.items()}
        )


def _refuse_unkept(locked: Sequence[GradeDecision], keys: Collection[int], by: User) -> None:
    if not keys:
        raise ValidationError(_("Choose at least one result."), code="nothing")
    mine = GradeDecision.objects.filter(decided_in_domains(by, [Role.OFFICE_STAFF]), pk__in=keys)
    if not by.has_role(Role.OFFICE_STAFF) or mine.count() < len(keys):
        raise PermissionDenied
    if any(one.superseded_by_id for one in locked):
        raise ValidationError(
            _("One of the grades was decided anew meanwhile. Load the page again."), code="replaced"
        )
