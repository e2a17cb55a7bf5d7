"""Forms, batches, appointment forms and attendance by the API: files in and files out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dailyreview.models import AppointmentForm, Attendance, FormBatch, QuarterRecord
from dailyreview.services.batches import make_forms
from organization.models import AuditEvent, Role, User
from tests.dailyreview.api import api, ask, send
from tests.dailyreview.factories import AppointmentFormFactory, FormBatchFactory
from tests.dailyreview.test_appointment_forms import xml
from tests.dailyreview.test_attendance import row, workbook
from tests.dailyreview.worlds import DailyWorld, make_world
from tests.organization.factories import CadreFactory, UserFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world(people=2)
    world.open(1)
    QuarterRecord.objects.update(submitted_at="2024-04-01T00:00:00Z")
    return world


def get(user: User, name: str, *args: object):
    return api(user).get(reverse(f"api:{name}", args=args))


def upload(user: User, name: str, **body: object):
    return api(user).post(reverse(f"api:{name}"), body, format="multipart")


def test_person_and_reviewer_take_out_the_forms_of_a_record(world) -> None:
    person = world.staff[0]
    record = world.record_of(person)
    for user, name in ((person, "form"), (world.head, "year")):
        answer = get(user, f"quarter-record-{name}", record.pk, "docx")
        assert answer.content.startswith(b"PK")
        assert "no-store" in answer.headers["Cache-Control"]
    assert get(world.staff[1], "quarter-record-form", record.pk, "docx").status_code == 404
    unit = (world.quarters[0].pk, world.unit.pk)
    assert get(world.clerk, "daily-quarter-summary", *unit, "pdf").content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="form_exported").count() == 3


def test_batch_is_ordered_followed_cancelled_and_fetched(world) -> None:
    """PAIN-07: one order, its true progress, one ZIP."""
    plan, quarter = world.plan, world.quarters[0]
    for wrong in ({"format": "odt"}, {"quarter": 0}, {"unit": world.office.pk}):
        refused = send(world.clerk, "daily-plan-forms", plan.pk, **wrong)
        assert list(refused.json()) == list(wrong)
    made = send(world.clerk, "daily-plan-forms", plan.pk, quarter=quarter.pk).json()
    assert (made["state"], made["total_count"], made["format"]) == ("queued", 3, "docx")
    assert get(world.clerk, "form-batch-download", made["id"]).status_code == 404
    assert make_forms(made["id"])
    (told,) = ask(world.clerk, "form-batch-list")["results"]
    assert (told["state"], told["done_count"]) == ("complete", 3)
    content = b"".join(get(world.clerk, "form-batch-download", made["id"]).streaming_content)
    assert content.startswith(b"PK")
    late = send(world.clerk, "form-batch-cancel", made["id"])
    assert late.status_code == 400
    waiting = FormBatchFactory(plan=plan, requested_by=world.clerk)
    assert send(world.clerk, "form-batch-cancel", waiting.pk).json()["state"] == "cancelled"
    other = UserFactory(role=Role.OFFICE_STAFF)
    assert get(other, "form-batch-detail", made["id"]).status_code == 404
    assert FormBatch.objects.count() == 2


def test_appointment_form_comes_in_is_confirmed_and_goes_out(world) -> None:
    """G-20: what came in goes out; nothing counts before somebody has looked at it."""
    cadre = CadreFactory(name="王小明")
    content = xml(cadre, XingBie="男", MinZu="回族").encode()
    for wrong in (b"", b"<Person>"):
        refused = upload(world.clerk, "appointment-form-list", file=SimpleUploadedFile("a", wrong))
        assert refused.status_code == 400
    sent = SimpleUploadedFile("王小明.lrmx", content)
    form = upload(world.clerk, "appointment-form-list", file=sent).json()
    assert (form["waits"], form["imported_at"], form["from_record"]) == (True, None, [])
    assert "回族" in [one["theirs"] for one in form["from_stored"]]
    key = form["id"]
    assert get(world.clerk, "appointment-form-lrmx", key).status_code == 404
    assert send(world.clerk, "appointment-form-confirm", key, digest="x").status_code == 409
    told = send(world.clerk, "appointment-form-confirm", key, digest=form["digest"]).json()
    assert (told["waits"], told["digest"]) == (False, "")
    assert {"label": "nationality", "text": "回族"} in told["fields_shown"]
    assert len(told["family"]) == 7
    assert get(world.clerk, "appointment-form-lrmx", key).content.count("回族".encode()) == 1
    assert get(world.clerk, "appointment-form-paper", key, "pdf").content.startswith(b"%PDF")
    newer = AppointmentFormFactory(waiting=True)
    assert send(world.clerk, "appointment-form-drop", newer.pk).status_code == 204
    assert send(world.clerk, "appointment-form-drop", newer.pk).status_code == 400
    assert not AppointmentForm.objects.waiting().exists()
    listed = ask(world.clerk, "appointment-form-list", cadre=cadre.pk)["results"]
    assert [sorted(one) for one in listed] == [
        ["cadre", "id", "imported_at", "imported_by", "name", "waits"]
    ]


def test_attendance_is_sent_looked_at_and_stored(world) -> None:
    """PAIN-05: one to one with the people of the unit, stored whole or not at all."""
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=world.unit)
    (open_one,) = ask(reporter, "attendance-upload-wanted")["results"]
    assert (open_one["period"], open_one["people"], open_one["kept"]) == ("2024Q1", 2, 0)
    place = {"quarter": open_one["quarter"], "unit": open_one["unit"]}
    wrong = upload(reporter, "attendance-upload-list", quarter=0, unit=world.office.pk)
    assert sorted(wrong.json()) == ["file", "quarter", "unit"]
    rows = [row(person) for person in world.staff]
    sent = upload(reporter, "attendance-upload-list", file=workbook(rows), **place).json()
    assert (sent["created_count"], len(sent["preview"]["created"])) == (2, 2)
    assert not Attendance.objects.exists()
    stored = send(reporter, "attendance-upload-confirm", sent["id"]).json()
    assert (stored["state"], Attendance.objects.count()) == ("confirmed", 2)
    assert send(reporter, "attendance-upload-drop", sent["id"]).status_code == 400
    odd = upload(
        reporter, "attendance-upload-list", file=workbook([row(world.staff[0], name="某")]), **place
    )
    (fault,) = odd.json()["preview"]["refused"]
    assert "another name" in fault["faults"][0]["text"]
    assert send(reporter, "attendance-upload-confirm", odd.json()["id"]).status_code == 400
    assert send(reporter, "attendance-upload-drop", odd.json()["id"]).json()["state"] == "dropped"
    assert ask(reporter, "attendance-upload-list", state="dropped")["count"] == 1
    assert get(world.clerk, "attendance-upload-detail", sent["id"]).status_code == 404
    template = b"".join(get(reporter, "attendance-upload-template").streaming_content)
    assert template.startswith(b"PK")
