"""The way in, fitness for duty, the way out: EVP-05, EVP-07, EVP-10, EVP-13 to EVP-15."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluators.models import Evaluator, FieldPlan, GateCheck, Nomination, TrainingSession
from organization.models import Role
from tests.evaluators.acceptance.screens import (
    barred,
    offered,
    page,
    people,
    place,
    press,
    refused,
)
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    PoolPolicyFactory,
    RosterSpellFactory,
    TrainingAttendanceFactory,
    TrainingSessionFactory,
)
from tests.evaluators.worlds import make_small_plan, member, seat_of
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
JOINED = {"joined_on": "2023-03-01", "channel": "nomination"}


@pytest.mark.usefixtures("office")
def test_evp_05_the_entry_stays_pending_until_three_of_three_gates_are_passed(client) -> None:
    person = EvaluatorFactory(name="沈其", spell=None)
    key = person.pk
    for done, gate in enumerate(GateCheck.Gate):
        assert people(client, standing="outside") == {"沈其"}
        assert page(client, "evaluator_detail", key).count("Check this gate") == 3 - done
        assert "Not passed yet: " in refused(client, "evaluator_admit", key, **JOINED)
        outcome = {"gate": gate, "passed": "yes", "checked_on": "2023-02-01"}
        press(client, "gate_check", key, **outcome)
    assert "in the pool</dt><dd>2023-03-01" in press(client, "evaluator_admit", key, **JOINED)
    assert people(client, standing="outside") == set()


@pytest.mark.usefixtures("office")
def test_evp_05_a_gate_that_was_not_passed_keeps_the_door_shut(client) -> None:
    person = EvaluatorFactory(spell=None)
    for gate in GateCheck.Gate:
        failed = gate == GateCheck.Gate.POLITICAL
        outcome = {"passed": "no", "note": "正在接受审查"} if failed else {"passed": "yes"}
        checked = {"gate": gate, "checked_on": "2023-02-01"}
        press(client, "gate_check", person.pk, **checked, **outcome)
    told = refused(client, "evaluator_admit", person.pk, **JOINED)
    assert told == "Not passed yet: political gate."
    assert not person.spells.exists()


def test_evp_10_post_directed_unit_nominated_office_reviewed(client, office_clerk) -> None:
    """Three steps on pages by three people: office, unit, another member of the office."""
    unit = UnitFactory()
    principal = UserFactory(role=Role.UNIT_PRINCIPAL, unit=unit)
    client.force_login(office_clerk)
    press(client, "nomination_create", unit=unit.code, wanted="熟悉财政预算的处级干部")
    nomination = Nomination.objects.get()
    client.force_login(principal)
    person = EvaluatorFactory(home_unit=unit, spell=None)
    press(client, "nomination_name", nomination.pk, evaluator=person.pk)
    client.force_login(UserFactory(role=Role.OFFICE_STAFF))
    press(client, "nomination_review", nomination.pk, accepted="yes")
    nomination.refresh_from_db()
    assert nomination.state == Nomination.State.ACCEPTED
    actors = {nomination.directed_by, nomination.nominated_by, nomination.reviewed_by}
    assert len(actors) == 3


@pytest.mark.usefixtures("office")
def test_evp_07_who_has_an_expired_certificate_is_not_offered_by_the_picker(client) -> None:
    plan = make_small_plan()
    PoolPolicyFactory(training_months=1200)
    last_day = plan.starts_on
    for name, expires_on in (
        ("到期前", last_day),
        ("已过期", last_day - dt.timedelta(days=1)),
    ):
        CertificateFactory(evaluator=member(name=name), expires_on=expires_on)
    never = member(name="无证")
    assert offered(client, seat_of(plan)) == ["到期前"]
    assert barred(client, seat_of(plan)) == {
        "已过期": "certificate not valid",
        "无证": "no certificate",
    }
    # Nor does a form that is sent all the same place anybody.
    assert "may not serve" in place(client, seat_of(plan), never)
    press(
        client,
        "certificate_create",
        never.pk,
        number="KPY-9",
        issued_on="2023-12-01",
        expires_on="2025-11-30",
    )
    assert place(client, seat_of(plan), never) == ""


@pytest.mark.usefixtures("office")
def test_evp_13_of_160_the_forty_first_in_a_year_is_refused_on_the_page(client) -> None:
    PoolPolicyFactory()
    everybody = [spell.evaluator for spell in RosterSpellFactory.create_batch(160)]
    leaving = {"left_on": "2023-06-30", "reason": "post_change"}
    for person in everybody[:40]:
        press(client, "evaluator_release", person.pk, **leaving)
    told = refused(client, "evaluator_release", everybody[40].pk, **leaving)
    assert told == "In 2023 40 evaluators may be exchanged, and 40 left already."
    assert Evaluator.objects.on_roster(dt.date(2023, 12, 31)).count() == 120
    days = {"day": "2023-12-31", "earlier": "2023-01-01"}
    shown = page(client, "roster_list", **days)
    assert "exchanged in 2023</dt><dd>40<small> / 40</small>" in shown
    gone = everybody[0].spells.get()
    assert (gone.left_on, gone.exit_reason) == (dt.date(2023, 6, 30), "post_change")


def on_duty(client, starts_on: dt.date) -> list[str]:
    """Whom the picker of a plan that starts on a day offers."""
    plan = make_small_plan()
    days = {"starts_on": starts_on, "ends_on": starts_on + dt.timedelta(days=9)}
    FieldPlan.objects.filter(pk=plan.pk).update(**days)
    return offered(client, seat_of(plan))


@pytest.mark.usefixtures("office")
def test_evp_14_new_on_1_march_untrained_by_31_august_becomes_unassignable(client) -> None:
    PoolPolicyFactory(needs_certificate=False)
    untrained = member(name="未训", spell=None)
    trained = member(name="已训", spell=None)
    for person in (untrained, trained):
        RosterSpellFactory(evaluator=person, joined_on=dt.date(2023, 3, 1))
    session = TrainingSessionFactory(held_on=dt.date(2023, 8, 31))
    press(client, "attendance_create", session.pk, evaluators=[trained.pk])
    assert sorted(on_duty(client, dt.date(2023, 8, 31))) == ["已训", "未训"]
    assert on_duty(client, dt.date(2023, 9, 1)) == ["已训"]
    late = FieldPlan.objects.get(starts_on=dt.date(2023, 9, 1))
    assert barred(client, seat_of(late)) == {"未训": "first training overdue"}
    due = client.get(reverse("evaluators:training_due"), {"day": "2023-09-01"})
    found = [(one.evaluator.name, one.due_on) for one in due.context["newcomers"]]
    assert found == [("未训", dt.date(2023, 8, 31))]


@pytest.mark.usefixtures("office")
def test_evp_15_missing_the_session_at_the_end_of_the_year_blocks_field_duty(client) -> None:
    """Both trainings of 2023 are due for the field work of January 2024."""
    PoolPolicyFactory(
        needs_certificate=False, needs_policy_training=True, needs_practice_training=True
    )
    both, first_only = member(name="两训"), member(name="仅年头")
    kinds = TrainingSession.Kind
    for kind, held_on, came in (
        (kinds.POLICY, dt.date(2023, 2, 10), (both, first_only)),
        (kinds.PRACTICE, dt.date(2023, 12, 10), (both,)),
    ):
        session = TrainingSessionFactory(kind=kind, held_on=held_on)
        for person in came:
            TrainingAttendanceFactory(session=session, evaluator=person)
    plan = make_small_plan()
    assert offered(client, seat_of(plan)) == ["两训"]
    assert barred(client, seat_of(plan)) == {"仅年头": "yearly training missing"}
    assert "may not serve" in place(client, seat_of(plan), first_only)
    due = client.get(reverse("evaluators:training_due"), {"day": "2023-12-31"})
    assert [len(season["page"]) for season in due.context["seasons"]] == [0, 1]
