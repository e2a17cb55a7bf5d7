"""Batches of reports: complete or nothing, whatever happens to workers and messages."""

import datetime as dt
import zipfile
from pathlib import PurePosixPath

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from feedback.models import ReportBatch
from feedback.services import batches
from feedback.services.batches import cancel_batch, make_batch, order_batch, sweep_batches
from organization.models import AuditEvent
from organization.services.leases import MAX_ATTEMPTS
from tests.assessment.factories import RunGroupFactory
from tests.feedback.worlds import scored_group

pytestmark = pytest.mark.django_db

State = ReportBatch.State


@pytest.fixture
def group(category):
    return scored_group(category)


@pytest.fixture
def sent(monkeypatch):
    """The messages that were sent, and no broker."""
    messages: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda _task, args: messages.append(args[0]))
    return messages


@pytest.fixture
def batch(group, office_clerk):
    return order_batch(group, format="pdf", by=office_clerk)


def lose_the_worker(batch: ReportBatch) -> None:
    """What a killed worker leaves behind: a claimed batch whose lease runs out."""
    ReportBatch.objects.filter(pk=batch.pk).update(lease_until=timezone.now() - dt.timedelta(1))


def test_an_order_calls_a_worker_after_the_commit(
    group, office_clerk, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = order_batch(group, format="pdf", by=office_clerk)
        assert sent == []
    assert sent == [batch.pk]
    assert (batch.state, batch.total_count) == (State.QUEUED, 5)
    assert AuditEvent.objects.about(batch).get().action == "batch_ordered"


def test_a_group_without_results_is_refused(office_clerk):
    with pytest.raises(ValidationError, match="no results"):
        order_batch(RunGroupFactory(), format="pdf", by=office_clerk)


@pytest.mark.parametrize(("format", "magic"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_zip_holds_one_report_for_each_assessee(group, office_clerk, format, magic):
    batch = order_batch(group, format=format, by=office_clerk)
    assert make_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done_count) == (State.COMPLETE, 5)
    with batch.file.open() as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert all(archive.read(name).startswith(magic) for name in names)
    keys = set(group.results.values_list("assessee__key", flat=True))
    assert {name.split()[0] for name in names} == keys
    assert all(name.endswith(f".{format}") for name in names)


def test_a_message_that_comes_twice_makes_one_zip(batch):
    assert make_batch(batch.pk)
    assert not make_batch(batch.pk)
    assert AuditEvent.objects.about(batch).filter(action="batch_completed").count() == 1


def test_a_killed_worker_loses_nothing(batch):
    dead = batches.WORKSHOP.claim(batch.pk)
    assert not make_batch(batch.pk)
    lose_the_worker(dead)
    sweep_batches()
    assert make_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.attempt, batch.error) == (State.COMPLETE, 2, "")


def test_a_worker_that_wakes_up_too_late_stores_nothing(batch):
    late = batches.WORKSHOP.claim(batch.pk)
    lose_the_worker(late)
    sweep_batches()
    make_batch(batch.pk)
    batch.refresh_from_db()
    folder = PurePosixPath(batch.file.name).parent.as_posix()
    files = set(default_storage.listdir(folder)[1])
    with batch.file.open() as file:
        assert not batches.WORKSHOP.store(late, file)
    batch.refresh_from_db()
    assert batch.attempt == 2
    assert set(default_storage.listdir(folder)[1]) == files


def test_a_cancelled_batch_stops_before_the_next_report(batch, office_clerk, monkeypatch):
    made = []

    def make(check):
        made.append(check)
        if len(made) == 2:
            cancel_batch(batch, by=office_clerk)
        return b"report"

    monkeypatch.setitem(batches.MAKERS, "pdf", make)
    assert not make_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, len(made), batch.file.name) == (State.CANCELLED, 2, "")
    assert AuditEvent.objects.about(batch).filter(action="batch_cancelled").exists()


def test_a_finished_batch_cannot_be_cancelled(batch, office_clerk):
    make_batch(batch.pk)
    with pytest.raises(ValidationError, match="finished"):
        cancel_batch(batch, by=office_clerk)


def test_progress_is_that_of_the_reports(batch, monkeypatch):
    seen = []

    def make(_check):
        seen.append(ReportBatch.objects.values_list("done_count", flat=True).get(pk=batch.pk))
        return b"report"

    monkeypatch.setitem(batches.MAKERS, "pdf", make)
    make_batch(batch.pk)
    assert seen == [0, 1, 2, 3, 4]


def test_a_batch_that_cannot_be_made_fails_after_the_last_attempt(batch, monkeypatch):
    def make(_check):
        raise ZeroDivisionError("broken")

    monkeypatch.setitem(batches.MAKERS, "pdf", make)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert not make_batch(batch.pk)
        batch.refresh_from_db()
        expected = State.FAILED if attempt == MAX_ATTEMPTS else State.QUEUED
        assert batch.state == expected
    assert "broken" in batch.error
    assert not make_batch(batch.pk)


def test_the_sweeper_calls_again_for_whom_nobody_came(
    batch, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sweep_batches()
    assert sent == []
    lose_the_worker(batch)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_batches()
    assert sent == [batch.pk]
