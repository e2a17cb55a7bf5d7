"""The way into the pool and out of it: nomination in three steps, three gates, the yearly cap."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from evaluators.models import (
    Certificate,
    Evaluator,
    GateCheck,
    Nomination,
    PoolPolicy,
    RosterSpell,
)
from evaluators.rules.exits import replacement_limit
from organization.models import Role, Unit, User
from organization.services.audit import record_event, save_recorded


@transaction.atomic
def ask_nomination(unit: Unit, *, wanted: str, by: User) -> Nomination:
    """First step: the office names the post or speciality and the unit that shall find somebody.

    Raises:
        ValidationError: nothing is wanted.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    nomination = Nomination(unit=unit, wanted=wanted, directed_by=by)
    save_recorded(nomination, by=by)
    return nomination


@transaction.atomic
def nominate(nomination: Nomination, evaluator: Evaluator, *, by: User) -> None:
    """Second step: the unit names a person of its own; staff of the office may note it for a unit.

    Raises:
        ValidationError: the person comes from another unit or is in the pool already, or the step
            has been taken.
        PermissionDenied: the account is neither the unit's principal nor of the office.
    """
    if nomination.unit_id not in by.unit_keys([Role.UNIT_PRINCIPAL]):
        _check_office(by)
    if evaluator.home_unit_id != nomination.unit_id:
        raise ValidationError(_("A unit nominates people of its own."), code="unit")
    if evaluator.spells.open().exists():
        raise ValidationError(_("The evaluator is in the pool already."), code="in_pool")
    _step(
        nomination,
        Nomination.State.DIRECTED,
        state=Nomination.State.NOMINATED,
        evaluator=evaluator,
        nominated_by=by,
        nominated_at=timezone.now(),
    )
    record_event("nomination_made", nomination, by=by, after={"evaluator": evaluator})


@transaction.atomic
def nominate_newcomer(nomination: Nomination, evaluator: Evaluator, *, by: User) -> None:
    """Second step with somebody who is not on record yet: the unit's facts make a new record.

    Raises:
        ValidationError: a rule of the model is broken, the unit has a person of this name and
            month of birth on record, or the step has been taken.
        PermissionDenied: the account is neither the unit's principal nor of the office.
    """
    if nomination.unit_id not in by.unit_keys([Role.UNIT_PRINCIPAL]):
        _check_office(by)
    evaluator.home_unit = nomination.unit
    same = Evaluator.objects.filter(
        home_unit=nomination.unit, name=evaluator.name, birth_month=evaluator.birth_month
    )
    if same.exists():
        raise ValidationError(
            _("The unit has this person on record already: choose from the list."), code="known"
        )
    save_recorded(evaluator, by=by)
    nominate(nomination, evaluator, by=by)


@transaction.atomic
def review_nomination(nomination: Nomination, *, accepted: bool, opinion: str, by: User) -> None:
    """Third step: another person than the one who nominated reviews it.

    Raises:
        ValidationError: reviewed already, by the same person, or refused without an opinion.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    if nomination.nominated_by_id == by.pk:
        raise ValidationError(_("Somebody else must review what you nominated."), code="self")
    if not accepted and not opinion:
        raise ValidationError({"opinion": _("Say why the nomination is refused.")})
    state = Nomination.State.ACCEPTED if accepted else Nomination.State.REFUSED
    _step(
        nomination,
        Nomination.State.NOMINATED,
        state=state,
        reviewed_by=by,
        reviewed_at=timezone.now(),
        opinion=opinion,
    )
    record_event("nomination_reviewed", nomination, by=by, after={"state": state})


@transaction.atomic
def check_gate(
    evaluator: Evaluator, *, gate: str, passed: bool, note: str, on: dt.date, by: User
) -> GateCheck:
    """Note the outcome of one of the three gates.

    Raises:
        ValidationError: the gate was checked before, or was not passed and no reason is given.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    check = GateCheck(
        evaluator=evaluator, gate=gate, passed=passed, note=note, checked_on=on, checked_by=by
    )
    save_recorded(check, by=by)
    return check


@transaction.atomic
def admit_evaluator(
    evaluator: Evaluator, *, joined_on: dt.date, channel: str, by: User
) -> RosterSpell:
    """Take somebody into the pool once all three gates are passed.

    Raises:
        ValidationError: a gate is open or was not passed; the person is in the pool already, or
            left it after that day.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    open_gates = open_gates_of(evaluator)
    if open_gates:
        raise ValidationError(
            _("Not passed yet: %(gates)s."),
            code="gates",
            params={"gates": pgettext("list", ", ").join(str(gate.label) for gate in open_gates)},
        )
    if evaluator.spells.filter(left_on__gte=joined_on).exists():
        raise ValidationError(
            {"joined_on": _("The evaluator was in the pool on this day before.")}, code="overlap"
        )
    spell = RosterSpell(evaluator=evaluator, joined_on=joined_on, channel=channel)
    save_recorded(spell, by=by)
    return spell


def open_gates_of(evaluator: Evaluator) -> list[GateCheck.Gate]:
    """The gates that have not been passed, in their order."""
    passed = set(evaluator.gate_checks.filter(passed=True).values_list("gate", flat=True))
    return [gate for gate in GateCheck.Gate if gate not in passed]


@transaction.atomic
def release_evaluator(
    evaluator: Evaluator, *, left_on: dt.date, reason: str, note: str, by: User
) -> RosterSpell:
    """Let somebody leave the pool, as long as the year's exchange stays within its limit.

    Misconduct counts like any exit but is never held up by the limit: an unfit evaluator must not
    stay because others have left.

    Raises:
        ValidationError: not in the pool, or the year's limit is used up (EVP-13).
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    # Of two clerks who let the last one go, the second must count the first: the row is the lock.
    spell = (
        RosterSpell.objects.select_for_update(of=("self",))
        .filter(evaluator=evaluator, left_on=None)
        .first()
    )
    if spell is None:
        raise ValidationError(_("The evaluator is not in the pool."), code="not_in")
    if reason != RosterSpell.ExitReason.MISCONDUCT:
        _check_exchange(left_on.year)
    spell.left_on, spell.exit_reason, spell.note = left_on, reason, note
    save_recorded(spell, by=by)
    return spell


def exchange_of(year: int) -> tuple[int, int | None]:
    """How many left the pool in a year, and how many may; None where no policy sets a limit.

    Shapes: two counts of people. The limit is the whole part of the share of the roster on the
    first of January. Source: EVP-13, 深圳: at most a quarter a year.
    """
    first = dt.date(year, 1, 1)
    left = RosterSpell.objects.filter(left_on__year=year).count()
    policy = PoolPolicy.objects.on(first)
    if policy is None:
        return left, None
    roster = Evaluator.objects.on_roster(first).count()
    return left, replacement_limit(roster, policy.yearly_exit_share)


@transaction.atomic
def issue_certificate(certificate: Certificate, *, by: User) -> Certificate:
    """Store a certificate of duty after the special test.

    Raises:
        ValidationError: the number is taken, or it expires before it is issued.
        PermissionDenied: the account does not keep the pool.
    """
    _check_office(by)
    save_recorded(certificate, by=by)
    return certificate


def _check_exchange(year: int) -> None:
    left, limit = exchange_of(year)
    if limit is not None and left >= limit:
        raise ValidationError(
            ngettext(
                "In %(year)s %(limit)s evaluator may be exchanged, and %(left)s left already.",
                "In %(year)s %(limit)s evaluators may be exchanged, and %(left)s left already.",
                limit,
            ),
            code="exchange",
            params={"year": year, "limit": limit, "left": left},
        )


def _step(nomination: Nomination, expected: str, **values: object) -> None:
    """Take a step if nobody has taken it before: the row count says who won."""
    if not Nomination.objects.filter(pk=nomination.pk, state=expected).update(**values):
        raise ValidationError(_("This step has been taken already."), code="state")
    nomination.refresh_from_db()


def _check_office(by: User) -> None:
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
