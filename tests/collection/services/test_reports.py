"""The table of a department: drafts of two people, checks, four eyes, return, verification."""

import datetime as dt
import sys
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from collection.imports.tables import table_workbook
from collection.imports.uploading import confirm_table, upload_table
from collection.models import DepartmentReport
from collection.selectors.feeds import feeds_of
from collection.services.proofs import add_proof, remove_proof
from collection.services.reports import (
    CellDraft,
    remind_department,
    return_report,
    save_cells,
    submit_report,
    verify_report,
)
from indicators.models import ReportedValue
from organization.models import AuditEvent, CategoryMembership, Role, Unit
from organization.services.uploads import check_upload
from tests.collection.round_factories import (
    DepartmentReportFactory,
    LeafTermFactory,
    ReportEntryFactory,
    ReportingPlanFactory,
    ReportingRoundFactory,
)
from tests.collection.round_world import table_file
from tests.indicators.factories import IndicatorFactory, LeafFactory, SystemFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory, UserFactory

State = DepartmentReport.State


def report_of(category, *, measure="亿元", **plan):
    """A department's table of one leaf in the year 2023."""
    system = SystemFactory(category=category, published=True)
    LeafFactory(system=system, indicator__unit_of_measure=measure)
    plan = ReportingPlanFactory(systems=[system], **plan)
    owner = system.nodes.get().indicator.owner
    return DepartmentReportFactory(round__plan=plan, department=owner)


def reporter_of(report):
    return UserFactory(role=Role.DATA_REPORTER, unit=report.department)


def typed(report, unit, text, remark="", revision=None):
    indicator = report.round.plan.systems.get().nodes.get().indicator
    return CellDraft((indicator.pk, unit.pk), text, remark, revision)


def test_figures_count_once_somebody_else_has_verified_them(category, unit, office_clerk):
    report = report_of(category)
    reporter = reporter_of(report)
    save_cells(report, [typed(report, unit, "１２３４ 万元")], by=reporter)
    submit_report(report, by=reporter)
    assert not ReportedValue.objects.exists()
    with pytest.raises(ValidationError, match="handed in"):
        save_cells(report, [typed(report, unit, "1")], by=reporter)
    return_report(
        report, reason="口径不符", rows={typed(report, unit, "").pair: "应为全市"}, by=office_clerk
    )
    assert report.entries.get().returned_reason == "应为全市"
    save_cells(report, [typed(report, unit, "2")], by=reporter)
    file = ContentFile(b"%PDF-1.7", "统计公报.pdf")
    add_proof(report, file, entry=report.entries.get(), acknowledged=True, by=reporter)
    submit_report(report, by=reporter)
    verify_report(report, by=office_clerk)
    value = ReportedValue.objects.get()
    assert (value.value, value.unit, value.period, value.reported_by) == (2, unit, "2023", reporter)
    with value.evidence.open() as proof:
        assert proof.read() == b"%PDF-1.7"
    # A verified table that is opened again corrects its figures, with their history.
    return_report(report, reason="补报", by=office_clerk)
    save_cells(report, [typed(report, unit, "3")], by=reporter)
    submit_report(report, by=reporter)
    verify_report(report, by=office_clerk)
    assert ReportedValue.objects.get().value == 3
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert {"report_submitted", "report_returned", "report_verified", "value_corrected"} <= {
        *actions
    }


def test_who_reported_does_not_verify(category, unit):
    report = report_of(category)
    both = UserFactory(role=Role.DATA_REPORTER, unit=report.department)
    both.role_assignments.create(role=Role.OFFICE_STAFF)
    save_cells(report, [typed(report, unit, "1")], by=both)
    submit_report(report, by=both)
    with pytest.raises(ValidationError, match="somebody else verifies"):
        verify_report(report, by=both)
    # Somebody else has handed it in meanwhile, but the figures are still of the same person.
    DepartmentReport.objects.update(submitted_by=reporter_of(report))
    with pytest.raises(ValidationError, match="somebody else verifies"):
        verify_report(report, by=both)
    stranger = UserFactory(role=Role.DATA_REPORTER, unit=unit)
    with pytest.raises(PermissionDenied):
        save_cells(report, [typed(report, unit, "1")], by=stranger)
    with pytest.raises(PermissionDenied):
        verify_report(report, by=stranger)


def test_two_people_on_one_cell_lose_nothing(category, unit):
    report = report_of(category)
    first, second = reporter_of(report), reporter_of(report)
    save_cells(report, [typed(report, unit, "1", revision=0)], by=first)
    done = save_cells(report, [typed(report, unit, "2", revision=0)], by=second)
    (theirs,) = done.conflicts.values()
    assert (theirs.text, theirs.saved_by) == ("1", first)
    assert report.entries.get().text == "1"
    save_cells(report, [typed(report, unit, "2", revision=theirs.revision)], by=second)
    assert (report.entries.get().text, report.entries.get().revision) == ("2", 2)


def test_faults_block_and_warnings_want_a_note(category, unit):
    report = report_of(category)
    reporter = reporter_of(report)
    indicator = typed(report, unit, "").pair[0]
    ValueFactory(indicator_id=indicator, unit=unit, period="2022", value=10, unit_of_measure="亿元")
    for text, code in [("", "remarks"), ("约30", "faults"), ("3 吨", "faults"), ("30", "remarks")]:
        save_cells(report, [typed(report, unit, text)], by=reporter)
        with pytest.raises(ValidationError) as refusal:
            submit_report(report, by=reporter)
        assert refusal.value.code == code
    save_cells(report, [typed(report, unit, "30", "新投产两条生产线")], by=reporter)
    submit_report(report, by=reporter)
    assert report.state == State.SUBMITTED


def test_forty_units_with_95_each_are_refused(category):
    """ORG-07: a department giving 40 units 95 each gets it back with "no differentiation"."""
    units = [UnitFactory(domain=category.domain) for _ in range(40)]
    for one in units:
        CategoryMembershipFactory(unit=one, category=category)
    spread = {"different_min": Decimal("0.5"), "width_min": Decimal(3)}
    report = report_of(category, measure="分", kind="scores", **spread)
    reporter = reporter_of(report)
    save_cells(report, [typed(report, one, "95") for one in units], by=reporter)
    with pytest.raises(ValidationError, match="no differentiation, 40 of 40"):
        submit_report(report, by=reporter)
    scores = [typed(report, one, str(60 + number)) for number, one in enumerate(units)]
    save_cells(report, scores, by=reporter)
    node = report.round.plan.systems.get().nodes.get()
    # The leaf may ask for more than the plan.
    LeafTermFactory(plan=report.round.plan, node=node, rhythms=None, width_min=Decimal(30))
    with pytest.raises(ValidationError, match="no differentiation"):
        submit_report(report, by=reporter)
    report.round.plan.terms.all().delete()
    save_cells(report, [typed(report, units[0], "100.5")], by=reporter)
    with pytest.raises(ValidationError, match="put right"):
        submit_report(report, by=reporter)
    save_cells(report, [typed(report, units[0], "60")], by=reporter)
    submit_report(report, by=reporter)


def test_feeds_three_days_late_stand_on_the_board(office_clerk):
    """ORG-08: of 18 feeds, those 3 days late appear on the office's board, with whom to call."""
    today = timezone.localdate()
    plan = ReportingPlanFactory()
    for late in range(18):
        due = today - dt.timedelta(days=late - 2)
        facts = {"ends_on": due, "due_on": due, "late_on": due + dt.timedelta(days=3)}
        of_day = ReportingRoundFactory(plan=plan, period=f"{2000 + late}", **facts)
        DepartmentReportFactory(round=of_day, department__name=f"部门{late:02d}")
    handed_in = DepartmentReport.objects.get(department__name="部门17")
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=handed_in.department, display_name="王芳")
    late = list(DepartmentReport.objects.overdue(today))
    feeds = feeds_of(late, today)
    assert sorted(feed.days_late for feed in feeds) == list(range(3, 16))
    assert [feed.contact for feed in feeds if feed.report == handed_in] == ["王芳"]
    remind_department(handed_in, by=office_clerk)
    with pytest.raises(ValidationError, match="reminded today"):
        remind_department(handed_in, by=office_clerk)
    DepartmentReport.objects.filter(pk=handed_in.pk).update(
        state=State.SUBMITTED, submitted_by=reporter
    )
    assert DepartmentReport.objects.overdue(today).count() == 12
    in_time = DepartmentReport.objects.get(department__name="部门00")
    with pytest.raises(ValidationError, match="not overdue"):
        remind_department(in_time, by=office_clerk)


def test_a_workbook_fills_the_table(category, unit):
    report = report_of(category)
    reporter = reporter_of(report)
    code = report.round.plan.systems.get().nodes.get().indicator.code
    template = ContentFile(table_workbook(report, language="zh-hans"), "报表.xlsx")
    assert upload_table(report, template, by=reporter).unchanged_count == 1
    rows = [(code, unit.code, "约 7", ""), (code, "NOWHERE", "7", "")]
    refused = upload_table(report, ContentFile(table_file(rows), "x.xlsx"), by=reporter)
    cells = [fault["cell"] for row in refused.preview["refused"] for fault in row["faults"]]
    assert cells == ["C2", "A3"]
    with pytest.raises(ValidationError, match="refused rows"):
        confirm_table(refused, by=reporter)
    rows = [(code, unit.code, "7 亿元", "快报数")]
    good = upload_table(report, ContentFile(table_file(rows), "x.xlsx"), by=reporter)
    # Somebody types meanwhile: what was confirmed is no longer what would happen.
    save_cells(report, [typed(report, unit, "6")], by=reporter)
    with pytest.raises(ValidationError, match="data changed"):
        confirm_table(good, by=reporter)
    confirm_table(good, by=reporter)
    assert (report.entries.get().text, report.entries.get().remark) == ("7亿元", "快报数")


def test_evidence_is_acknowledged_marked_and_scanned(category, unit, settings, tmp_path):
    """L-12: no secret file; a scanner that is named in the settings has its say."""
    report = report_of(category)
    reporter = reporter_of(report)
    file = ContentFile(b"%PDF-1.7", "公报.pdf")
    with pytest.raises(ValidationError, match="no secrets"):
        add_proof(report, file, acknowledged=False, by=reporter)
    with pytest.raises(ValidationError, match="secrecy mark"):
        check_upload(ContentFile(b"%PDF-1.7", "机密★5年.pdf"))
    scanner = tmp_path / "scanner.py"
    scanner.write_text("import sys\nsys.exit(1 if b'EICAR' in sys.stdin.buffer.read() else 0)\n")
    settings.VIRUS_SCAN = [sys.executable, "-S", str(scanner)]
    proof = add_proof(report, file, acknowledged=True, by=reporter)
    with pytest.raises(ValidationError, match="virus scanner refuses"):
        add_proof(report, ContentFile(b"%PDF-EICAR", "x.pdf"), acknowledged=True, by=reporter)
    settings.VIRUS_SCAN = [str(tmp_path / "missing")]
    with pytest.raises(ValidationError, match="could not be checked"):
        check_upload(file)
    remove_proof(proof, by=reporter)
    assert not report.proofs.exists()


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(client):
    body = {"CONTENT_LENGTH": str(2 * 1024**3)}
    assert client.post("/collection/reports/1/proofs/new/", **body).status_code == 413


def test_a_table_of_60_indicators_and_239_units_stays_light(
    category, client, django_assert_max_num_queries
):
    """A page of a large table asks each kind of thing once, however large the table is."""
    units = Unit.objects.bulk_create(UnitFactory.build_batch(239, domain=category.domain))
    since = dt.date(2020, 1, 1)
    CategoryMembership.objects.bulk_create(
        [CategoryMembership(unit=one, category=category, valid_from=since) for one in units]
    )
    report = report_of(category)
    system = report.round.plan.systems.get()
    for _ in range(59):
        LeafFactory(system=system, indicator=IndicatorFactory(owner=report.department))
    ReportEntryFactory(report=report, indicator=system.nodes.first().indicator, unit=units[0])
    client.force_login(reporter_of(report))
    with django_assert_max_num_queries(32):
        page = client.get(report.get_absolute_url())
    assert page.context["due_count"] == 60 * 239
    assert page.content.count(b"data-revision=") == 50
    assert len(page.content) < 150_000
