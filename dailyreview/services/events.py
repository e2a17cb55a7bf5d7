"""Event files: people cited with their conduct, timely awards proposed and decided."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import AwardProposal, DossierEntry, EventCitation, EventFile
from dailyreview.services.dossier import record_entry
from organization.models import DOMAIN_ROLES, Cadre, Domain, User
from organization.services.audit import record_event, save_recorded

KIND_OF_CONDUCT = {
    DossierEntry.Side.POSITIVE: DossierEntry.Kind.MAJOR_TEST,
    DossierEntry.Side.NEGATIVE: DossierEntry.Kind.FAILURE,
}


def save_event(event: EventFile, *, by: User) -> None:
    """Open a file or correct what it says; raises PermissionDenied, ValidationError."""
    if not Domain.objects.editable_by(by).filter(pk=event.domain_id).exists():
        raise PermissionDenied
    save_recorded(event, by=by)


@transaction.atomic
def cite_person(
    event: EventFile,
    *,
    cadre: Cadre,
    part: str,
    conduct: str,
    fact: str,
    happened_on: dt.date,
    document: str,
    by: User,
) -> EventCitation:
    """Cite a person: the conduct goes to the dossier and waits there for a second person.

    Raises:
        PermissionDenied: not the office of the domain, a person it does not keep, or oneself.
        ValidationError: a day outside the event, and whatever `record_entry` refuses.
    """
    _check_keeper(event, by)
    if by.cadre_id == cadre.pk:
        raise PermissionDenied
    if happened_on < event.starts_on or (event.ends_on and happened_on > event.ends_on):
        raise ValidationError({"happened_on": _("This day lies outside the event.")})
    entry = record_entry(
        cadre,
        kind=KIND_OF_CONDUCT[DossierEntry.Side(conduct)],
        fact=fact,
        happened_on=happened_on,
        document=document,
        by=by,
    )
    citation = EventCitation(event=event, entry=entry, part=part)
    citation.full_clean()
    citation.save()
    after = {"event": event.pk, "fact": entry.receipt}
    record_event("event_person_recorded", citation, by=by, after=after)
    return citation


@transaction.atomic
def propose_award(citation: EventCitation, *, award: str, reason: str, by: User) -> AwardProposal:
    """Propose a timely award for good conduct that is confirmed.

    Raises:
        PermissionDenied: not the office of the domain, or for oneself.
        ValidationError: not confirmed, bad conduct, or proposed already.
    """
    _check_keeper(citation.event, by)
    if by.cadre_id and by.cadre_id == citation.entry.cadre_id:
        raise PermissionDenied
    if not citation.deserves_award:
        message = _("An award is proposed for good conduct that a second person has confirmed.")
        raise ValidationError(message, code="unconfirmed")
    if AwardProposal.objects.filter(citation=citation).exists():
        raise ValidationError(_("An award is proposed already."), code="proposed")
    proposal = AwardProposal(citation=citation, award=award, reason=reason, proposed_by=by)
    proposal.full_clean()
    proposal.save()
    record_event("award_proposed", proposal, by=by, after={"text": award, "reason": reason})
    return proposal


@transaction.atomic
def decide_award(proposal: AwardProposal, *, adopted: bool, words: str, by: User) -> None:
    """Adopt or decline a proposal; the award itself becomes a fact once its document is there.

    Raises:
        PermissionDenied: neither office nor committee of the domain, who proposed it, or the
            person meant.
        ValidationError: decided before, or declined without a reason.
    """
    proposals = AwardProposal.objects.visible_to(by).filter(pk=proposal.pk)
    if not by.has_role(*DOMAIN_ROLES) or not proposals.exclude(proposed_by=by).exists():
        raise PermissionDenied
    if not adopted and not words.strip():
        raise ValidationError({"words": _("Say why it is declined.")}, code="reason")
    state = AwardProposal.State.ADOPTED if adopted else AwardProposal.State.DECLINED
    # The row count is the lock: of two that decide, one gets 0.
    waiting = AwardProposal.objects.waiting().filter(pk=proposal.pk)
    if not waiting.update(state=state, words=words, decided_by=by, decided_at=timezone.now()):
        raise ValidationError(_("The proposal is decided already."), code="decided")
    record_event("award_decided", proposal, by=by, after={"state": state, "words": words})


def _check_keeper(event: EventFile, by: User) -> None:
    if not EventFile.objects.editable_by(by).filter(pk=event.pk).exists():
        raise PermissionDenied
