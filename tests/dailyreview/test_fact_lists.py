"""DOS-08: facts of departments as files: a preview by cell, all or none, receipts and no more."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dailyreview.imports import fact_uploading
from dailyreview.imports.fact_uploading import send_facts, upload_facts
from dailyreview.imports.facts import kind_titles
from dailyreview.models import DossierEntry, FactCode, FactUpload
from organization.models import AuditEvent, Cadre, Role, Unit, User
from tests.dailyreview.factories import FactCodeFactory
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory, id_number

HEAD = "姓名,身份证号,单位全称,类别,事实,发生日期,依据文号"


@pytest.fixture
def department(db) -> Unit:
    return UnitFactory(name="信访局")


@pytest.fixture
def reporter(department) -> User:
    return UserFactory(role=Role.DATA_REPORTER, unit=department)


@pytest.fixture
def cadre(db) -> Cadre:
    return AppointmentFactory(in_team=False).cadre


def listed(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.csv", "\n".join([HEAD, *rows]).encode())


def row_of(cadre: Cadre, *, kind: str = "信访举报查实", fact: str = "答复逾期") -> str:
    return f"{cadre.name},{cadre.id_number},,{kind},{fact},2024-05-01,信访〔3〕号"


def kinds() -> dict[str, str]:
    return {value: title for title, value in kind_titles("zh-hans").items()}


def test_list_is_previewed_sent_and_leaves_receipts_alone(client, department, reporter, cadre):
    """DOS-08: known, unknown and foreign codes; nobody learns who is on record."""
    FactCodeFactory(source=department, code="XF-01", kind="petition")
    client.force_login(reporter)
    petition = kinds()["petition"]
    unknown = f"查无此人,{id_number(9_911)},,{petition},缠访引导不力,2024-05-02,信访〔4〕号"
    content = listed(row_of(cadre, kind="XF-01"), unknown)
    answer = client.post(
        reverse("dailyreview:factupload_create"), {"source": department.pk, "file": content}
    )
    upload = FactUpload.objects.get()
    assert (upload.created_count, upload.refused_count) == (2, 0)
    page = client.get(answer.url).text
    assert "Send to the office" in page
    assert cadre.id_number not in page
    assert not DossierEntry.objects.exists()
    client.post(reverse("dailyreview:factupload_confirm", args=[upload.pk]))
    upload.refresh_from_db()
    entries = list(DossierEntry.objects.order_by("pk"))
    assert [one.cadre for one in entries] == [cadre, None]
    assert {one.kind for one in entries} == {"petition"}
    assert {(one.state, one.source, one.upload) for one in entries} == {
        ("intake", department, upload)
    }
    assert (upload.preview, upload.file.name) == ({}, "")
    assert upload.receipts == [[2, entries[0].receipt], [3, entries[1].receipt]]
    page = client.get(answer.url).text
    assert all(one.receipt in page for one in entries)
    assert "答复逾期" not in page
    assert "查无此人" not in page
    assert set(AuditEvent.objects.about(upload).values_list("action", flat=True)) == {
        "factupload_uploaded",
        "factupload_confirmed",
    }
    stranger = Client()
    stranger.force_login(UserFactory(role=Role.DATA_REPORTER, unit=department))
    assert stranger.get(answer.url).status_code == 404


def test_refused_rows_say_why_by_cell_and_stop_the_list(client, department, reporter, cadre):
    client.force_login(reporter)
    rows = (
        row_of(cadre, kind="无此类别"),
        f"{cadre.name},,,{kinds()['award']},立功,2024-05-01,通报",
        f"{cadre.name},123,,{kinds()['award']},立功,2024-05-01,通报",
        f"{cadre.name},{cadre.id_number},,{kinds()['award']},立功,2999-05-01,通报",
        row_of(cadre, kind=kinds()["award"]),
        row_of(cadre, kind=kinds()["award"]),
    )
    upload = upload_facts(listed(*rows), source=department, by=reporter)
    assert (upload.created_count, upload.refused_count) == (1, 5)
    cells = [row["faults"][0]["cell"] for row in upload.preview["refused"]]
    assert cells == ["D2", "B3", "B4", "F5", "A7"]
    page = client.post(
        reverse("dailyreview:factupload_confirm", args=[upload.pk]), follow=True
    ).text
    assert "has refused rows" in page
    upload.refresh_from_db()
    assert upload.state == FactUpload.State.PREVIEWED
    assert not DossierEntry.objects.exists()
    heap = client.get(
        upload.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "refused"}
    )
    assert "<html" not in heap.text
    client.post(reverse("dailyreview:factupload_drop", args=[upload.pk]))
    again = client.post(reverse("dailyreview:factupload_drop", args=[upload.pk]), follow=True)
    assert "already" in again.text
    assert "Dropped" in client.get(upload.get_absolute_url()).text


def test_same_list_is_sent_once_and_only_so_many_an_hour(
    client, department, reporter, cadre, settings, monkeypatch
):
    settings.INTAKE_LISTS_PER_HOUR = 1
    award = kinds()["award"]
    uploads = [
        upload_facts(listed(row_of(cadre, kind=award, fact=fact)), source=department, by=reporter)
        for fact in ("甲", "甲", "乙")
    ]
    client.force_login(reporter)

    def said(upload: FactUpload) -> str:
        address = reverse("dailyreview:factupload_confirm", args=[upload.pk])
        return client.post(address, follow=True).text

    assert "Keep the receipt numbers" in said(uploads[0])
    assert "was sent before" in said(uploads[1])
    assert "1 lists within an hour" in said(uploads[2])
    settings.INTAKE_LISTS_PER_HOUR = 5
    assert "Keep the receipt numbers" in said(uploads[2])
    assert DossierEntry.objects.count() == 2
    # What came by lists is no hindrance to a fact written by hand.
    settings.INTAKE_PER_HOUR = 1
    typed = {"kind": "award", "fact": "丙", "happened_on": "2024-05-01", "document": "通报"}
    sent = {**typed, "source": department.pk, "name": "某人", "unit_name": "某单位"}
    assert client.post(reverse("dailyreview:intake_create"), sent).status_code == 302
    monkeypatch.setattr(fact_uploading, "MOST_ROWS", 1)
    many = listed(row_of(cadre, kind=award, fact="丁"), row_of(cadre, kind=award, fact="戊"))
    page = client.post(
        reverse("dailyreview:factupload_create"), {"source": department.pk, "file": many}
    )
    assert "At most 1 rows" in page.text


def test_only_the_department_sends_its_list(department, reporter, cadre):
    upload = upload_facts(listed(row_of(cadre)), source=department, by=reporter)
    for nobody in (
        UserFactory(role=Role.OFFICE_STAFF),
        UserFactory(role=Role.DATA_REPORTER, unit=UnitFactory()),
    ):
        with pytest.raises(PermissionDenied):
            upload_facts(listed(row_of(cadre)), source=department, by=nobody)
        with pytest.raises(PermissionDenied):
            send_facts(upload, by=nobody)


def test_office_keeps_the_codes(client, department):
    client.force_login(UserFactory(role=Role.OFFICE_STAFF, role__domain=department.domain))
    address = reverse("dailyreview:factcode_list")
    body = {"source": department.pk, "code": "XF-01", "kind": "petition"}
    client.post(address, body)
    assert "has this code already" in client.post(address, body).text
    foreign = FactCodeFactory()
    assert "XF-01" in client.get(address).text
    assert foreign.source.name not in client.get(address).text
    code = FactCode.objects.get(code="XF-01")
    client.post(reverse("dailyreview:factcode_remove", args=[code.pk]))
    assert list(FactCode.objects.all()) == [foreign]
    template = client.get(reverse("dailyreview:factupload_template"))
    assert template.status_code == 403
