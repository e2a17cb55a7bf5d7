import datetime as dt

import pytest
from celery import current_app
from django.utils import timezone

from assessment.models import ReadinessCheck, ScoreRun
from assessment.services import readiness
from assessment.services.doorbell import MAKE_CHECK
from assessment.services.leases import claim_check
from assessment.services.readiness import make_check, order_check, sweep_checks
from assessment.services.runs import start_run
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory, ReadinessCheckFactory, ScoreSheetFactory
from tests.assessment.refusals import refusal
from tests.assessment.worlds import check_now, make_linked_cycle, make_unit_cycle

pytestmark = pytest.mark.django_db

State = ReadinessCheck.State


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, tuple[int]]]:
    """Messages that would have gone to the broker."""
    messages = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: messages.append((name, args)))
    return messages


def expire(check: ReadinessCheck) -> None:
    """As if the worker had been gone for long."""
    past = timezone.now() - dt.timedelta(days=1)
    ReadinessCheck.objects.filter(pk=check.pk).update(lease_until=past)


def test_order_check_queues_it_and_calls_a_worker(
    office_clerk, sent, django_capture_on_commit_callbacks
):
    cycle = CycleFactory(opened=True)
    with django_capture_on_commit_callbacks(execute=True):
        check = order_check(cycle, by=office_clerk)
    assert (check.state, check.requested_by) == (State.WAITING, office_clerk)
    assert sent == [(MAKE_CHECK, (check.pk,))]
    event = AuditEvent.objects.about(check).get()
    assert (event.action, event.actor) == ("check_ordered", office_clerk)


def test_order_check_refuses_a_cycle_that_is_not_open(office_clerk):
    assert refusal(order_check, CycleFactory(), by=office_clerk) == "not_open"
    assert refusal(order_check, CycleFactory(closed=True), by=office_clerk) == "not_open"


@pytest.mark.parametrize("state", [State.WAITING, State.CLAIMED])
def test_order_check_refuses_while_another_is_under_way(state, office_clerk):
    check = ReadinessCheckFactory(state=state)
    assert refusal(order_check, check.cycle, by=office_clerk) == "under_way"
    assert check.cycle.checks.count() == 1


def test_make_check_stores_findings_and_counts_groups(office_clerk):
    cycle = make_linked_cycle(3)
    cycle.assessees.filter(appointment=None).first().unit.reported_values.first().delete()
    check = check_now(cycle, by=office_clerk)
    assert (check.state, check.error, check.attempt) == (State.DONE, "", 1)
    assert check.lease_until is None
    assert check.finished_at >= check.requested_at
    groups = set(cycle.assessees.values_list("group_key", flat=True))
    assert check.group_count == check.done_count == len(groups)
    assert {finding["code"] for finding in check.findings} >= {"no_value"}
    assert {finding["group"] for finding in check.findings} <= groups
    actions = AuditEvent.objects.about(check).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["check_ordered", "check_completed"]


def test_make_check_stores_no_score():
    cycle = make_unit_cycle(3)
    check_now(cycle)
    assert not ScoreRun.objects.exists()


def test_second_delivery_of_the_message_changes_nothing(monkeypatch):
    check = check_now(make_unit_cycle(2))
    before = ReadinessCheck.objects.filter(pk=check.pk).values().get()
    monkeypatch.setattr(readiness, "trial_remarks", None)
    assert not make_check(check.pk)
    assert ReadinessCheck.objects.filter(pk=check.pk).values().get() == before
    assert AuditEvent.objects.about(check).filter(action="check_completed").count() == 1


def test_message_that_comes_while_a_worker_has_the_check_changes_nothing(office_clerk):
    check = order_check(make_unit_cycle(2), by=office_clerk)
    assert claim_check(check.pk).attempt == 1
    assert not make_check(check.pk)
    check.refresh_from_db()
    assert (check.state, check.attempt) == (State.CLAIMED, 1)


def test_check_of_a_killed_worker_is_called_again_and_made(
    office_clerk, sent, django_capture_on_commit_callbacks
):
    check = order_check(make_unit_cycle(2), by=office_clerk)
    claim_check(check.pk)
    sweep_checks()
    check.refresh_from_db()
    assert check.state == State.CLAIMED
    expire(check)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_checks()
    check.refresh_from_db()
    assert check.state == State.WAITING
    assert "lost" in check.error
    assert sent[-1] == (MAKE_CHECK, (check.pk,))
    assert make_check(check.pk)
    check.refresh_from_db()
    assert (check.state, check.attempt, check.error) == (State.DONE, 2, "")


def test_check_whose_worker_is_lost_three_times_fails(office_clerk):
    cycle = make_unit_cycle(1)
    check = order_check(cycle, by=office_clerk)
    for _ in range(3):
        assert claim_check(check.pk)
        expire(check)
        sweep_checks()
    check.refresh_from_db()
    assert check.state == State.FAILED
    assert not claim_check(check.pk)
    assert AuditEvent.objects.about(check).first().action == "check_failed"
    assert order_check(cycle, by=office_clerk)


def test_message_that_was_lost_is_sent_again(
    office_clerk, sent, django_capture_on_commit_callbacks
):
    check = order_check(make_unit_cycle(1), by=office_clerk)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_checks()
    assert sent == []
    expire(check)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_checks()
    assert sent == [(MAKE_CHECK, (check.pk,))]


def test_worker_that_wakes_after_its_lease_stores_nothing(office_clerk, monkeypatch):
    check = order_check(make_unit_cycle(2), by=office_clerk)
    trial = readiness.trial_remarks

    def lose_the_lease(cycle):
        remarks = list(trial(cycle))
        # Another worker has found the lease expired and done the work meanwhile.
        monkeypatch.setattr(readiness, "trial_remarks", trial)
        expire(check)
        sweep_checks()
        assert make_check(check.pk)
        return remarks

    monkeypatch.setattr(readiness, "trial_remarks", lose_the_lease)
    assert not make_check(check.pk)
    check.refresh_from_db()
    assert (check.state, check.attempt) == (State.DONE, 2)
    assert AuditEvent.objects.about(check).filter(action="check_completed").count() == 1


def test_check_that_fails_is_tried_three_times(office_clerk, monkeypatch):
    def fail(_cycle):
        raise RuntimeError("disk full")

    monkeypatch.setattr(readiness, "trial_remarks", fail)
    check = order_check(make_unit_cycle(2), by=office_clerk)
    assert not any(make_check(check.pk) for _ in range(4))
    check.refresh_from_db()
    assert (check.state, check.attempt) == (State.FAILED, 3)
    assert check.error == "RuntimeError: disk full"


def test_newer_findings_take_the_place_of_older_ones():
    cycle = make_unit_cycle(2)
    check_now(cycle)
    second = check_now(cycle)
    other = check_now(make_unit_cycle(1))
    assert set(ReadinessCheck.objects.all()) == {second, other}


def test_start_run_refuses_what_would_fail_for_certain(office_clerk):
    cycle = make_unit_cycle(2)
    ScoreSheetFactory(assessee=cycle.assessees.first(), rater_class="guests")
    assert refusal(start_run, cycle, by=office_clerk) == "not_ready"


def test_start_run_does_not_wait_for_gaps_to_be_filled(office_clerk):
    cycle = make_unit_cycle(2)
    cycle.assessees.first().unit.reported_values.all().delete()
    check_now(cycle)
    assert start_run(cycle, by=office_clerk)
