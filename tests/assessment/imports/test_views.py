import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import WorkbookImport
from organization.models import AuditEvent, Category, Unit
from tests.assessment.factories import WorkbookImportFactory
from tests.assessment.imports.workbooks import content_of, good_rows, only, table, upload_of


@pytest.fixture
def page(client, office_clerk):
    """The client of an office clerk who reads English."""
    office_clerk.language = "en"
    office_clerk.save()
    client.force_login(office_clerk)
    return client


def upload(page, content: bytes):
    return page.post(reverse("assessment:import_create"), {"file": upload_of(content)}, follow=True)


def test_upload_is_previewed_and_confirmed(page):
    response = upload(page, content_of(good_rows()))
    assert response.templates[0].name == "assessment/import_detail.html"
    assert "24 rows are created and 0 changed" in response.content.decode()
    assert not Unit.objects.exists()
    [workbook] = WorkbookImport.objects.all()
    response = page.post(reverse("assessment:import_confirm", args=[workbook.pk]), follow=True)
    assert "The workbook is stored." in response.content.decode()
    assert Unit.objects.count() == 3


def test_refused_rows_come_first_and_cannot_be_confirmed(page):
    rows = good_rows()
    rows["values"][0]["value"] = "缺"
    html = upload(page, content_of(rows)).content.decode()
    [workbook] = WorkbookImport.objects.all()
    assert html.index('id="refused"') < html.index('id="created"')
    assert "is not a number" in html
    assert reverse("assessment:import_confirm", args=[workbook.pk]) not in html
    response = page.get(reverse("assessment:import_marked", args=[workbook.pk]))
    assert response["Cache-Control"].count("no-store") == 1
    assert "attachment" in response["Content-Disposition"]
    copy = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    assert copy["数据"]["E2"].comment is not None
    page.post(reverse("assessment:import_confirm", args=[workbook.pk]))
    assert not Unit.objects.exists()


def test_file_that_cannot_be_read_says_why(page):
    response = upload(page, b"code,name\n1,a")
    assert "renaming a file does not convert it" in response.content.decode()
    assert not WorkbookImport.objects.exists()


def test_changed_rows_show_old_and_new(page, office_clerk, store):
    store(good_rows(), office_clerk)
    rows = only("units")
    rows["units"][0]["name"] = "<b>新名</b>"
    html = upload(page, content_of(rows)).content.decode()
    assert "<del>第1市</del> <ins>&lt;b&gt;新名&lt;/b&gt;</ins>" in html


def test_dropped_workbook_is_in_the_list_and_empty(page):
    upload(page, content_of(good_rows()))
    [workbook] = WorkbookImport.objects.all()
    html = page.post(
        reverse("assessment:import_drop", args=[workbook.pk]), follow=True
    ).content.decode()
    assert "dropped; nothing was stored" in html
    response = page.get(reverse("assessment:import_detail", args=[workbook.pk]))
    assert response.status_code == 200


def test_heap_is_turned_page_by_page(page):
    head = ["Domain code", "Domain name"]
    rows = [[f"d{number}", f"领域{number}"] for number in range(120)]
    upload(page, table([head, *rows], "Domains"))
    [workbook] = WorkbookImport.objects.all()
    response = page.get(
        reverse("assessment:import_detail", args=[workbook.pk]),
        {"created_page": 3},
        headers={"HX-Request": "true", "HX-Target": "created"},
    )
    html = response.content.decode()
    assert "领域119" in html
    assert "领域99<" not in html
    assert "<html" not in html


def test_export_is_offered_for_own_categories_and_recorded(page, office_clerk, store):
    store(good_rows(), office_clerk)
    category = Category.objects.get(code="trial-1")
    address = reverse("assessment:workbook_export", args=[category.pk, 2024])
    assert address in page.get(reverse("assessment:import_list")).content.decode()
    response = page.get(address)
    assert openpyxl.load_workbook(io.BytesIO(response.getvalue()))["Units"]["A2"].value == "U1"
    event = AuditEvent.objects.get(action="workbook_exported")
    assert (event.object_key, event.after["units"]) == (str(category.pk), 3)


def test_upload_page_says_non_secret_material_only(page):
    assert (
        "Non-secret material only" in page.get(reverse("assessment:import_create")).content.decode()
    )


def test_list_asks_the_database_as_often_for_many_uploads(page, office_clerk):
    counts = []
    for _ in range(2):
        WorkbookImportFactory.create_batch(5, uploaded_by=office_clerk)
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse("assessment:import_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_first_look_at_the_upload_page_shows_no_error(page):
    response = page.get(reverse("assessment:import_create"))
    assert not response.context["form"].is_bound
