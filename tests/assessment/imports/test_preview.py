"""What a preview says of a workbook: every row in one heap, every refusal with sheet and cell."""

import datetime as dt

import pytest

from assessment.imports.sheets import SHEETS
from assessment.models import Scheme
from indicators.models import IndicatorSystem, ReportedValue
from organization.models import Role, Unit
from tests.assessment.factories import CycleFactory
from tests.assessment.imports.workbooks import (
    content_of,
    good_rows,
    messages_of,
    only,
    preview_of,
    raw_workbook,
    table,
)
from tests.organization.factories import CadreFactory, UserFactory, credit_code, id_number

UNITS = ["domains", "categories", "units"]
HEAD = ["单位编码", "单位名称", "领域编码", "层级"]


@pytest.fixture
def stored(office_clerk, store):
    """The good rows are in the database already."""
    return store(good_rows(), office_clerk)


def test_new_workbook_is_all_created_and_stores_nothing(office_clerk):
    preview = preview_of(good_rows(), office_clerk)
    assert messages_of(preview) == []
    assert preview.counts() == {"created": sum(map(len, good_rows().values()))}
    assert not Unit.objects.exists()


@pytest.mark.usefixtures("stored")
def test_the_same_workbook_again_is_all_unchanged(office_clerk):
    preview = preview_of(good_rows(), office_clerk)
    assert messages_of(preview) == []
    assert preview.counts() == {"unchanged": sum(map(len, good_rows().values()))}


@pytest.mark.usefixtures("stored")
def test_english_titles_mean_the_same(office_clerk):
    preview = preview_of(content_of(good_rows(), "en"), office_clerk)
    assert preview.counts() == {"unchanged": sum(map(len, good_rows().values()))}
    assert preview.remarks == []


@pytest.mark.usefixtures("stored")
def test_changed_row_shows_old_and_new_of_each_field(office_clerk):
    rows = only("units")
    rows["units"][1] |= {"name": "新名市", "parent": "U3"}
    [changed] = preview_of(rows, office_clerk).described()["changed"]
    assert changed["row"] == 3
    assert changed["changes"] == [
        {"title": "Unit name", "old": "第2市", "new": "新名市"},
        {"title": "Superior unit code", "old": "U1", "new": "U3"},
    ]


@pytest.mark.usefixtures("stored")
def test_column_that_is_not_there_keeps_what_is_stored(office_clerk):
    content = table([HEAD, ["U2", "第2市", "trial", "市级"]])
    assert preview_of(content, office_clerk).counts() == {"unchanged": 1}


@pytest.mark.parametrize(
    ("cells", "place", "reason"),
    [
        (["U9", "甲市", "trial", "星级"], "D2", "none of"),
        (["U9", "", "trial", "市级"], "B2", "must be filled in"),
        (["U9", "甲市", "nowhere", "市级"], "C2", "neither in the sheet"),
        (["U9", dt.date(2024, 1, 1), "trial", "市级"], "B2", "date"),
        (["U" * 31, "甲市", "trial", "市级"], "A2", "30"),
        ([1.23456789e17, "甲市", "trial", "市级"], "A2", "15 digits"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_refusal_names_sheet_and_cell(office_clerk, cells, place, reason):
    [message] = messages_of(preview_of(table([HEAD, cells]), office_clerk))
    assert message.startswith(f"单位!{place}: ")
    assert reason in message


@pytest.mark.usefixtures("stored")
def test_id_number_kept_as_number_says_why_and_what_to_do(office_clerk):
    content = table(
        [["身份证号", "姓名", "性别"], [float(110105194912310021), "甲", "女"]], name="干部"
    )
    [message] = messages_of(preview_of(content, office_clerk))
    assert message.startswith("干部!A2: ID number: ")
    assert "15 digits" in message
    assert "text" in message


@pytest.mark.usefixtures("stored")
def test_full_width_digits_and_empty_rows_are_no_fault(office_clerk):
    content = table([HEAD, ["Ｕ２", "第2市", "trial", " 市级 "], ["", None, "  ", ""], [None] * 4])
    assert preview_of(content, office_clerk).counts() == {"unchanged": 1}


@pytest.mark.usefixtures("stored")
def test_merged_cells_are_refused_where_they_begin(office_clerk):
    def write(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["U1", "第1市", "trial", "市级"])
        sheet.write_row(2, 0, ["U2", "第2市", "trial", "市级"])
        sheet.merge_range(1, 2, 2, 2, "trial")

    messages = messages_of(preview_of(raw_workbook(write), office_clerk))
    assert any(message.startswith("单位!C2: Merged cells") for message in messages)


@pytest.mark.usefixtures("stored")
def test_formula_without_value_and_cell_error_are_refused(office_clerk):
    def write(sheet, book):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["U1", "第1市", "trial", "市级"])
        sheet.write_formula(1, 1, '="第"&"1市"', None, "")
        sheet.write_row(2, 0, ["U2", "第2市", "trial", "市级"])
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")
        sheet.write_row(3, 0, ["U3", "", "trial", "市级"])
        sheet.write_formula(3, 1, '="第3市"', None, "第3市")

    messages = messages_of(preview_of(raw_workbook(write), office_clerk))
    assert any(
        message.startswith("单位!B2: The formula has no stored value") for message in messages
    )
    assert any(message.startswith("单位!B3: The cell shows an error") for message in messages)
    assert not any("!B4" in message for message in messages)


@pytest.mark.usefixtures("stored")
def test_unknown_column_is_left_out_with_the_nearest_name(office_clerk):
    content = table([[*HEAD, "统一信用代码"], ["U2", "第2市", "trial", "市级", "x"]])
    preview = preview_of(content, office_clerk)
    assert preview.counts() == {"unchanged": 1}
    [remark] = preview.remarks
    assert (remark.sheet, remark.cell) == ("单位", "E1")
    assert "Unified social credit code" in remark.message


@pytest.mark.usefixtures("stored")
def test_missing_and_double_columns_are_refused(office_clerk):
    content = table([["单位编码", "单位编码", "单位名称"], ["U2", "U2", "第2市"]])
    messages = messages_of(preview_of(content, office_clerk))
    assert len(messages) == 3
    assert any("“Domain code” is missing" in message for message in messages)
    assert any(message.startswith("单位!B1: ") for message in messages)


@pytest.mark.usefixtures("stored")
def test_unknown_sheet_is_left_out_with_the_nearest_name(office_clerk):
    def write(sheet, book):
        sheet.write_row(0, 0, HEAD)
        book.add_worksheet("单位表").write(0, 0, "x")

    [remark] = preview_of(raw_workbook(write), office_clerk).remarks
    assert remark.sheet == "单位表"
    assert "Units" in remark.message


def test_the_same_key_twice_is_refused(office_clerk):
    rows = only("domains")
    rows["domains"] *= 2
    assert messages_of(preview_of(rows, office_clerk)) == [
        "领域!A3: The same key stands in row 2 already."
    ]


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


@pytest.mark.usefixtures("stored")
def test_masked_id_number_finds_the_person_by_name(office_clerk):
    rows = only("cadres", "appointments")
    for row in [*rows["cadres"], *rows["appointments"]]:
        row["id_number"] = id_number(7)[:6] + "*" * 10 + id_number(7)[-2:]
    assert preview_of(rows, office_clerk).counts() == {"unchanged": 2}
    rows["cadres"][0]["name"] = "丙"
    assert "No single person" in messages_of(preview_of(rows, office_clerk))[0]


def test_masked_id_number_of_two_namesakes_is_refused(office_clerk):
    first = CadreFactory(name="同名")
    number = first.id_number
    second = next(
        other
        for serial in range(20_000)
        if (other := id_number(serial))[:6] + other[-2:] == number[:6] + number[-2:]
        and other != number
    )
    CadreFactory(name="同名", id_number=second)
    rows = {
        "cadres": [
            {"id_number": f"{number[:6]}**********{number[-2:]}", "name": "同名", "sex": "1"}
        ]
    }
    assert "No single person" in messages_of(preview_of(rows, office_clerk))[0]


def test_full_id_number_shows_nowhere_in_the_preview(office_clerk):
    described = preview_of(good_rows(), office_clerk).described()
    assert id_number(7) not in str(described)


def test_every_sheet_of_the_workbook_has_its_own_titles():
    for language in (0, 1):
        assert len({sheet.title[language] for sheet in SHEETS}) == len(SHEETS)
        for sheet in SHEETS:
            titles = [column.title[language] for column in sheet.columns]
            assert len(set(titles)) == len(titles)


def test_preview_asks_the_database_as_often_for_many_rows(
    office_clerk, django_assert_max_num_queries
):
    rows = good_rows()
    rows["values"] = [rows["values"][0] | {"period": f"{year}"} for year in range(1950, 2025)]
    with django_assert_max_num_queries(25):
        preview_of(rows, office_clerk)
    assert not ReportedValue.objects.exists()
