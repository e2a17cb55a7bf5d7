import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evaluators.models import Certificate, Evaluator, Tag, TrainingAttendance, TrainingSession
from evaluators.selectors.certificates import running_out
from evaluators.selectors.picks import picks_on
from evaluators.selectors.training import (
    counts_by_kind,
    coverage_of,
    missing_in_season,
    untrained_newcomers,
)
from evaluators.services import training
from evaluators.services.certificates import renew_certificates
from organization.models import AuditEvent, Role
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    FieldPracticeFactory,
    PoolPolicyFactory,
    ResearchTopicFactory,
    RosterSpellFactory,
    TagFactory,
    TrainingAttendanceFactory,
    TrainingNeedFactory,
    TrainingSessionFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db
Kind = TrainingSession.Kind


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


def actions(thing) -> list[str]:
    return sorted(AuditEvent.objects.about(thing).values_list("action", flat=True))


def test_a_session_is_stored_with_its_capacities(clerk) -> None:
    session = TrainingSessionFactory.build()
    capacity = TagFactory(kind=Tag.Kind.CAPACITY)
    training.save_session(session, capacities=[capacity], by=clerk)
    training.save_session(session, capacities=[capacity], by=clerk)
    assert actions(session) == ["trainingsession_created", "trainingsession_tagged"]


def test_an_attendance_is_noted_once(clerk) -> None:
    session, people = TrainingSessionFactory(), EvaluatorFactory.create_batch(3)
    assert training.record_attendance(session, evaluators=people[:2], by=clerk) == 2
    assert training.record_attendance(session, evaluators=people, by=clerk) == 1
    assert training.record_attendance(session, evaluators=people, by=clerk) == 0
    assert session.attendances.count() == 3
    assert actions(session) == ["attendance_recorded"] * 2
    with pytest.raises(ValidationError, match="Choose somebody"):
        training.record_attendance(session, evaluators=[], by=clerk)
    attendance = TrainingAttendance.objects.first()
    training.remove_noted(attendance, by=clerk)
    assert session.attendances.count() == 2


def test_evp_17_the_need_statistics_is_linked_to_a_session(clerk) -> None:
    need, session = TrainingNeedFactory(topic="统计"), TrainingSessionFactory(kind=Kind.ON_DEMAND)
    training.match_need(need, session=session, by=clerk)
    need.refresh_from_db()
    assert need.session == session
    assert list(session.needs.all()) == [need]
    assert actions(need) == ["trainingneed_updated"]


def test_evp_14_a_newcomer_of_1_march_is_overdue_after_31_august() -> None:
    PoolPolicyFactory()
    newcomer = RosterSpellFactory(joined_on=dt.date(2023, 3, 1)).evaluator
    TrainingAttendanceFactory(evaluator=RosterSpellFactory(joined_on=dt.date(2023, 2, 1)).evaluator)
    assert untrained_newcomers(dt.date(2023, 6, 1)) == []
    (last_day,) = untrained_newcomers(dt.date(2023, 8, 31))
    assert (last_day.evaluator, last_day.due_on) == (newcomer, dt.date(2023, 8, 31))
    assert not last_day.is_overdue
    (overdue,) = untrained_newcomers(dt.date(2023, 9, 1))
    assert overdue.is_overdue


def test_evp_15_who_missed_the_session_of_a_season_is_listed() -> None:
    came, missed = EvaluatorFactory.create_batch(2)
    TrainingAttendanceFactory(
        evaluator=came, session__kind=Kind.PRACTICE, session__held_on=dt.date(2023, 12, 1)
    )
    assert list(missing_in_season(Kind.PRACTICE, dt.date(2023, 12, 31))) == [missed]
    assert missing_in_season(Kind.PRACTICE, dt.date(2023, 11, 30)).count() == 2
    assert missing_in_season(Kind.PRACTICE, dt.date(2024, 12, 31)).count() == 2


def test_evp_16_the_year_counts_sessions_and_person_times_by_kind() -> None:
    held = {
        Kind.LEADERS: [4_500],
        Kind.ROTATION: [40_000],
        Kind.PRE_FIELD: [580, 1_200],
        Kind.E_LEARNING: [13_000],
    }
    for kind, sizes in held.items():
        for others in sizes:
            TrainingSessionFactory(kind=kind, others=others, held_on=dt.date(2023, 5, 1))
    session = TrainingSession.objects.get(others=580)
    TrainingAttendanceFactory.create_batch(3, session=session)
    TrainingSessionFactory(others=99, held_on=dt.date(2022, 5, 1))
    found = {one.label: (one.sessions, one.person_times) for one in counts_by_kind(2023)}
    assert found == {
        str(Kind.LEADERS.label): (1, 4_500),
        str(Kind.ROTATION.label): (1, 40_000),
        str(Kind.PRE_FIELD.label): (2, 1_783),
        str(Kind.E_LEARNING.label): (1, 13_000),
    }


def test_evp_26_coverage_of_the_five_capacities() -> None:
    capacities = [TagFactory(kind=Tag.Kind.CAPACITY) for _ in range(5)]
    people = EvaluatorFactory.create_batch(4)
    for number in range(18):
        session = TrainingSessionFactory(kind=Kind.INFORMATION_TECHNOLOGY, others=10)
        session.capacities.add(capacities[0])
        TrainingAttendanceFactory(session=session, evaluator=people[number % 3])
    found = coverage_of(2023, Evaluator.objects.on_roster(dt.date(2023, 12, 31)))
    assert len(found) == 5
    first = next(one for one in found if one.label == capacities[0].name)
    assert (first.sessions, first.person_times, first.people) == (18, 198, 3)
    assert first.percent == 75
    assert sum(one.sessions for one in found) == 18


def test_evp_27_practice_counts_as_experience_and_evp_28_strengths_are_found() -> None:
    PoolPolicyFactory(needs_certificate=False, training_months=600)
    strength = TagFactory(kind=Tag.Kind.STRENGTH, name="群众访谈")
    good, unfit, _plain = EvaluatorFactory(), EvaluatorFactory(spell=None), EvaluatorFactory()
    for person in (good, unfit):
        person.tags.add(strength)
    FieldPracticeFactory.create_batch(2, evaluator=good)
    (pick,) = picks_on(dt.date(2023, 6, 1))
    assert (pick, pick.practice_count, pick.strengths) == (good, 2, [strength])
    assert list(Evaluator.objects.search("群众访谈").order_by("pk")) == [good, unfit]


def test_certificates_that_run_out_within_90_days_are_renewed_at_once(clerk) -> None:
    day = dt.date(2024, 1, 1)
    ends = [dt.date(2023, 12, 31), dt.date(2024, 3, 31), dt.date(2024, 4, 1)]
    ended, soon, _later = (
        CertificateFactory(number=f"K-{end}-A", expires_on=end).evaluator for end in ends
    )
    people = running_out(day)
    assert list(people) == [ended, soon]
    renewal = {"issued_on": day, "expires_on": dt.date(2026, 12, 31), "by": clerk}
    renew_certificates(people, **renewal)
    assert not running_out(day).exists()
    assert ended.certificates.first().number == "K-2023-12-31-A-2024"
    assert Certificate.objects.count() == 5
    with pytest.raises(ValidationError, match=soon.name):
        renew_certificates([soon, ended], **renewal)
    with pytest.raises(ValidationError, match="no certificate"):
        renew_certificates([EvaluatorFactory()], **renewal)


def test_only_the_office_notes_training() -> None:
    by = UserFactory(role=Role.COMMITTEE_MEMBER)
    session, person, day = TrainingSessionFactory(), EvaluatorFactory(), dt.date(2023, 1, 1)
    attempts = [
        lambda: training.save_session(session, capacities=[], by=by),
        lambda: training.record_attendance(session, evaluators=[person], by=by),
        lambda: training.match_need(TrainingNeedFactory(), session=session, by=by),
        lambda: training.save_noted(ResearchTopicFactory(), by=by),
        lambda: training.remove_noted(FieldPracticeFactory(), by=by),
        lambda: renew_certificates([], issued_on=day, expires_on=day, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
