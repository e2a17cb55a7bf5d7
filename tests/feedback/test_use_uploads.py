"""Lists of uses: preview, refusals row by row, confirmation of just what was shown."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from feedback.imports.uploading import confirm_uses, upload_uses
from feedback.imports.uses import USES
from feedback.models import ResultUse, UseUpload
from feedback.services.use_uploads import drop_use_upload
from feedback.services.uses import record_uses
from organization.imports.writing import BookWriter
from organization.models import AuditEvent, Role
from tests.assessment.factories import AssesseeFactory, CycleFactory, GradeDecisionFactory
from tests.organization.factories import AppointmentFactory, DomainFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def cycle():
    return CycleFactory(closed=True)


def person_in(cycle):
    """The decided grade of one person."""
    post = AppointmentFactory()
    assessee = AssesseeFactory(
        cycle=cycle, appointment=post, unit=post.unit, name=post.cadre.name, key=f"p/{post.pk}"
    )
    return GradeDecisionFactory(assessee=assessee)


def row(decision, **facts):
    return {
        "name": decision.assessee.name,
        "id_number": decision.assessee.appointment.cadre.id_number,
        "kind": "training",
        "used_on": "2024-05-01",
        "document": "培训〔3〕号",
        "body": "区委组织部",
        "places": 2,
        **facts,
    }


def bring(rows, cycle, by) -> UseUpload:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        BookWriter(book, "zh-hans", {}).add_sheet(USES, rows)
    return upload_uses(SimpleUploadedFile("运用.xlsx", content.getvalue()), cycle=cycle, by=by)


def test_a_list_is_previewed_and_then_recorded_as_one(clerk, cycle) -> None:
    first, second = person_in(cycle), person_in(cycle)
    unit = GradeDecisionFactory(assessee=AssesseeFactory(cycle=cycle))
    of_unit = {
        "name": unit.assessee.name,
        "id_number": None,
        "unit_code": unit.assessee.unit.code,
        "kind": "not_used",
        "document": None,
        "body": None,
        "places": None,
        "note": "机构撤并",
    }
    upload = bring([row(first), row(second), {**row(first), **of_unit}], cycle, clerk)
    assert (upload.created_count, upload.refused_count) == (3, 0)
    assert not ResultUse.objects.exists()
    confirm_uses(upload, by=clerk)
    assert set(ResultUse.objects.values_list("decision", "kind", "places")) == {
        (first.pk, "training", 2),
        (second.pk, "training", 2),
        (unit.pk, "not_used", 1),
    }
    assert set(ResultUse.objects.values_list("recorded_by", flat=True)) == {clerk.pk}
    actions = set(AuditEvent.objects.about(upload).values_list("action", flat=True))
    assert actions == {"useupload_uploaded", "useupload_confirmed", "resultuse_imported"}
    with pytest.raises(ValidationError, match="already"):
        confirm_uses(upload, by=clerk)
    again = bring([row(first)], cycle, clerk)
    assert (again.unchanged_count, again.created_count, again.refused_count) == (1, 0, 0)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id_number": "11010519491231002X"}, "No decided result in this cycle has this number."),
        ({"id_number": None}, "Give the ID number of the person, or the code of the unit."),
        ({"name": "别人"}, "The number belongs to a result of another name."),
        ({"unit_code": "NOWHERE"}, "No decided result in this cycle has this number."),
        ({"kind": "award"}, "Only training carries a number of places."),
        ({"document": None}, "Give the number of the decision that used the result."),
        ({"used_on": "2023-05-01"}, "The grade was decided on 2024-01-20"),
    ],
    ids=["unknown", "nobody", "name", "unit", "places", "number", "day"],
)
def test_a_row_is_refused_with_its_reason(clerk, cycle, changed, words) -> None:
    upload = bring([row(person_in(cycle), **changed)], cycle, clerk)
    (entry,) = upload.preview["refused"]
    assert words in entry["faults"][0]["text"]
    with pytest.raises(ValidationError, match="refused rows"):
        confirm_uses(upload, by=clerk)
    assert not ResultUse.objects.exists()


def test_two_rows_that_contradict_each_other_are_refused(clerk, cycle) -> None:
    decision = person_in(cycle)
    unused = row(decision, kind="not_used", note="退休", places=None)
    upload = bring([row(decision), unused], cycle, clerk)
    assert "This result was used" in upload.preview["refused"][0]["faults"][0]["text"]


def test_a_result_of_another_domain_is_not_found(cycle) -> None:
    stranger = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    upload = bring([row(person_in(cycle))], cycle, stranger)
    assert (upload.created_count, upload.refused_count) == (0, 1)
    with pytest.raises(PermissionDenied):
        bring([], cycle, UserFactory(role=Role.COMMITTEE_MEMBER))


def test_what_was_recorded_meanwhile_is_shown_before_it_is_stored(clerk, cycle) -> None:
    first, second = person_in(cycle), person_in(cycle)
    upload = bring([row(first), row(second)], cycle, clerk)
    facts = {"used_on": dt.date(2024, 5, 1), "document": "培训〔3〕号", "body": "区委组织部"}
    record_uses([first], kind="training", places=2, by=clerk, **facts)
    with pytest.raises(ValidationError, match="changed since the preview"):
        confirm_uses(upload, by=clerk)
    upload.refresh_from_db()
    assert (upload.state, upload.unchanged_count, upload.created_count) == ("previewed", 1, 1)
    confirm_uses(upload, by=clerk)
    assert ResultUse.objects.count() == 2


def test_pages_carry_a_list_from_the_file_to_the_ledger(client, clerk, cycle) -> None:
    decision = person_in(cycle)
    client.force_login(clerk)
    assert client.get(reverse("feedback:useupload_template")).status_code == 200
    head = "姓名,身份证号,运用方式,决定日期,文号,决定机构".replace("姓名", "姓名或单位名称")
    number = decision.assessee.appointment.cadre.id_number
    line = f"{decision.assessee.name},{number},提拔,2024-05-01,任〔2〕号,区委常委会"
    file = SimpleUploadedFile("运用.csv", f"{head}\n{line}".encode())
    page = client.post(
        reverse("feedback:useupload_create"), {"cycle": cycle.pk, "file": file}, follow=True
    )
    assert decision.assessee.name in page.text
    upload = UseUpload.objects.get()
    client.post(reverse("feedback:useupload_confirm", args=[upload.pk]))
    assert ResultUse.objects.get().kind == "promotion"
    page = client.post(reverse("feedback:useupload_drop", args=[upload.pk]), follow=True)
    assert "stored or dropped already" in page.text


def test_a_dropped_list_leaves_nothing(clerk, cycle, django_capture_on_commit_callbacks) -> None:
    upload = bring([row(person_in(cycle))], cycle, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        drop_use_upload(upload, by=clerk)
    assert upload.preview == {}
    assert not upload.file.storage.exists(str(upload.file.name))
