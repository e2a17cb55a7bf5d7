import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evaluators.models import (
    EvaluatorReview,
    FieldPlan,
    ReverseAnswer,
    ReverseEvaluation,
    ReverseInvitation,
)
from evaluators.selectors.reviews import aggregate_of, outcomes_of_reserve, review_cards
from evaluators.services import reviews
from organization.models import AuditEvent, Role
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    PlanUnitFactory,
    PoolPolicyFactory,
    ReservePlaceFactory,
)
from tests.evaluators.review_factories import (
    CareerOutcomeFactory,
    HeldSeatFactory,
    LedSeatFactory,
    ReverseAnswerFactory,
    ReverseEvaluationFactory,
    ReverseInvitationFactory,
    ReverseQuestionFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {"rating": "good", "remark": "作风扎实"}


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def led():
    """The leader's seat of a group that visited two units."""
    seat = LedSeatFactory()
    PlanUnitFactory.create_batch(2, plan=seat.group.plan, group=seat.group)
    return seat


def principal_of(invitation):
    return UserFactory(unit=invitation.unit, role=Role.UNIT_PRINCIPAL)


def test_evp_24_three_sources_and_the_missing_one_shows(clerk, led) -> None:
    member = HeldSeatFactory(group=led.group)
    reviews.review_member(member, by=led.evaluator.account, **WORDS)
    unit = led.group.plan_units.first().unit
    reviews.note_review(member, source="assessed_unit", unit=unit, by=clerk, **WORDS)
    [card] = review_cards(member.evaluator, reader=clerk)
    assert [(one.source.value, len(one.reviews)) for one in card.sources] == [
        ("leader", 1),
        ("assessed_unit", 1),
        ("discipline", 0),
    ]
    with pytest.raises(ValidationError, match="spoken already"):
        reviews.review_member(member, by=led.evaluator.account, **WORDS)


def test_a_leader_reviews_own_members_only(led) -> None:
    leader = led.evaluator.account
    with pytest.raises(PermissionDenied):
        reviews.review_member(HeldSeatFactory(), by=leader, **WORDS)
    with pytest.raises(ValidationError, match="other members"):
        reviews.review_member(led, by=leader, **WORDS)
    member = HeldSeatFactory(group=led.group, evaluator=EvaluatorFactory(with_account=True))
    with pytest.raises(PermissionDenied):
        reviews.review_member(led, by=member.evaluator.account, **WORDS)


def test_nobody_is_reviewed_before_field_work_ends(clerk, led) -> None:
    FieldPlan.objects.update(ends_on=dt.date(2999, 1, 1))
    member = HeldSeatFactory(group=led.group)
    member.group.plan.refresh_from_db()
    with pytest.raises(ValidationError, match="not over"):
        reviews.review_member(member, by=led.evaluator.account, **WORDS)
    with pytest.raises(ValidationError, match="not over"):
        reviews.open_reverse(member.group, by=clerk)


def test_the_office_does_not_speak_for_the_leader_or_a_stranger(clerk, led) -> None:
    member = HeldSeatFactory(group=led.group)
    for values in ({"source": "leader"}, {"source": "assessed_unit", "unit": UnitFactory()}):
        with pytest.raises(ValidationError):
            reviews.note_review(member, by=clerk, **values, **WORDS)
    assert not EvaluatorReview.objects.exists()


def test_evp_23_a_unit_rates_the_group_and_the_leader_sees_the_aggregate_only(clerk) -> None:
    """Three units give 5, 4 and 4: 4.33; nothing before closing, nothing below three."""
    PoolPolicyFactory()
    ReverseQuestionFactory(code="style")
    seat = LedSeatFactory()
    leader = seat.evaluator.account
    PlanUnitFactory.create_batch(3, plan=seat.group.plan, group=seat.group)
    evaluation = reviews.open_reverse(seat.group, by=clerk)
    assert (evaluation.answers_min, evaluation.invitations.count()) == (3, 3)
    for invitation, mark in zip(evaluation.invitations.all(), (5, 4, 4), strict=True):
        reviews.answer_reverse(
            invitation, marks={"style": mark}, comment="", by=principal_of(invitation)
        )
    assert aggregate_of(evaluation) is None
    assert not ReverseEvaluation.objects.visible_to(leader).exists()
    reviews.close_reverse(evaluation, by=clerk)
    assert ReverseEvaluation.objects.visible_to(leader).exists()
    evaluation.refresh_from_db()
    [line] = aggregate_of(evaluation).lines
    assert (line.mean, line.counts) == (Decimal("4.33"), [1, 2, 0, 0, 0])
    with pytest.raises(ValidationError, match="closed already"):
        reviews.close_reverse(evaluation, by=clerk)


def test_evp_23_too_few_answers_stay_hidden(clerk) -> None:
    evaluation = ReverseEvaluationFactory()
    ReverseAnswerFactory.create_batch(2, evaluation=evaluation, comment="某事")
    reviews.close_reverse(evaluation, by=clerk)
    evaluation.refresh_from_db()
    aggregate = aggregate_of(evaluation)
    assert (aggregate.answers, aggregate.lines, aggregate.comments) == (2, [], [])


def test_evp_23_nothing_ties_an_answer_to_its_unit() -> None:
    invitation = ReverseInvitationFactory()
    account = principal_of(invitation)
    reviews.answer_reverse(invitation, marks={"style": 2}, comment="走过场", by=account)
    columns = {field.name for field in ReverseAnswer._meta.get_fields()}
    assert columns == {"id", "evaluation", "marks", "comment"}
    kept = {field.name for field in ReverseInvitation._meta.get_fields()}
    assert kept == {"id", "evaluation", "unit", "is_answered"}
    event = AuditEvent.objects.get(action="reverse_answered")
    assert event.actor is None
    assert invitation.unit.name not in f"{event.object_label}{event.before}{event.after}"


def test_evp_23_a_unit_answers_once_by_its_principal(clerk) -> None:
    invitation = ReverseInvitationFactory()
    account = principal_of(invitation)
    with pytest.raises(PermissionDenied):
        reviews.answer_reverse(invitation, marks={"style": 2}, comment="", by=clerk)
    for marks in ({}, {"style": 6}, {"style": 3, "other": 3}):
        with pytest.raises(ValidationError, match="1 to 5"):
            reviews.answer_reverse(invitation, marks=marks, comment="", by=account)
    reviews.answer_reverse(invitation, marks={"style": 2}, comment="", by=account)
    with pytest.raises(ValidationError, match="answered already"):
        reviews.answer_reverse(invitation, marks={"style": 2}, comment="", by=account)
    assert ReverseAnswer.objects.count() == 1


def test_evp_23_nobody_answers_after_closing(clerk) -> None:
    invitation = ReverseInvitationFactory()
    reviews.close_reverse(invitation.evaluation, by=clerk)
    with pytest.raises(ValidationError, match="closed"):
        reviews.answer_reverse(
            invitation, marks={"style": 2}, comment="", by=principal_of(invitation)
        )
    assert not ReverseAnswer.objects.exists()


def test_a_group_without_units_or_questions_is_not_asked(clerk, led) -> None:
    with pytest.raises(ValidationError, match="nobody to ask"):
        reviews.open_reverse(led.group, by=clerk)
    ReverseQuestionFactory()
    empty = AssessmentGroupFactory(plan=led.group.plan)
    with pytest.raises(ValidationError, match="nobody to ask"):
        reviews.open_reverse(empty, by=clerk)
    reviews.open_reverse(led.group, by=clerk)
    with pytest.raises(ValidationError):
        reviews.open_reverse(led.group, by=clerk)


def test_evp_19_of_the_first_twenty_liaisons_thirteen_rose_and_three_got_weightier_posts() -> None:
    places = [
        ReservePlaceFactory(since=dt.date(2020, 1, 1) + dt.timedelta(days=day)) for day in range(22)
    ]
    kinds = ["promoted"] * 13 + ["weightier"] * 3 + ["moved"] + [""] * 3 + ["promoted"] * 2
    for place, kind in zip(places, kinds, strict=True):
        if kind:
            CareerOutcomeFactory(evaluator=place.evaluator, kind=kind)
    counted = outcomes_of_reserve("liaison", first=20)
    assert (counted.people, counted.promoted, counted.weightier) == (20, 13, 3)
