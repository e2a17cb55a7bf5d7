"""What a preview says of a workbook: every row in one heap, every refusal with sheet and cell."""

import datetime as dt

import pytest

from assessment.imports.sheets import SHEETS
from indicators.models import ReportedValue
from organization.models import Unit
from tests.assessment.imports.workbooks import (
    content_of,
    good_rows,
    messages_of,
    only,
    preview_of,
    raw_workbook,
    table,
)
from tests.organization.factories import CadreFactory, id_number

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
