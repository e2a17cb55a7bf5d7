"""Confirming stores exactly what was shown, all of it or nothing, with its audit events."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import translation

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.models import Scheme, SchemeQuota, WorkbookImport
from assessment.services.workbooks import drop_upload
from indicators.models import IndicatorSystem, ReportedValue, SystemNode, WeightOverride
from organization.models import (
    Appointment,
    AuditEvent,
    Cadre,
    CategoryMembership,
    Domain,
    LeadershipTeam,
    Unit,
)
from organization.services import bulk
from tests.assessment.imports.workbooks import content_of, good_rows, only, upload_of
from tests.organization.factories import DomainFactory, id_number

State = WorkbookImport.State


def upload(rows, user):
    return upload_workbook(upload_of(content_of(rows)), by=user)


def test_confirmed_workbook_is_in_every_table(office_clerk, store):
    workbook = store(good_rows(), office_clerk)
    workbook.refresh_from_db()
    assert workbook.state == State.CONFIRMED
    unit = Unit.objects.get(code="U2")
    assert (unit.parent.code, unit.domain.code, unit.team.name) == ("U1", "trial", "第2市班子")
    membership = CategoryMembership.objects.get(unit=unit)
    assert (membership.category.code, membership.valid_from) == ("trial-1", dt.date(2024, 1, 1))
    cadre = Cadre.objects.get()
    assert (cadre.id_number, cadre.birth_month.day) == (id_number(7), 1)
    assert Appointment.objects.get().unit.code == "U1"
    system = IndicatorSystem.objects.get()
    assert (system.is_draft, system.version, system.full_marks) == (True, 1, 100)
    node = SystemNode.objects.get(code="1.2")
    assert (node.parent.code, node.indicator.code, node.position) == ("1", "PM", 3)
    assert node.params == {"direction": "lower", "low": "20", "high": "60"}
    assert WeightOverride.objects.get(node=node).weight == 60
    figure = ReportedValue.objects.get(unit=unit)
    assert (figure.value, figure.reported_by) == (Decimal("2000.5"), office_clerk)
    quotas = SchemeQuota.objects.of_scheme(Scheme.objects.get())
    assert list(quotas.values_list("scope", "value", "share", "is_strict")) == [
        ("group", "", Decimal("0.3"), False),
        ("cycle", "U1", Decimal("0.35"), True),
    ]


def test_changes_reach_every_table(office_clerk, store):
    store(good_rows(), office_clerk)
    rows = good_rows()
    rows["categories"].append({"code": "trial-2", "name": "试验二类", "domain": "trial"})
    rows["units"][1] |= {
        "parent": "U3", "team": "新班子", "category": "trial-2", "category_from": "2025-01-01",
    }  # fmt: skip
    rows["nodes"][1] |= {"indicator": "PM", "rule": "target", "params": {"target": "7"}}
    rows["values"][1] |= {"value": "5", "unit_of_measure": "万元", "note": "更正"}
    store(rows, office_clerk)
    unit = Unit.objects.get(code="U2")
    assert (unit.parent.code, unit.team.name) == ("U3", "新班子")
    old, new = CategoryMembership.objects.filter(unit=unit).order_by("valid_from")
    assert (old.valid_to, new.valid_to) == (dt.date(2024, 12, 31), None)
    node = SystemNode.objects.get(code="1.1")
    assert (node.indicator.code, node.rule, node.params) == ("PM", "target", {"target": "7"})
    figure = ReportedValue.objects.get(unit=unit)
    assert (figure.value, figure.unit_of_measure, figure.note) == (5, "万元", "更正")
    assert LeadershipTeam.objects.count() == 3


def test_audit_trail_has_one_event_a_sheet_with_old_and_new(office_clerk, store):
    store(good_rows(), office_clerk)
    rows = only("cadres", "values")
    rows["cadres"][0]["name"] = "甲改"
    rows["values"][0]["value"] = "1"
    store(rows, office_clerk)
    events = AuditEvent.objects.filter(actor=office_clerk)
    created = events.get(action="reportedvalue_imported", after__created=3)
    assert created.after["changed"] == 0
    changed = events.get(action="reportedvalue_imported", after__changed=1)
    assert changed.before["rows"] == {"GDP · U1 · 2024 · actual value": {"value": "1000.5"}}
    assert changed.after["rows"] == {"GDP · U1 · 2024 · actual value": {"value": "1"}}
    assert events.filter(action="workbook_confirmed").count() == 2
    assert not any(id_number(7) in str([e.before, e.after, e.object_label]) for e in events)


def test_failure_at_the_last_sheet_stores_nothing(office_clerk, monkeypatch):
    workbook = upload(good_rows(), office_clerk)

    def fail(model, **kwargs):
        if model.__name__ == "SchemeGrade":
            raise IntegrityError("the disk is full")
        store_in_bulk(model, **kwargs)

    store_in_bulk = bulk.store_in_bulk
    monkeypatch.setattr("organization.imports.storing.store_in_bulk", fail)
    with pytest.raises(ValidationError):
        confirm_import(workbook, by=office_clerk)
    workbook.refresh_from_db()
    assert workbook.state == State.PREVIEWED
    assert not Unit.objects.exists()
    assert not AuditEvent.objects.filter(action="unit_imported").exists()


def test_refused_rows_keep_the_good_ones_out(office_clerk):
    rows = good_rows()
    rows["values"][0]["value"] = "缺"
    workbook = upload(rows, office_clerk)
    with pytest.raises(ValidationError) as caught:
        confirm_import(workbook, by=office_clerk)
    assert caught.value.code == "refused"
    assert not Unit.objects.exists()


def test_second_confirmation_of_the_same_upload_is_refused(office_clerk):
    workbook = upload(good_rows(), office_clerk)
    in_the_other_window = WorkbookImport.objects.get(pk=workbook.pk)
    confirm_import(workbook, by=office_clerk)
    with pytest.raises(ValidationError) as caught:
        confirm_import(in_the_other_window, by=office_clerk)
    assert caught.value.code == "settled"
    assert AuditEvent.objects.filter(action="unit_imported").count() == 1


def test_second_of_two_uploads_of_the_same_rows_is_shown_anew(office_clerk, office_clerk_b):
    first, second = upload(good_rows(), office_clerk), upload(good_rows(), office_clerk_b)
    confirm_import(first, by=office_clerk)
    with pytest.raises(ValidationError) as caught:
        confirm_import(second, by=office_clerk_b)
    assert caught.value.code == "changed"
    second.refresh_from_db()
    assert (second.state, second.created_count) == (State.PREVIEWED, 0)
    assert second.unchanged_count == sum(map(len, good_rows().values()))


def test_what_changed_since_the_preview_is_not_overwritten(office_clerk, store):
    store(good_rows(), office_clerk)
    rows = only("units")
    rows["units"][0]["name"] = "新名"
    workbook = upload(rows, office_clerk)
    Unit.objects.filter(code="U1").update(name="别人的名")
    with pytest.raises(ValidationError):
        confirm_import(workbook, by=office_clerk)
    assert Unit.objects.get(code="U1").name == "别人的名"
    confirm_import(workbook, by=office_clerk)
    assert Unit.objects.get(code="U1").name == "新名"


def test_confirming_in_another_language_stores_what_was_shown(office_clerk):
    workbook = upload(good_rows(), office_clerk)
    with translation.override("zh-hans"):
        confirm_import(workbook, by=office_clerk)
    assert Unit.objects.count() == 3


def test_dropped_workbook_leaves_no_file_and_no_rows(
    office_clerk, django_capture_on_commit_callbacks
):
    workbook = upload(good_rows(), office_clerk)
    storage, name = workbook.file.storage, workbook.file.name
    with django_capture_on_commit_callbacks(execute=True):
        drop_upload(workbook, by=office_clerk)
    assert not storage.exists(name)
    workbook.refresh_from_db()
    assert (workbook.state, workbook.preview) == (State.DROPPED, {})
    with pytest.raises(ValidationError):
        confirm_import(workbook, by=office_clerk)
    assert AuditEvent.objects.filter(action="workbook_dropped").count() == 1


def test_name_of_the_upload_is_kept_for_people_and_not_as_a_path(office_clerk):
    file = ContentFile(content_of(only("domains")), name="甲.xlsx")
    file.name = "../../甲.xlsx"
    workbook = upload_workbook(file, by=office_clerk)
    assert workbook.file_name == "甲.xlsx"
    assert workbook.file.name.startswith("imports/")


def test_systems_of_one_category_get_the_next_versions(office_clerk, store):
    store(good_rows(), office_clerk)
    rows = {"systems": [{"name": "改进的体系", "category": "trial-1", "year": 2024}]}
    store(rows, office_clerk)
    assert IndicatorSystem.objects.get(name="改进的体系").version == 2


class TestCommand:
    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "工作簿.xlsx"
        path.write_bytes(content_of(good_rows()))
        return path

    def test_stores_the_workbook(self, office_clerk, path):
        out = StringIO()
        call_command("import_workbook", path, user=office_clerk.username, stdout=out)
        assert Unit.objects.count() == 3
        assert "created 24" in out.getvalue()

    def test_tells_the_refusals_and_stores_nothing(self, office_clerk, path):
        rows = good_rows()
        rows["units"][0]["level"] = "星级"
        path.write_bytes(content_of(rows))
        with pytest.raises(CommandError, match=r"单位!J2"):
            call_command("import_workbook", path, user=office_clerk.username)
        assert not Domain.objects.exists()

    @pytest.mark.parametrize("name", ["nobody", "office_clerk"])
    def test_says_what_is_missing(self, office_clerk, tmp_path, name):
        with pytest.raises(CommandError):
            call_command("import_workbook", tmp_path / "none.xlsx", user=name)


def test_rows_of_a_foreign_domain_are_not_stored_by_a_renamed_code(office_clerk, store):
    """A row is found by its key alone: changing the domain of a stored unit shows as a change."""
    store(good_rows(), office_clerk)
    DomainFactory(code="elsewhere")
    rows = only("units")
    rows["units"][2] |= {"domain": "elsewhere", "category": None, "category_from": None}
    workbook = upload(rows, office_clerk)
    assert workbook.refused_count == 1
