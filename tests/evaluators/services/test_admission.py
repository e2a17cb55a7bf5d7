import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evaluators.models import GateCheck, Nomination, RosterSpell
from evaluators.services import admission
from organization.models import AuditEvent, Role
from tests.evaluators.factories import (
    EvaluatorFactory,
    GateCheckFactory,
    NominationFactory,
    PoolPolicyFactory,
    RosterSpellFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db
JOINED = dt.date(2023, 3, 1)


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def colleague():
    return UserFactory(role=Role.OFFICE_STAFF)


def admit(evaluator, by, joined_on=JOINED):
    return admission.admit_evaluator(
        evaluator, joined_on=joined_on, channel=RosterSpell.Channel.POOL, by=by
    )


def release(evaluator, by, *, on=dt.date(2023, 6, 30), reason="low_rank"):
    return admission.release_evaluator(evaluator, left_on=on, reason=reason, note="", by=by)


def test_evp_05_entry_waits_for_three_of_three_gates(clerk) -> None:
    evaluator = EvaluatorFactory(spell=None)
    for gate in (GateCheck.Gate.POLITICAL, GateCheck.Gate.PROFESSIONAL):
        with pytest.raises(ValidationError, match="career record gate"):
            admit(evaluator, clerk)
        admission.check_gate(evaluator, gate=gate, passed=True, note="", on=JOINED, by=clerk)
    with pytest.raises(ValidationError) as refused:
        admit(evaluator, clerk)
    assert refused.value.messages == ["Not passed yet: career record gate."]
    assert not evaluator.spells.exists()
    admission.check_gate(
        evaluator, gate=GateCheck.Gate.RECORD, passed=True, note="", on=JOINED, by=clerk
    )
    admit(evaluator, clerk)
    assert evaluator.spells.get().joined_on == JOINED


def test_a_failed_gate_needs_a_reason_and_keeps_the_door_shut(clerk) -> None:
    evaluator = EvaluatorFactory(spell=None)
    for gate in (GateCheck.Gate.PROFESSIONAL, GateCheck.Gate.RECORD):
        GateCheckFactory(evaluator=evaluator, gate=gate)
    failed = {"gate": GateCheck.Gate.POLITICAL, "passed": False, "on": JOINED, "by": clerk}
    with pytest.raises(ValidationError, match="Say why"):
        admission.check_gate(evaluator, note="", **failed)
    admission.check_gate(evaluator, note="正在接受组织调查", **failed)
    with pytest.raises(ValidationError, match="political gate"):
        admit(evaluator, clerk)


def test_coming_back_starts_after_the_earlier_time(clerk) -> None:
    spell = RosterSpellFactory(left_on=dt.date(2023, 6, 30), exit_reason="own_wish")
    for gate in GateCheck.Gate:
        GateCheckFactory(evaluator=spell.evaluator, gate=gate)
    with pytest.raises(ValidationError, match="on this day before"):
        admit(spell.evaluator, clerk, dt.date(2023, 6, 30))
    admit(spell.evaluator, clerk, dt.date(2023, 7, 1))


def test_evp_10_nomination_takes_three_steps_by_two_persons(clerk, colleague) -> None:
    person = EvaluatorFactory(spell=None)
    principal = UserFactory(role=Role.UNIT_PRINCIPAL, unit=person.home_unit)
    nomination = admission.ask_nomination(person.home_unit, wanted="财政", by=clerk)
    assert nomination.state == Nomination.State.DIRECTED
    admission.nominate(nomination, person, by=principal)
    admission.review_nomination(nomination, accepted=True, opinion="", by=colleague)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.evaluator) == (Nomination.State.ACCEPTED, person)
    actions = AuditEvent.objects.about(nomination).values_list("action", flat=True)
    assert sorted(actions) == ["nomination_created", "nomination_made", "nomination_reviewed"]


def test_no_step_is_taken_twice(clerk, colleague) -> None:
    nomination = NominationFactory()
    person = EvaluatorFactory(home_unit=nomination.unit, spell=None)
    admission.nominate(nomination, person, by=clerk)
    with pytest.raises(ValidationError, match="taken already"):
        admission.nominate(nomination, person, by=clerk)
    admission.review_nomination(nomination, accepted=False, opinion="任务不符", by=colleague)
    with pytest.raises(ValidationError, match="taken already"):
        admission.review_nomination(nomination, accepted=True, opinion="", by=colleague)


def test_nobody_reviews_the_own_nomination(clerk) -> None:
    nomination = NominationFactory()
    admission.nominate(
        nomination, EvaluatorFactory(home_unit=nomination.unit, spell=None), by=clerk
    )
    with pytest.raises(ValidationError, match="Somebody else"):
        admission.review_nomination(nomination, accepted=True, opinion="", by=clerk)


def test_a_unit_nominates_its_own_people(clerk) -> None:
    with pytest.raises(ValidationError, match="people of its own"):
        admission.nominate(NominationFactory(), EvaluatorFactory(), by=clerk)


def test_a_stranger_nominates_nobody() -> None:
    nomination = NominationFactory()
    person = EvaluatorFactory(home_unit=nomination.unit, spell=None)
    with pytest.raises(PermissionDenied):
        admission.nominate(nomination, person, by=UserFactory(role=Role.UNIT_PRINCIPAL))


def test_evp_13_the_forty_first_of_160_is_refused(clerk) -> None:
    PoolPolicyFactory()
    everybody = RosterSpellFactory.create_batch(160)
    for spell in everybody[:40]:
        release(spell.evaluator, clerk)
    with pytest.raises(ValidationError) as refused:
        release(everybody[40].evaluator, clerk)
    assert refused.value.messages == [
        "In 2023 40 evaluators may be exchanged, and 40 left already."
    ]
    assert RosterSpell.objects.filter(left_on=None).count() == 120
    # The next year has a limit of its own: a quarter of the 120 who are left.
    release(everybody[40].evaluator, clerk, on=dt.date(2024, 1, 1))
    assert admission.exchange_of(2024) == (1, 30)


def test_misconduct_does_not_wait_for_the_next_year(clerk) -> None:
    PoolPolicyFactory()
    spells = RosterSpellFactory.create_batch(4)
    release(spells[0].evaluator, clerk)
    with pytest.raises(ValidationError):
        release(spells[1].evaluator, clerk)
    release(spells[1].evaluator, clerk, reason="misconduct")
    assert admission.exchange_of(2023) == (2, 1)


def test_who_left_cannot_leave_again(clerk) -> None:
    spell = RosterSpellFactory()
    release(spell.evaluator, clerk)
    with pytest.raises(ValidationError, match="not in the pool"):
        release(spell.evaluator, clerk)


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.EVALUATOR, Role.SYSTEM_ADMIN])
def test_only_the_office_keeps_the_pool(role) -> None:
    with pytest.raises(PermissionDenied):
        release(RosterSpellFactory().evaluator, UserFactory(role=role))
