"""Recommendations for a post: candidates, signatures, checks, statements in their order."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Candidate, CandidateCheck, CheckItem, Recommendation, Statement
from feedback.rules.check_items import ITEMS
from organization.models import DOMAIN_ROLES, Cadre, Role, Unit, User
from organization.services.audit import delete_recorded, record_event, save_recorded


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    is_clear: bool
    checked_on: dt.date
    document: str
    note: str = ""


@transaction.atomic
def load_check_items(*, by: User | None) -> int:
    """Lay down the checks that an installation begins with; those that exist stay as they are.

    Returns:
        How many were missing.
    """
    known = set(CheckItem.objects.values_list("code", flat=True))
    missing = [
        CheckItem(
            family=item.family,
            code=item.code,
            position=place,
            text=item.text,
            clause=item.clause,
        )
        for place, item in enumerate(ITEMS, start=1)
        if item.code not in known
    ]
    for row in missing:
        save_recorded(row, by=by)
    return len(missing)


def save_recommendation(
    recommendation: Recommendation | None,
    *,
    unit: Unit,
    post: str,
    places: int,
    rounds: int,
    by: User,
) -> Recommendation:
    """Record a post to fill, or correct it.

    Raises:
        PermissionDenied: a unit of a domain that the account does not keep.
        ValidationError: the fields break a rule.
    """
    if recommendation is None:
        recommendation = Recommendation(created_by=by)
    else:
        _refuse_stranger(recommendation, by)
    recommendation.unit, recommendation.post = unit, post
    recommendation.places, recommendation.rounds = places, rounds
    if not by.has_role(Role.OFFICE_STAFF) or not Unit.objects.editable_by(by).contains(unit):
        raise PermissionDenied
    save_recorded(recommendation, by=by)
    return recommendation


def add_candidate(
    recommendation: Recommendation,
    *,
    cadre: Cadre,
    recommender: str,
    recommender_post: str,
    recommended_on: dt.date,
    reason: str,
    by: User,
) -> Candidate:
    """Write the real-name record of a candidate; it counts once two people have signed it.

    Raises:
        PermissionDenied: the account does not keep the recommendation or the cadre.
        ValidationError: a candidate already, or a day that lies ahead.
    """
    _refuse_stranger(recommendation, by)
    if not Cadre.objects.editable_by(by).contains(cadre):
        raise PermissionDenied
    if recommended_on > timezone.localdate():
        raise ValidationError({"recommended_on": _("This day lies ahead.")})
    candidate = Candidate(
        recommendation=recommendation,
        cadre=cadre,
        recommender=recommender,
        recommender_post=recommender_post,
        recommended_on=recommended_on,
        reason=reason,
    )
    save_recorded(candidate, by=by)
    return candidate


@transaction.atomic
def sign_candidate(candidate: Candidate, *, by: User) -> None:
    """Sign the real-name record, as the first or the second of two different people.

    Raises:
        PermissionDenied: neither office nor committee of the domain, or the candidate.
        ValidationError: dropped, signed by this account, or signed twice already.
    """
    if not by.has_role(*DOMAIN_ROLES) or not Candidate.objects.visible_to(by).contains(candidate):
        raise PermissionDenied
    if by.cadre_id == candidate.cadre_id:
        raise PermissionDenied
    kept = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if kept.dropped_at:
        raise ValidationError(_("This candidate was dropped."), code="dropped")
    if kept.is_signed:
        raise ValidationError(_("Two people have signed already."), code="signed")
    if kept.first_signed_by_id == by.pk:
        raise ValidationError(_("You have signed; somebody else signs second."), code="same")
    field = "second_signed_by" if kept.first_signed_by_id else "first_signed_by"
    setattr(kept, field, by)
    kept.save(update_fields=[field])
    record_event("candidate_signed", kept, by=by, after={field: by.pk})


@transaction.atomic
def drop_candidate(candidate: Candidate, *, reason: str, by: User) -> None:
    """Take a candidate out; the record stays with the reason.

    Raises:
        PermissionDenied: the account does not keep the recommendation.
        ValidationError: no reason, or dropped before.
    """
    _refuse_stranger(candidate.recommendation, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the candidate is dropped.")})
    running = Candidate.objects.running().filter(pk=candidate.pk)
    if not running.update(dropped_at=timezone.now(), drop_reason=reason.strip()):
        raise ValidationError(_("This candidate was dropped."), code="dropped")
    record_event("candidate_dropped", candidate, by=by, after={"reason": reason.strip()})


@transaction.atomic
def record_checks(candidate: Candidate, *, findings: Mapping[int, Finding], by: User) -> None:
    """Write down what checks found, by the key of the check; a later finding replaces it.

    Raises:
        PermissionDenied: the account does not keep the recommendation.
        ValidationError: dropped, or what was found is not said.
    """
    _refuse_stranger(candidate.recommendation, by)
    if candidate.dropped_at:
        raise ValidationError(_("This candidate was dropped."), code="dropped")
    stored = {check.item_id: check for check in candidate.checks.all()}
    items = CheckItem.objects.filter(is_active=True).in_bulk(findings)
    for key, item in items.items():
        check = stored.get(key) or CandidateCheck(candidate=candidate, item=item)
        finding = asdict(findings[key])
        if all(getattr(check, name) == value for name, value in finding.items()):
            continue
        for name, value in finding.items():
            setattr(check, name, value)
        check.recorded_by = by
        save_recorded(check, by=by)


@transaction.atomic
def add_statement(
    recommendation: Recommendation, *, speaker: str, is_principal: bool, words: str, by: User
) -> Statement:
    """Write down who speaks next; after the principal nobody does.

    Raises:
        PermissionDenied: the account does not keep the recommendation.
        ValidationError: the principal has spoken, or would speak first.
    """
    _refuse_stranger(recommendation, by)
    # Two clerks writing at one moment must not give out the same place.
    Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    spoken = list(recommendation.statements.all())
    if spoken and spoken[-1].is_principal:
        message = _(
            "The principal has spoken; nobody speaks after. Take that statement back first."
        )
        raise ValidationError(message, code="last")
    if is_principal and not spoken:
        raise ValidationError(
            {"is_principal": _("The principal speaks last; write down the others first.")}
        )
    statement = Statement(
        recommendation=recommendation,
        position=len(spoken) + 1,
        speaker=speaker,
        is_principal=is_principal,
        words=words,
    )
    save_recorded(statement, by=by)
    return statement


@transaction.atomic
def take_back_statement(recommendation: Recommendation, *, by: User) -> None:
    """Remove the statement written down last.

    Raises:
        PermissionDenied: the account does not keep the recommendation.
        ValidationError: there is none.
    """
    _refuse_stranger(recommendation, by)
    last = recommendation.statements.last()
    if last is None:
        raise ValidationError(_("No statement is written down."), code="none")
    delete_recorded(last, by=by)


@transaction.atomic
def record_sheet_export(recommendation: Recommendation, *, kind: str, by: User) -> None:
    """Write down that a sheet about the candidates left the house in a file."""
    record_event("recommendation_exported", recommendation, by=by, after={"text": kind})


def _refuse_stranger(recommendation: Recommendation, by: User) -> None:
    if not Recommendation.objects.editable_by(by).filter(pk=recommendation.pk).exists():
        raise PermissionDenied
