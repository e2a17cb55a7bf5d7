"""Reporting figures: refused or stored as a whole, corrected with a trail, proved by files."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ReportedValue
from indicators.services.evidence import attach_evidence
from indicators.services.values import (
    RefusedValuesError,
    Reported,
    ValueEntry,
    report_value,
    report_values,
    withdraw_value,
)
from organization.models import AuditEvent, Role
from organization.services.uploads import LARGEST
from tests.indicators.factories import IndicatorFactory, ValueFactory
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def entry(**fields):
    fields.setdefault("indicator", IndicatorFactory(unit_of_measure="亿元"))
    fields.setdefault("unit", UnitFactory())
    fields.setdefault("period", "2023")
    fields.setdefault("value", Decimal("12.5"))
    return ValueEntry(**fields)


def test_a_figure_is_stored_in_the_measure_it_was_reported_in(office_clerk):
    row = report_value(entry(value=Decimal(125000), unit_of_measure="万元"), by=office_clerk)
    assert (row.value, row.unit_of_measure) == (125000, "万元")
    assert row.in_measure("亿元") == Decimal("12.5")
    assert row.reported_by == office_clerk


def test_without_a_measure_it_is_that_of_the_indicator(office_clerk):
    assert report_value(entry(), by=office_clerk).unit_of_measure == "亿元"


def test_new_figures_leave_one_event_for_each_indicator_and_period(office_clerk):
    indicator = IndicatorFactory()
    units = UnitFactory.create_batch(3)
    report_values([entry(indicator=indicator, unit=unit) for unit in units], by=office_clerk)
    event = AuditEvent.objects.get()
    assert event.action == "values_reported"
    assert event.after["figures"] == {unit.code: "12.5 亿元" for unit in units}


def test_a_correction_keeps_what_stood_before(office_clerk, reporter):
    first = entry()
    row = report_value(first, by=office_clerk)
    corrected = ValueEntry(first.indicator, first.unit, "2023", Decimal(13), note="补报")
    assert report_values([corrected], by=office_clerk) == Reported(changed=1)
    event, first_report = AuditEvent.objects.about(row)
    assert (event.action, first_report.action) == ("value_corrected", "values_reported")
    assert (event.before["value"], event.after["value"]) == ("12.500000", "13")
    assert event.after["note"] == "补报"
    assert ReportedValue.objects.count() == 1


def test_the_same_report_again_changes_nothing(office_clerk):
    entries = [entry(), entry()]
    assert report_values(entries, by=office_clerk) == Reported(created=2)
    before = list(ReportedValue.objects.values())
    assert report_values(entries, by=office_clerk) == Reported(unchanged=2)
    assert list(ReportedValue.objects.values()) == before
    assert AuditEvent.objects.count() == 2


REFUSED = {
    "another dimension": {"unit_of_measure": "吨"},
    "unknown measure": {"unit_of_measure": "两"},
    "no period": {"period": "2023-13"},
    "too many decimals": {"value": Decimal("1.1234567")},
    "no unit": {"unit": None},
    "unknown series": {"series": "guess"},
    "long note": {"note": "字" * 201},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
def test_one_wrong_figure_refuses_all_and_names_its_row(fields, office_clerk):
    with pytest.raises(RefusedValuesError) as refusal:
        report_values([entry(), entry(**fields), entry()], by=office_clerk)
    assert list(refusal.value.by_row) == [1]
    assert not ReportedValue.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_figure_twice_in_one_report_is_refused(office_clerk):
    first = entry()
    with pytest.raises(RefusedValuesError) as refusal:
        report_values([first, first], by=office_clerk)
    assert list(refusal.value.by_row) == [1]


def test_a_common_benchmark_needs_no_unit(office_clerk):
    benchmark = entry(unit=None, series="benchmark")
    report_value(benchmark, by=office_clerk)
    assert report_values([benchmark], by=office_clerk) == Reported(unchanged=1)


def test_who_may_report_what(unit, reporter):
    own = IndicatorFactory(owner=unit)
    for allowed in (entry(unit=unit), entry(indicator=own)):
        report_value(allowed, by=reporter)
    with pytest.raises(RefusedValuesError):
        report_value(entry(), by=reporter)


def test_office_of_one_domain_reports_for_that_domain(unit):
    user = UserFactory(role=Role.OFFICE_STAFF, role__domain=unit.domain)
    report_value(entry(unit=unit), by=user)
    with pytest.raises(RefusedValuesError):
        report_value(entry(), by=user)


@pytest.mark.parametrize("who", ["stranger", "evaluator", "principal", "system_admin"])
def test_others_report_nothing(who, unit, request):
    with pytest.raises(RefusedValuesError):
        report_value(entry(unit=unit), by=request.getfixturevalue(who))


def test_queries_do_not_grow_with_the_report(office_clerk):
    indicator = IndicatorFactory()
    report_values([entry()], by=office_clerk)  # the account's roles are read once
    counts = []
    for size in (2, 60):
        entries = [entry(indicator=indicator, unit=UnitFactory()) for _ in range(size)]
        with CaptureQueriesContext(connection) as queries:
            report_values(entries, by=office_clerk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_correction_costs_one_audit_row_and_no_further_query(office_clerk):
    indicator = IndicatorFactory()
    units = UnitFactory.create_batch(20)
    counts = []
    for value, some in ((1, units), (2, units[:5]), (3, units)):
        entries = [entry(indicator=indicator, unit=unit, value=Decimal(value)) for unit in some]
        with CaptureQueriesContext(connection) as queries:
            report_values(entries, by=office_clerk)
        counts.append(len(queries))
    assert counts[2] - counts[1] == 15


def test_withdrawing_needs_a_reason_and_leaves_a_trail(office_clerk):
    value = ValueFactory()
    with pytest.raises(ValidationError):
        withdraw_value(value, reason=" ", by=office_clerk)
    key = str(value.pk)
    withdraw_value(value, reason="报错单位", by=office_clerk)
    assert not ReportedValue.objects.exists()
    event = AuditEvent.objects.get(object_key=key)
    assert (event.before["value"], event.after["reason"]) == ("87.5", "报错单位")


def pdf(name="证明.pdf", content=b"%PDF-1.7 ..."):
    return SimpleUploadedFile(name, content)


def test_evidence_is_attached_and_replaced(office_clerk):
    value = ValueFactory()
    attach_evidence(value, pdf(), by=office_clerk)
    first = value.evidence.name
    attach_evidence(value, pdf("新证明.pdf"), by=office_clerk)
    event = AuditEvent.objects.about(value).first()
    assert event.before["evidence"] == first
    assert value.evidence.storage.exists(first)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: pdf("证明.exe"), "type"),
        (lambda: pdf("证明"), "type"),
        (lambda: pdf("证明.pdf", b"MZ\x90"), "content"),
        (lambda: pdf("证明.png"), "content"),
        (lambda: pdf("证明.pdf", b""), "content"),
        (lambda: pdf("证明.pdf", b"%PDF-" + bytes(LARGEST)), "size"),
    ],
    ids=["type", "no type", "renamed", "other type", "empty", "too large"],
)
def test_evidence_is_refused(file, code, office_clerk):
    value = ValueFactory()
    with pytest.raises(ValidationError) as refusal:
        attach_evidence(value, file(), by=office_clerk)
    assert refusal.value.code == code
    value.refresh_from_db()
    assert not value.evidence


def test_evidence_of_others_is_refused(stranger):
    with pytest.raises(ValidationError) as refusal:
        attach_evidence(ValueFactory(), pdf(), by=stranger)
    assert refusal.value.code == "not_yours"
