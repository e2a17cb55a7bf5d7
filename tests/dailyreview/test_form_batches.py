"""PAIN-07: the forms of a unit or a whole plan as one ZIP, with true progress, stopped at will."""

import zipfile

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dailyreview.models import FormBatch
from dailyreview.services import batches
from dailyreview.services.batches import cancel_forms, make_forms, order_forms, sweep_forms
from dailyreview.tasks import make_forms_task, sweep_forms_task
from organization.models import AuditEvent
from tests.dailyreview.worlds import DailyWorld, make_person, make_world, review_everybody

State = FormBatch.State


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    for number in (1, 2):
        world.open(number)
        review_everybody(world, (95, 94, 84, 65))
    world.clerk.language = "zh-hans"
    world.clerk.save()
    return world


def order(world: DailyWorld, quarter: int | None = 1, **changes: object) -> FormBatch:
    wanted = {"unit": None, "format": "docx", "by": world.clerk, **changes}
    return order_forms(world.plan, quarter=quarter and world.quarters[quarter - 1], **wanted)


def names_in(batch: FormBatch) -> list[str]:
    batch.refresh_from_db()
    with batch.file.open() as file, zipfile.ZipFile(file) as archive:
        return archive.namelist()


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_quarter_has_a_form_for_each_person_and_a_summary_for_each_unit(world, format) -> None:
    batch = order(world, format=format)
    assert batch.total_count == 5
    assert make_forms(batch.pk)
    names = names_in(batch)
    assert (batch.state, batch.done_count, len(set(names))) == (State.COMPLETE, 5, 5)
    assert {name.split("/")[0] for name in names} == {f"{world.unit.code} {world.unit.name}"}
    assert all(name.endswith(f".{format}") for name in names)
    assert sum("汇总表" in name for name in names) == 1
    events = AuditEvent.objects.about(batch).values_list("action", flat=True)
    assert set(events) == {"batch_ordered", "batch_completed"}


def test_year_has_one_form_for_each_person(world) -> None:
    batch = order(world, None)
    assert make_forms(batch.pk)
    assert len(names_in(batch)) == 4


def test_unit_alone(world) -> None:
    other = make_world()
    with pytest.raises(ValidationError, match="handed in"):
        order(world, unit=other.unit)
    assert order(world, unit=world.unit).total_count == 5


def test_drafts_are_left_out(world) -> None:
    world.staff = [make_person(world.office)]
    world.open(3)
    with pytest.raises(ValidationError, match="handed in"):
        order(world, 3)


def test_twice_called_is_once_made(world) -> None:
    batch = order(world)
    make_forms_task(batch.pk)
    make_forms_task(batch.pk)
    events = AuditEvent.objects.about(batch).filter(action="batch_completed")
    assert events.count() == 1


def test_cancelled_before_the_next_form(world, monkeypatch) -> None:
    batch, made = order(world), []

    def draw(sheet: object) -> bytes:
        made.append(FormBatch.objects.get(pk=batch.pk).done_count)
        if len(made) == 2:
            cancel_forms(batch, by=world.clerk)
        return b"form"

    monkeypatch.setitem(batches.PRINTERS, "docx", draw)
    assert not make_forms(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, made, batch.file.name) == (State.CANCELLED, [0, 1], "")
    with pytest.raises(ValidationError, match="finished"):
        cancel_forms(batch, by=world.clerk)


def test_sweeper_calls_for_what_nobody_fetched(
    world, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, args: sent.append((task, args[0])))
    with django_capture_on_commit_callbacks(execute=True):
        batch = order(world)
    FormBatch.objects.update(lease_until=None)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_forms_task()
        sweep_forms()
    assert sent == [("dailyreview.tasks.make_forms_task", batch.pk)] * 2


def test_queries_of_a_portion_do_not_grow_with_its_people(world) -> None:
    counts = []
    for _round in range(2):
        batch = order(world)
        with CaptureQueriesContext(connection) as queries:
            forms = list(batches._papers(batch))
        counts.append(len(queries))
        world.staff = [make_person(world.office) for _ in range(3)]
        assert len(forms) == 5
    assert counts[0] == counts[1] < 25


def test_office_orders_watches_and_downloads(client, world) -> None:
    client.force_login(world.clerk)
    address = reverse("dailyreview:formbatch_create", args=[world.plan.pk])
    body = {"quarter": world.quarters[0].pk, "unit": world.unit.pk, "format": "docx"}
    answer = client.post(address, body)
    batch = FormBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert "progress" in client.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    download = reverse("dailyreview:formbatch_download", args=[batch.pk])
    assert client.get(download).status_code == 404
    make_forms(batch.pk)
    assert b"".join(client.get(download).streaming_content).startswith(b"PK")
    assert AuditEvent.objects.about(batch).filter(action="form_exported").count() == 1
    assert str(batch) in client.get(address).content.decode()
    client.force_login(make_world().clerk)
    assert client.get(download).status_code == 404
