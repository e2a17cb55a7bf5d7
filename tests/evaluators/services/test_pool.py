import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evaluators.models import ReservePlace, Tie
from evaluators.services import pool
from organization.models import AuditEvent, Role
from tests.evaluators.factories import (
    EvaluatorFactory,
    ReservePlaceFactory,
    TagFactory,
    TieFactory,
    WorkplaceFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


def actions(thing) -> list[str]:
    return sorted(AuditEvent.objects.about(thing).values_list("action", flat=True))


def test_evp_03_facts_and_tags_are_stored_with_their_events(clerk) -> None:
    evaluator = EvaluatorFactory.build(home_unit=UnitFactory())
    former_principal = TagFactory(kind="origin", code="former-principal", name="原党政正职")
    pool.save_evaluator(evaluator, tags=[former_principal], by=clerk)
    assert list(evaluator.tags.all()) == [former_principal]
    pool.save_evaluator(evaluator, tags=[former_principal], by=clerk)
    assert actions(evaluator) == ["evaluator_created", "evaluator_tagged"]


def test_an_evaluator_declares_an_own_tie_and_cannot_take_it_back(clerk) -> None:
    evaluator = EvaluatorFactory(with_account=True)
    unit = UnitFactory()
    declared = {"kind": Tie.Kind.SPOUSE, "note": ""}
    tie = pool.declare_tie(evaluator, unit, by=evaluator.account, **declared)
    with pytest.raises(ValidationError, match="on record already"):
        pool.declare_tie(evaluator, unit, by=clerk, **declared)
    with pytest.raises(PermissionDenied):
        pool.withdraw_tie(tie, by=evaluator.account)
    pool.withdraw_tie(tie, by=clerk)
    assert not Tie.objects.exists()


def test_nobody_declares_for_another_evaluator() -> None:
    other = EvaluatorFactory(with_account=True).account
    with pytest.raises(PermissionDenied):
        pool.declare_tie(EvaluatorFactory(), UnitFactory(), kind="spouse", note="", by=other)


def test_another_interest_is_put_in_words(clerk) -> None:
    with pytest.raises(ValidationError, match="what the interest is"):
        pool.declare_tie(EvaluatorFactory(), UnitFactory(), kind="interest", note="", by=clerk)


def test_evp_09_a_place_in_a_reserve_has_a_reason_and_an_end(clerk) -> None:
    evaluator = EvaluatorFactory()
    listed = {"reserve": ReservePlace.Reserve.LEADER, "by": clerk}
    with pytest.raises(ValidationError):
        pool.enter_reserve(evaluator, reason="", **listed)
    place = pool.enter_reserve(evaluator, reason="曾任县委书记", **listed)
    with pytest.raises(ValidationError, match="already"):
        pool.enter_reserve(evaluator, reason="曾任县委书记", **listed)
    pool.leave_reserve(place, on=place.since, by=clerk)
    with pytest.raises(ValidationError, match="off this list already"):
        pool.leave_reserve(place, on=place.since, by=clerk)
    pool.enter_reserve(evaluator, reason="再次列入", **listed)


def test_a_reserve_is_not_left_before_it_was_entered(clerk) -> None:
    with pytest.raises(ValidationError, match="before the first"):
        pool.leave_reserve(ReservePlaceFactory(), on=dt.date(2020, 1, 1), by=clerk)


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.EVALUATOR, Role.SYSTEM_ADMIN])
def test_only_the_office_changes_records(role) -> None:
    by = UserFactory(role=role)
    attempts = [
        lambda: pool.save_evaluator(EvaluatorFactory(), tags=[], by=by),
        lambda: pool.save_workplace(WorkplaceFactory(), by=by),
        lambda: pool.remove_workplace(WorkplaceFactory(), by=by),
        lambda: pool.withdraw_tie(TieFactory(), by=by),
        lambda: pool.enter_reserve(EvaluatorFactory(), reserve="leader", reason="有", by=by),
        lambda: pool.leave_reserve(ReservePlaceFactory(), on=dt.date(2023, 1, 1), by=by),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_wrong_workplace_goes_with_its_event(clerk) -> None:
    workplace = WorkplaceFactory()
    pool.remove_workplace(workplace, by=clerk)
    assert AuditEvent.objects.filter(action="workplace_deleted", actor=clerk).exists()
