import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from assessment.imports.sheets import SHEETS
from indicators.models import ReportedValue
from organization.imports import Column, Words
from organization.imports.cells import read_cell, show_cell
from organization.models import Unit

TITLE = Words("列", "Column")
VALUE = ReportedValue._meta.get_field("value")


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("text", " 南京市　", "南京市"),
        ("text", 12.0, "12"),
        ("text", "'=1+1", "=1+1"),
        ("code", "３２０１００", "320100"),
        ("code", 320100.0, "320100"),
        ("code", " u 1 ", "u1"),
        ("long_number", "11010519491231002x", "11010519491231002X"),
        ("number", "1,234,567.5", Decimal("1234567.5")),
        ("number", "１２．５", Decimal("12.5")),
        ("number", "−3", Decimal(-3)),
        ("number", 0.1 + 0.2, Decimal("0.3")),
        ("whole", 2024.0, 2024),
        ("whole", "２０２４", 2024),
        ("date", dt.datetime.fromisoformat("2024-03-05T00:00"), dt.date(2024, 3, 5)),
        ("date", "2024/3/5", dt.date(2024, 3, 5)),
        ("date", "2024年3月5日", dt.date(2024, 3, 5)),
        ("date", 20240305.0, dt.date(2024, 3, 5)),
        ("month", "1995.03（28岁）", dt.date(1995, 3, 1)),
        ("month", 1995.03, dt.date(1995, 3, 1)),
        ("month", "199503", dt.date(1995, 3, 1)),
        ("flag", "是", True),
        ("flag", "FALSE", False),
        ("flag", False, False),
        ("flag", 1.0, True),
        ("text", "", None),
        ("number", "   ", None),
    ],
)
def test_cell_is_read_as_people_write_it(kind, raw, expected):
    assert read_cell(Column("c", TITLE, kind), raw) == expected


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        ("text", dt.date(2024, 1, 1), "date"),
        ("text", True, "truth"),
        ("text", "a\x07b", "control"),
        ("code", 1.234e15, "15 digits"),
        ("long_number", 110105194912310020.0, "last digits are lost"),
        ("number", "12万", "not a number"),
        ("number", "5%", "not a number"),
        ("number", "1,5", "not a number"),
        ("number", "nan", "not a number"),
        ("number", "1e999", "not a number"),
        ("figure", "12345678901234567890123", "too large"),
        ("figure", "1e99", "too large"),
        ("number", dt.date(2024, 1, 1), "date"),
        ("number", True, "truth"),
        ("whole", 2.5, "whole"),
        ("date", "2024-02-30", "no such day"),
        ("date", 45000.0, "2024-03-05"),
        ("date", "明天", "2024-03-05"),
        ("month", 1995.1, "text"),
        ("month", "1995-13", "text"),
        ("flag", "也许", "yes or no"),
    ],
)
def test_cell_that_cannot_be_put_right_is_refused(kind, raw, reason):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        read_cell(Column("c", TITLE, kind, field=VALUE if kind == "figure" else None), raw)
    with translation.override("en"):
        assert reason in " ".join(caught.value.messages)


def test_required_cell_must_be_filled_in():
    with pytest.raises(ValidationError, match=r"."):
        read_cell(Column("c", TITLE, required=True), " ")


def test_figure_is_rounded_half_up_and_weight_is_not():
    assert read_cell(Column("c", TITLE, "figure", field=VALUE), "1.0000005") == Decimal("1.000001")
    with pytest.raises(ValidationError):
        read_cell(Column("c", TITLE, "number", field=VALUE), "1.0000005")


def test_validators_of_the_model_field_hold():
    column = Column("c", TITLE, "long_number", field=Unit._meta.get_field("credit_code"))
    with pytest.raises(ValidationError):
        read_cell(column, "911100006000373410")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_shown_is_read_back(language):
    for sheet in SHEETS:
        for column in sheet.columns:
            for value in column.choices:
                assert read_cell(column, show_cell(column, value, language)) == value


def test_choices_of_columns_are_those_of_the_models():
    for sheet in SHEETS:
        for column in sheet.columns:
            field = column.field
            if column.choices and field is not None and field.choices:
                assert set(column.choices) == {value for value, _label in field.choices}
