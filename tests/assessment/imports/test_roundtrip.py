"""What is taken out is read back unchanged, and no cell of it runs as a formula (T45)."""

import io
from decimal import Decimal

import openpyxl
import pytest

from assessment.imports.confirming import upload_workbook
from assessment.imports.exporting import category_rows, template_rows
from assessment.imports.sheets import SHEETS
from assessment.imports.writing import write_template, write_workbook
from organization.exports import FORMULA_STARTS
from organization.imports.marked import marked_copy
from organization.models import Category, Unit
from tests.assessment.imports.workbooks import (
    content_of,
    good_rows,
    messages_of,
    only,
    preview_of,
    table,
    upload_of,
)
from tests.organization.factories import id_number

STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "|"]


def export(user, language="zh-hans") -> bytes:
    target = io.BytesIO()
    rows = category_rows(Category.objects.get(code="trial-1"), 2024, user=user)
    write_workbook(target, rows, language=language)
    return target.getvalue()


def template(user, language="zh-hans") -> bytes:
    target = io.BytesIO()
    write_template(target, template_rows(user), language=language)
    return target.getvalue()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_export_is_read_back_as_unchanged(office_clerk, store, language):
    store(good_rows(), office_clerk)
    preview = preview_of(export(office_clerk, language), office_clerk)
    assert messages_of(preview) == []
    assert preview.counts() == {"unchanged": sum(map(len, good_rows().values()))}


def test_export_masks_id_numbers(office_clerk, store):
    store(good_rows(), office_clerk)
    book = openpyxl.load_workbook(io.BytesIO(export(office_clerk)))
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    assert id_number(7) not in cells
    assert sum(str(cell).startswith("320102*") for cell in cells) == 2


@pytest.mark.parametrize("start", STARTS)
def test_text_that_looks_like_a_formula_is_made_harmless_and_restored(office_clerk, store, start):
    text = f"{start}1+1"
    rows = good_rows()
    rows["units"][0]["name"] = rows["units"][0]["team"] = text
    rows["nodes"][1]["standard"] = rows["values"][0]["note"] = text
    rows["schemes"][0]["clause"] = text
    store(rows, office_clerk)
    assert Unit.objects.get(code="U1").name == text.strip()
    content = export(office_clerk)
    for data_only in (True, False):
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)
        cells = [cell for sheet in book for row in sheet for cell in row if cell.value]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert not [cell for cell in cells if str(cell.value).startswith(FORMULA_STARTS)]
    assert preview_of(content, office_clerk).counts() == {
        "unchanged": sum(map(len, good_rows().values()))
    }


def test_template_is_accepted_as_it_is(office_clerk, store):
    store(good_rows(), office_clerk)
    preview = preview_of(template(office_clerk), office_clerk)
    assert preview.counts() == {"unchanged": 2}
    assert preview.remarks == []


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_template_has_drop_downs_text_cells_notes_and_examples(office_clerk, language):
    book = openpyxl.load_workbook(io.BytesIO(template(office_clerk, language)))
    units = book["单位" if language == "zh-hans" else "Units"]
    assert units.freeze_panes == "B2"
    assert units.column_dimensions["A"].number_format == "@"
    assert units["D1"].comment is not None
    lists = {str(rule.sqref): rule.formula1 for rule in units.data_validations.dataValidation}
    assert lists["G2:G5001"].endswith("$A$2:$A$5000")
    assert "J2:J5001" in lists
    example = book["填写示例" if language == "zh-hans" else "Example"]
    assert any(cell.value == "云溪市" for row in example for cell in row)
    assert book.worksheets[0].title == ("填写说明" if language == "zh-hans" else "Instructions")


@pytest.mark.usefixtures("db")
def test_examples_of_the_template_are_themselves_acceptable(office_clerk):
    rows = {sheet.key: list(sheet.examples) for sheet in SHEETS}
    assert messages_of(preview_of(rows, office_clerk)) == []


@pytest.mark.usefixtures("db")
def test_marked_copy_shows_each_reason_at_its_cell(office_clerk):
    head = ["领域编码", "领域名称", "备考"]
    content = table([head, ["city", "", "=1+1"], ["", "", ""], ["organ", "省级机关", ""]], "领域")
    workbook = upload_workbook(upload_of(content), by=office_clerk)
    copy = openpyxl.load_workbook(io.BytesIO(marked_copy(workbook)))["领域"]
    assert "must be filled in" in copy["B2"].comment.text
    assert copy["B2"].fill.fgColor.rgb.endswith("F9D9D6")
    assert (copy["A2"].value, copy["C2"].value, copy["B4"].value) == ("city", "'=1+1", "省级机关")
    assert copy["B4"].comment is None


@pytest.mark.usefixtures("db")
def test_marked_copy_can_be_corrected_and_uploaded(office_clerk):
    rows = only("domains")
    rows["domains"][0]["name"] = None
    workbook = upload_workbook(upload_of(content_of(rows)), by=office_clerk)
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(workbook)))
    book["领域"]["B2"] = "试验领域"
    target = io.BytesIO()
    book.save(target)
    assert preview_of(target.getvalue(), office_clerk).counts() == {"created": 1}


@pytest.mark.usefixtures("db")
def test_slip_of_the_caller_is_no_lost_column():
    with pytest.raises(KeyError):
        content_of({"units": [{"kode": "U1"}]})
    with pytest.raises(KeyError):
        content_of({"unit": []})


def test_number_beyond_fifteen_digits_survives_as_text(office_clerk, store):
    rows = good_rows()
    rows["values"][0]["value"] = Decimal("123456789012345678.123456")
    store(rows, office_clerk)
    assert preview_of(export(office_clerk), office_clerk).counts()["unchanged"] == 24
