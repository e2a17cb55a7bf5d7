"""Rows that break a rule of what they describe, and rows that are not the clerk's to change."""

import datetime as dt

import pytest

from assessment.models import Scheme
from indicators.models import IndicatorSystem
from organization.models import Role
from tests.assessment.factories import CycleFactory
from tests.assessment.imports.workbooks import (
    good_rows,
    messages_of,
    only,
    preview_of,
)
from tests.organization.factories import UserFactory, credit_code, id_number


@pytest.fixture
def stored(office_clerk, store):
    """The good rows are in the database already."""
    return store(good_rows(), office_clerk)


def _changed(sheet: str, row: int, **values):
    rows = good_rows()
    rows[sheet][row] |= values
    return rows


def _rater_class(**values):
    """Two classes of the scheme, each with its own way of making one mark of many."""
    first = {"scheme": "trial", "code": "a", "name": "领导", "weight": "60"}
    first |= {"aggregation": "trimmed", **values}
    second = {"scheme": "trial", "code": "b", "name": "同级", "weight": "40"}
    return good_rows() | {"rater_classes": [first, second]}


@pytest.mark.parametrize(
    ("rows", "place", "reason"),
    [
        (_rater_class(), "", ""),
        (_changed("units", 0, parent="U2"), "单位!E2", "leads back"),
        (_changed("units", 0, category_from=None), "单位!I2", "first day"),
        (_changed("units", 1, credit_code=credit_code(1)), "", ""),
        (_changed("cadres", 0, id_number="320102199001011234"), "干部!A2", "not a valid ID"),
        (_changed("appointments", 0, name="乙"), "任职!B2", "another name"),
        (_changed("appointments", 0, ends_on="2023-01-01"), "任职!J2", "before the first"),
        (_changed("nodes", 1, parent="9"), "指标体系!C3", "neither in the sheet"),
        (_changed("nodes", 0, parent="1"), "指标体系!C2", "leads back"),
        (_changed("nodes", 2, parent="1.1"), "指标体系!C4", "scores by itself"),
        (_changed("nodes", 2, params="没有=1"), "指标体系!J4", "no parameter"),
        (_changed("nodes", 2, rule="", params="下端=1"), "指标体系!J4", "belong to a rule"),
        (_changed("nodes", 1, missing="floor"), "指标体系!L3", "State the share"),
        (_changed("overrides", 0, node="7"), "个性权重!B2", "neither in the sheet"),
        (_changed("values", 0, unit=None), "数据!B2", "Only a benchmark"),
        (_changed("values", 0, unit_of_measure="吨"), "数据!F2", "cannot be converted"),
        (_changed("values", 0, unit_of_measure="斤"), "数据!F2", "Unknown unit of measure"),
        (_changed("values", 0, value="缺"), "数据!E2", "not a number"),
        (_changed("values", 0, period="2024-13"), "数据!C2", "Write a period"),
        (_changed("grades", 1, position=1), "等次!D2", "same position"),
        (_changed("quotas", 0, share="30"), "名额!F2", "less than or equal"),
        (_changed("quotas", 0, grade="z"), "名额!B2", "neither in the sheet"),
        (_changed("quotas", 0, value="U1"), "名额!E2", "no parts to choose"),
        (_changed("quotas", 1, value="U9"), "名额!E3", "No unit has this code"),
        (_rater_class(weight="0"), "票类!D2", "weight above 0"),
        (_rater_class(trim_above=3, trim_each_end=2), "票类!G2", "twice as many raters"),
    ],
)
def test_row_that_breaks_a_rule_is_refused(office_clerk, rows, place, reason):
    messages = messages_of(preview_of(rows, office_clerk))
    if not place:
        assert messages == []
        return
    assert any(message.startswith(f"{place}: ") and reason in message for message in messages)


def test_link_to_itself_and_from_a_leaf_that_reads_none_is_refused(office_clerk):
    rows = good_rows()
    rows["links"] = [{"system": "试验体系", "node": "1.1", "unit": "U1", "target": "U1"}]
    first, second = messages_of(preview_of(rows, office_clerk))
    assert first.startswith("关联结果!B2: ")
    assert second.startswith("关联结果!D2: ")


def test_two_units_of_one_credit_code_are_refused(office_clerk):
    rows = good_rows()
    for row in rows["units"][:2]:
        row["credit_code"] = credit_code(1)
    [message] = messages_of(preview_of(rows, office_clerk))
    assert message.startswith("单位!D3: ")


def test_two_holders_of_one_principal_post_are_refused(office_clerk):
    rows = good_rows()
    rows["cadres"].append({"id_number": id_number(8), "name": "乙", "sex": "1"})
    rows["appointments"].append(
        rows["appointments"][0]
        | {"id_number": id_number(8), "name": "乙", "starts_on": "2025-01-01"}
    )
    messages = messages_of(preview_of(rows, office_clerk))
    assert all("holds this principal post" in message for message in messages)
    rows["appointments"][0]["ends_on"] = "2024-12-31"
    assert messages_of(preview_of(rows, office_clerk)) == []


@pytest.mark.usefixtures("stored")
def test_category_change_needs_a_later_day(office_clerk):
    rows = only("domains", "categories", "units")
    rows["categories"].append({"code": "trial-2", "name": "试验二类", "domain": "trial"})
    rows["units"] = [rows["units"][0] | {"category": "trial-2"}]
    [message] = messages_of(preview_of(rows, office_clerk))
    assert "must begin after 2024-01-01" in message
    rows["units"][0]["category_from"] = "2025-01-01"
    assert messages_of(preview_of(rows, office_clerk)) == []


@pytest.mark.usefixtures("stored")
def test_category_with_units_keeps_its_domain(office_clerk):
    rows = only("domains", "categories")
    rows["domains"].append({"code": "other", "name": "另一领域"})
    rows["categories"][0]["domain"] = "other"
    [message] = messages_of(preview_of(rows, office_clerk))
    assert message.startswith("类别!C2: ")


@pytest.mark.usefixtures("stored")
def test_published_system_is_not_changed(office_clerk):
    IndicatorSystem.objects.update(
        state="published",
        published_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        published_by=office_clerk,
    )
    assert preview_of(good_rows(), office_clerk).counts()["refused"] == 0
    rows = _changed("nodes", 1, weight="51")
    [message] = messages_of(preview_of(rows, office_clerk))
    assert message.startswith("指标体系!A3: This system is published")


@pytest.mark.usefixtures("stored")
def test_scheme_of_an_open_cycle_is_not_changed(office_clerk):
    CycleFactory(scheme=Scheme.objects.get(code="trial"), opened=True)
    [message] = messages_of(preview_of(_changed("quotas", 0, share="0.4"), office_clerk))
    assert "make a new scheme" in message


@pytest.mark.usefixtures("stored")
def test_measure_of_an_indicator_with_figures_keeps_its_dimension(office_clerk):
    rows = only("indicators")
    rows["indicators"][0]["unit_of_measure"] = "万元"
    assert preview_of(rows, office_clerk).counts()["changed"] == 1
    rows["indicators"][0]["unit_of_measure"] = "吨"
    [message] = messages_of(preview_of(rows, office_clerk))
    assert message.startswith("指标库!C2: ")


class TestClerkOfOneDomain:
    @pytest.fixture
    def clerk(self, domain):
        return UserFactory(username="clerk", role=Role.OFFICE_STAFF, role__domain=domain)

    def test_own_rows_pass(self, clerk, domain):
        rows = {
            "units": [
                {"code": "U1", "name": "甲市", "domain": domain.code, "level": "city"},
            ]
        }
        assert messages_of(preview_of(rows, clerk)) == []

    @pytest.mark.usefixtures("stored")
    def test_rows_of_another_domain_are_refused_even_unchanged(self, clerk):
        preview = preview_of(good_rows(), clerk)
        refused = {
            key for key, rows in preview.planned.items() for row in rows if row.outcome == "refused"
        }
        assert {"units", "cadres", "appointments", "systems", "nodes", "values"} <= refused
        public = {"domains", "categories", "indicators", "schemes", "grades", "quotas"}
        assert refused.isdisjoint(public)

    @pytest.mark.usefixtures("stored")
    def test_what_holds_for_all_domains_is_not_changed(self, clerk):
        for sheet in ("domains", "schemes"):
            rows = only(sheet)
            rows[sheet][0]["name"] = "别名"
            [message] = messages_of(preview_of(rows, clerk))
            assert "Only office staff of all domains" in message

    def test_common_benchmark_needs_all_domains(self, clerk):
        rows = only("indicators")
        rows["indicators"][0].pop("owner")
        figure = {"period": "2024", "series": "benchmark", "value": 1, "unit_of_measure": "亿元"}
        rows["values"] = [{"indicator": "GDP", **figure}]
        [message] = messages_of(preview_of(rows, clerk))
        assert message.startswith("数据!A2: ")
