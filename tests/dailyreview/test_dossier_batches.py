"""DOS-08: everybody a search finds as one spreadsheet, made by a worker, stopped at will."""

import io

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from dailyreview.models import DossierBatch
from dailyreview.services import dossier_batches
from dailyreview.services.dossier_batches import cancel_dossier_list, order_dossier_list
from dailyreview.tasks import make_dossier_list_task, sweep_dossier_lists_task
from organization.models import AuditEvent
from tests.dailyreview.factories import DossierEntryFactory
from tests.dailyreview.worlds import DailyWorld, make_world

State = DossierBatch.State


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    for person in world.staff[:2]:
        DossierEntryFactory(cadre=person.cadre, unit=world.unit, confirmed=True)
    return world


def test_list_has_whom_the_search_finds_and_every_download_is_recorded(client, world) -> None:
    """DOS-01: in the language of the person, one event for each time it is taken out."""
    world.clerk.language = "zh-hans"
    world.clerk.save()
    client.force_login(world.clerk)
    answer = client.post(reverse("dailyreview:dossierbatch_create"), {"has_awards": "on"})
    batch = DossierBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert (batch.total_count, batch.conditions) == (2, {"has_awards": True})
    assert "data-fragment" in client.get(answer.url, headers={"HX-Request": "true"}).text
    download = reverse("dailyreview:dossierbatch_download", args=[batch.pk])
    assert client.get(download).status_code == 404
    for _ in range(2):
        make_dossier_list_task(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done_count) == (State.COMPLETE, 2)
    content = b"".join(client.get(download).streaming_content)
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert {row[0] for row in rows} == {"姓名", *(one.cadre.name for one in world.staff[:2])}
    assert [row[2:] for row in rows[1:]] == [(1, 0)] * 2
    events = AuditEvent.objects.about(batch)
    assert set(events.values_list("action", flat=True)) == {
        "batch_ordered",
        "batch_completed",
        "dossier_exported",
    }
    taken = events.get(action="dossier_exported")
    assert (taken.actor, taken.after) == (world.clerk, {"rows": 2, "text": "has_awards=True"})
    assert batch.get_absolute_url() in client.get(reverse("dailyreview:dossier_search")).text
    client.force_login(world.principal)
    assert client.get(download).status_code == 404


def test_nobody_found_is_no_list(client, world) -> None:
    with pytest.raises(ValidationError, match="Nobody fits"):
        order_dossier_list({"q": "无此事"}, by=world.clerk)
    client.force_login(world.clerk)
    page = client.post(reverse("dailyreview:dossierbatch_create"), {"q": "无此事"}, follow=True)
    assert "Nobody fits" in page.text


def test_cancelled_between_two_portions(world, monkeypatch) -> None:
    batch = order_dossier_list({"has_awards": True}, by=world.clerk)
    seen: list[int] = []
    real = dossier_batches.rows_of

    def rows(people: list[object]) -> list[object]:
        seen.append(DossierBatch.objects.get(pk=batch.pk).done_count)
        if len(seen) == 2:
            cancel_dossier_list(batch, by=world.clerk)
        return real(people)

    monkeypatch.setattr(dossier_batches, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(dossier_batches, "rows_of", rows)
    make_dossier_list_task(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, seen, batch.file.name) == (State.CANCELLED, [0, 1], "")
    with pytest.raises(ValidationError, match="finished"):
        cancel_dossier_list(batch, by=world.clerk)


def test_sweeper_calls_for_what_nobody_fetched(
    world, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, args: sent.append((task, args[0])))
    with django_capture_on_commit_callbacks(execute=True):
        batch = order_dossier_list({}, by=world.clerk)
    DossierBatch.objects.update(lease_until=None)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_dossier_lists_task()
    assert sent == [("dailyreview.tasks.make_dossier_list_task", batch.pk)] * 2
