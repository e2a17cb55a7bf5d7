"""PAIN-05: attendance comes in as a sheet, matched one to one with the people of a unit."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from assessment.models import AssessmentCycle
from dailyreview.imports.attendance import ATTENDANCE
from dailyreview.imports.uploading import confirm_attendance, upload_attendance
from dailyreview.models import Attendance, AttendanceUpload
from dailyreview.services.records import store_attendance
from organization.imports.writing import BookWriter
from organization.models import AuditEvent, Role
from tests.dailyreview.test_views import typed
from tests.dailyreview.worlds import DailyWorld, make_world
from tests.evaluators.factories import CertificateFactory, EvaluatorFactory
from tests.organization.factories import UserFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    world.open(1)
    return world


@pytest.fixture
def reporter(world):
    return UserFactory(role=Role.DATA_REPORTER, unit=world.unit)


def row(person, **facts) -> dict[str, object]:
    return {
        "name": person.cadre.name,
        "id_number": person.cadre.id_number,
        "present": 58,
        "personal_leave": "1.5",
        "sick_leave": 2,
        "late": 1,
    } | facts


def workbook(rows) -> SimpleUploadedFile:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        BookWriter(book, "zh-hans", {}).add_sheet(ATTENDANCE, rows)
    return SimpleUploadedFile("考勤.xlsx", content.getvalue())


def bring(world, rows, by) -> AttendanceUpload:
    quarter = world.quarters[-1]
    return upload_attendance(workbook(rows), quarter=quarter, unit=world.unit, by=by)


def faults(upload) -> list[tuple[str, str]]:
    return [
        (fault["cell"], fault["text"])
        for entry in upload.preview["refused"]
        for fault in entry["faults"]
    ]


def test_pain_05_imported_leave_days_appear_on_the_record_and_to_the_reviewer(
    client, world, reporter
) -> None:
    upload = bring(world, [row(person) for person in world.staff], reporter)
    assert (upload.created_count, upload.refused_count) == (4, 0)
    assert not Attendance.objects.exists()
    confirm_attendance(upload, by=reporter)
    assert Attendance.objects.count() == 4
    actions = set(AuditEvent.objects.about(upload).values_list("action", flat=True))
    assert {"attendanceupload_confirmed", "attendance_imported"} <= actions
    person = world.staff[0]
    record = world.record_of(person)
    client.force_login(person)
    client.post(reverse("dailyreview:record_edit", args=[record.pk]), typed(record, submit="1"))
    page = client.get(record.get_absolute_url()).content.decode()
    assert "personal 1.5, sick 2, without leave 0" in page
    client.force_login(world.head)
    assert "personal 1.5, sick 2" in client.get(reverse("dailyreview:review_list")).content.decode()


def test_sheet_of_another_program_and_a_certificate(world, reporter) -> None:
    person = world.staff[0]
    evaluator = EvaluatorFactory(cadre=person.cadre, home_unit=world.unit, organisation="")
    CertificateFactory(evaluator=evaluator, number="K-77")
    text = f"姓名,考评员证编号,出勤天数,病假天数\n{person.cadre.name},K-77,60,0.5"
    file = SimpleUploadedFile("kq.csv", text.encode("gb18030"))
    upload = upload_attendance(file, quarter=world.quarters[0], unit=world.unit, by=world.clerk)
    confirm_attendance(upload, by=world.clerk)
    kept = Attendance.objects.get()
    assert kept.record == world.record_of(person)
    assert (kept.present, str(kept.sick_leave), kept.personal_leave) == (60, "0.5", 0)


def test_second_sheet_changes_only_what_differs(world, reporter) -> None:
    first, second = world.staff[:2]
    confirm_attendance(bring(world, [row(first), row(second)], reporter), by=reporter)
    upload = bring(world, [row(first), row(second, sick_leave=5)], reporter)
    assert (upload.unchanged_count, upload.changed_count) == (1, 1)
    confirm_attendance(upload, by=reporter)
    assert Attendance.objects.get(record=world.record_of(second)).sick_leave == 5
    assert Attendance.objects.count() == 2


def test_errors_stand_at_the_cell_and_nothing_is_stored(world, reporter) -> None:
    first, second, third, fourth = world.staff
    stranger = make_world().staff[0]
    rows = [
        row(first, id_number="110105194912310021"),
        row(second, name="别人"),
        row(third, present=91),
        row(fourth),
        row(fourth, id_number=fourth.cadre.id_number, certificate="K-1"),
        row(stranger),
        row(first, id_number=""),
        row(first, sick_leave=-1),
    ]
    upload = bring(world, rows, reporter)
    found = dict(faults(upload))
    assert set(found) == {"B2", "A3", "D4", "C6", "B7", "B8", "F9"}
    assert "another name" in found["A3"]
    assert "94.5" in found["D4"]
    assert "91" in found["D4"]
    assert "Nobody of this unit" in found["B7"]
    with pytest.raises(ValidationError) as refused:
        confirm_attendance(upload, by=reporter)
    assert refused.value.code == "refused"
    assert not Attendance.objects.exists()
    upload.refresh_from_db()
    assert upload.state == "previewed"


def test_one_person_stands_once(world, reporter) -> None:
    person = world.staff[0]
    evaluator = EvaluatorFactory(cadre=person.cadre, home_unit=world.unit, organisation="")
    CertificateFactory(evaluator=evaluator, number="K-78")
    upload = bring(world, [row(person), row(person, id_number="", certificate="K-78")], reporter)
    assert "Row 2" in faults(upload)[0][1]


def test_what_was_stored_meanwhile_is_shown_before_it_is_overwritten(world, reporter) -> None:
    person = world.staff[0]
    upload = bring(world, [row(person)], reporter)
    store_attendance(world.record_of(person), days={"present": 40}, by=world.clerk)
    with pytest.raises(ValidationError) as refused:
        confirm_attendance(upload, by=reporter)
    assert refused.value.code == "changed"
    upload.refresh_from_db()
    assert upload.changed_count == 1
    confirm_attendance(upload, by=reporter)
    with pytest.raises(ValidationError) as refused:
        confirm_attendance(upload, by=reporter)
    assert refused.value.code == "settled"


def test_only_who_keeps_the_unit_brings_it_in_and_only_while_the_quarter_is_open(world) -> None:
    elsewhere = UserFactory(role=Role.DATA_REPORTER, unit=make_world().unit)
    for stranger in (elsewhere, world.head, world.principal, world.staff[0]):
        with pytest.raises(PermissionDenied):
            bring(world, [row(world.staff[0])], stranger)
    AssessmentCycle.objects.update(state=AssessmentCycle.State.CLOSED)
    world.quarters[0].refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        bring(world, [row(world.staff[0])], world.clerk)
    assert refused.value.code == "closed"


def test_reporter_takes_the_pages_from_template_to_storing(client, world, reporter) -> None:
    client.force_login(reporter)
    page = client.get(reverse("dailyreview:attendance_list")).content.decode()
    address = reverse("dailyreview:attendance_upload", args=[world.quarters[0].pk, world.unit.pk])
    assert address in page
    assert client.get(reverse("dailyreview:attendance_template")).status_code == 200
    sent = client.post(address, {"file": workbook([row(world.staff[0])])})
    assert "1</strong> New" in client.get(sent.url).content.decode()
    upload = AttendanceUpload.objects.get()
    page = client.get(sent.url, headers={"HX-Request": "true", "HX-Target": "created"})
    # The ID number never stands on a page in full.
    assert world.staff[0].cadre.masked_id_number in page.content.decode()
    assert world.staff[0].cadre.id_number not in page.content.decode()
    client.post(reverse("dailyreview:attendance_confirm", args=[upload.pk]))
    assert Attendance.objects.count() == 1
    sent = client.post(address, {"file": workbook([row(world.staff[1])])})
    waiting = AttendanceUpload.objects.first()
    client.post(reverse("dailyreview:attendance_drop", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert (waiting.state, Attendance.objects.count()) == ("dropped", 1)
