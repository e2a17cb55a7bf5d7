"""Surveys: the list that brings results in, the second person, what scores, feeding back."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assessment.selectors.bundles import collect_bundles
from assessment.services.cycles import open_cycle
from collection.imports.survey_uploading import confirm_survey, marked_list, upload_survey
from collection.models import Survey, SurveyResult, SurveySheet
from collection.services.survey_sheets import answer_sheet, note_sheet, send_sheets
from collection.services.surveys import reopen_survey, verify_survey
from organization.models import AuditEvent, Role
from tests.assessment.factories import OPENED_ON, CycleFactory, SchemeFactory
from tests.assessment.worlds import make_units, run_to_end
from tests.collection.survey_factories import (
    SurveyFactory,
    SurveyResultFactory,
    SurveySheetFactory,
    SurveyThemeFactory,
)
from tests.indicators.factories import LeafFactory, SystemFactory, ValueFactory
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
HEAD = "单位代码,单位名称,主题,满意度,样本量,误差范围"
DUE = dt.date(2099, 1, 31)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bring(survey, by, *rows, encoding="utf-8-sig"):
    content = "\n".join([HEAD, *rows]).encode(encoding)
    return upload_survey(SimpleUploadedFile("满意度.csv", content), survey=survey, by=by)


def test_sat_02_a_list_is_previewed_and_stored_and_corrected(domain, unit, office_clerk):
    """SAT-02: import by unit and theme, the sample size kept; UTF-8 and the national encoding."""
    jobs = SurveyThemeFactory(code="jobs", name="就业")
    survey = SurveyFactory(domain=domain, registered_by=office_clerk)
    upload = bring(survey, office_clerk, f"{unit.code},{unit.name},就业,85.237,400,3")
    assert (upload.created_count, upload.refused_count) == (1, 0)
    assert not SurveyResult.objects.exists()
    confirm_survey(upload, by=office_clerk)
    found = SurveyResult.objects.get()
    assert (found.unit, found.theme, found.sample_size) == (unit, jobs, 400)
    assert (found.score, found.margin) == (Decimal("85.24"), Decimal("3.00"))
    with pytest.raises(ValidationError, match="already"):
        confirm_survey(upload, by=office_clerk)
    again = bring(survey, office_clerk, f"{unit.code},,jobs,86,410,3", encoding="gb18030")
    assert (again.changed_count, again.created_count) == (1, 0)
    confirm_survey(again, by=office_clerk)
    found.refresh_from_db()
    assert (found.score, found.sample_size) == (86, 410)
    actions = set(AuditEvent.objects.about(again).values_list("action", flat=True))
    assert {"surveyupload_uploaded", "surveyupload_confirmed"} <= actions


def test_a_list_is_refused_by_cell_and_comes_back_marked(domain, unit, office_clerk):
    SurveyThemeFactory(code="jobs", name="就业")
    other = UnitFactory(domain=domain)
    rows = (
        f"{other.code},别的单位,就业,101,0,",
        "NOWHERE,,看病,80,30,",
        f"{unit.code},,就业,80,50,",
        f"{unit.code},,jobs,81,50,",
    )
    upload = bring(SurveyFactory(domain=domain), office_clerk, *rows)
    assert (upload.refused_count, upload.created_count) == (3, 1)
    with pytest.raises(ValidationError, match="refused rows"):
        confirm_survey(upload, by=office_clerk)
    cells = load_workbook(io.BytesIO(marked_list(upload))).active
    notes = {cell.coordinate: cell.comment.text for line in cells for cell in line if cell.comment}
    assert {"D2", "E2", "A3", "C3", "C5"} <= set(notes)
    assert "No theme has this name" in notes["C3"]


def test_a_second_person_verifies(domain, unit, office_clerk, office_clerk_b):
    """What one prepares the other verifies; the database holds it too."""
    survey = SurveyFactory(domain=domain, registered_by=office_clerk)
    with pytest.raises(ValidationError, match="no result"):
        verify_survey(survey, by=office_clerk_b)
    SurveyThemeFactory(code="jobs")
    confirm_survey(bring(survey, office_clerk_b, f"{unit.code},,jobs,85,400,"), by=office_clerk_b)
    third = UserFactory(role=Role.OFFICE_STAFF)
    for person in (office_clerk, office_clerk_b):
        with pytest.raises(ValidationError, match="second person"):
            verify_survey(survey, by=person)
    verify_survey(survey, by=third)
    with pytest.raises(ValidationError, match="is verified"):
        verify_survey(survey, by=third)
    with pytest.raises(ValidationError, match="is verified"):
        bring(survey, office_clerk, f"{unit.code},,jobs,99,400,")
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(verified_by=office_clerk)
    reopen_survey(survey, reason="样本量有误", by=office_clerk)
    with pytest.raises(ValidationError, match="not verified"):
        reopen_survey(survey, reason="样本量有误", by=office_clerk)
    actions = list(AuditEvent.objects.about(survey).values_list("action", flat=True))
    assert actions == ["survey_reopened", "survey_verified"]


def social_cycle(category):
    """The assessment itself is worth 80 %, social evaluation 20 %."""
    system = SystemFactory(published=True, category=category)
    marks = {"rule": "marks", "params": {"scale": "100"}}
    own = LeafFactory(system=system, code="A", weight=80, **marks)
    asked = LeafFactory(system=system, code="B", weight=20, source="survey", **marks)
    for leaf in (own, asked):
        leaf.indicator.unit_of_measure = ""
        leaf.indicator.save()
    return CycleFactory(scheme=SchemeFactory(), systems=[system]), own, asked


def test_sat_01_92_and_85_give_90_point_6(domain, category, office_clerk):
    """SAT-01, F20: 0.8 x 92 + 0.2 x 85 = 90.6, through a real run."""
    (unit,) = make_units(category, 1)
    cycle, own, asked = social_cycle(category)
    ValueFactory(indicator=own.indicator, unit=unit, value=92, unit_of_measure="")
    theme = SurveyThemeFactory(indicator=asked.indicator)
    survey = SurveyFactory(domain=domain)
    SurveyResultFactory(survey=survey, unit=unit, theme=theme, score=85)
    later = {"from_on": dt.date(2023, 12, 1), "to_on": dt.date(2023, 12, 9), "verified": True}
    # Another period, an unverified survey and an earlier one of the period count for nothing.
    SurveyResultFactory(survey=SurveyFactory(period="2024", **later), unit=unit, theme=theme)
    SurveyResultFactory(
        survey=SurveyFactory(verified=True, to_on=dt.date(2023, 10, 2)),
        unit=unit,
        theme=theme,
        score=10,
    )

    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    assert values_of(cycle)["B"] == "10.00"
    verify_survey(survey, by=office_clerk)
    assert values_of(cycle)["B"] == "85.00"
    result = run_to_end(cycle).groups.get().results.get()
    assert result.total == Decimal("90.6")


def values_of(cycle):
    (group,) = collect_bundles(cycle)
    return {row.node: row.value for row in group.bundle.values.itertuples()}


def test_an_unverified_or_missing_result_is_an_absent_row(domain, category):
    (unit, other) = make_units(category, 2)
    cycle, _own, asked = social_cycle(category)

    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    theme = SurveyThemeFactory(indicator=asked.indicator)
    survey = SurveyFactory(domain=domain)
    SurveyResultFactory(survey=survey, unit=unit, theme=theme)
    assert values_of(cycle) == {}
    verify_survey(survey, by=UserFactory())
    (group,) = collect_bundles(cycle)
    assert list(group.bundle.values["assessee"]) == [cycle.assessees.get(unit=unit).key]
    assert other.pk != unit.pk


def test_the_unit_is_told_answers_and_is_noted(domain, unit, principal, stranger, office_clerk):
    """SAT-02: collect, analyse, feed back."""
    survey = SurveyFactory(domain=domain)
    SurveyResultFactory(survey=survey, unit=unit, theme__name="教育", sample_size=12)
    with pytest.raises(ValidationError, match="verified"):
        send_sheets(survey, due_on=DUE, by=office_clerk)
    verify_survey(survey, by=office_clerk)
    assert send_sheets(survey, due_on=DUE, by=office_clerk) == 1
    assert send_sheets(survey, due_on=DUE, by=office_clerk) == 0
    sheet = SurveySheet.objects.get()
    with pytest.raises(ValidationError, match="not answered"):
        note_sheet(sheet, by=office_clerk)
    with pytest.raises(PermissionDenied):
        answer_sheet(sheet, measures="不归我管", by=stranger)
    answer_sheet(sheet, measures="增设窗口，11 月底前完成。", by=principal)
    sheet.refresh_from_db()
    note_sheet(sheet, remark="按期推进", by=office_clerk)
    with pytest.raises(ValidationError, match="taken note"):
        answer_sheet(sheet, measures="改主意了", by=principal)
    actions = set(AuditEvent.objects.about(sheet).values_list("action", flat=True))
    assert actions == {"surveysheet_answered", "surveysheet_noted"}


def test_pages_read_as_the_paper_does(client, domain, unit, principal, office_clerk):
    earlier = SurveyFactory(
        domain=domain, period="2022", verified=True, from_on="2022-10-01", to_on="2022-10-31"
    )
    survey = SurveyFactory(domain=domain, verified=True)
    theme = SurveyThemeFactory(name="教育")
    for one, score in ((earlier, 80), (survey, 85)):
        SurveyResultFactory(survey=one, unit=unit, theme=theme, score=score, sample_size=12)
    sheet = SurveySheetFactory(survey=survey, unit=unit, answered=True)
    client.force_login(office_clerk)
    page = client.get(survey.get_absolute_url()).content.decode()
    assert "57.0 – 96.0" in page
    assert '<span class="hj-word hj-watch">small sample</span> 12' in page
    client.force_login(principal)
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "教育" in page
    assert "增设延时服务窗口" in page
    answer = client.get(reverse("collection:surveysheet_pdf", args=[sheet.pk]))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert unit.name in text
    assert "12*" in text


def test_lists_ask_no_more_with_more_rows(client, domain, unit, office_clerk):
    survey = SurveyFactory(domain=domain, verified=True)
    theme = SurveyThemeFactory()
    client.force_login(office_clerk)
    pages = [
        reverse("collection:survey_list"),
        reverse("collection:surveysheet_list"),
        survey.get_absolute_url(),
    ]
    counts = []
    for _ in range(2):
        for _number in range(3):
            one = UnitFactory(domain=domain)
            SurveyResultFactory(survey=survey, unit=one, theme=theme)
            SurveySheetFactory(survey=survey, unit=one)
            SurveyFactory(domain=domain, verified=True)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
