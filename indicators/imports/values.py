"""Reported values of the workbook: the sheet with tens of thousands of rows."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from indicators.imports.library import measures
from indicators.models import ReportedValue
from indicators.rules.measures import same_dimension
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import EVERY_DOMAIN, Book, Stored
from organization.imports.reading import ParsedSheet
from organization.imports.tables import Refusal, Table

VALUES = Sheet(
    key="values",
    title=Words("数据", "Values"),
    note=Words(
        "一行一个数。缺的数不写行，不要填0。数值保留六位小数。",
        "One figure a row. Leave a missing one out; never write 0 for it. Six decimals are kept.",
    ),
    identity=("indicator", "unit", "period", "series"),
    references=(
        Reference("indicator", "indicators", ("indicator",)),
        Reference("unit", "units", ("unit",)),
    ),
    columns=(
        Column(
            "indicator",
            Words("数据项编码", "Indicator code"),
            "code",
            required=True,
            refers_to="indicators",
        ),
        Column(
            "unit",
            Words("单位编码", "Unit code"),
            "code",
            note=Words("通用的基准值空着。", "Empty for a benchmark that holds for every unit."),
            refers_to="units",
        ),
        Column(
            "period",
            Words("期间", "Period"),
            "code",
            note=Words("2024、2024H1、2024Q1或2024-01。", "2024, 2024H1, 2024Q1 or 2024-01."),
            required=True,
            field=field_of(ReportedValue, "period"),
        ),
        Column(
            "series",
            Words("数据性质", "Series"),
            "choice",
            default="actual",
            choices={
                "actual": Words("完成值", "actual value"),
                "target": Words("目标值", "target value"),
                "benchmark": Words("基准值", "benchmark value"),
                "average": Words("平均值", "average of the area"),
                "best": Words("最好值", "best of the area"),
            },
        ),
        Column(
            "value",
            Words("数值", "Value"),
            "figure",
            required=True,
            field=field_of(ReportedValue, "value"),
        ),
        Column(
            "unit_of_measure",
            Words("计量单位", "Unit of measure"),
            "code",
            required=True,
            options=measures,
            field=field_of(ReportedValue, "unit_of_measure"),
        ),
        Column(
            "source_department",
            Words("来源部门", "Source department"),
            field=field_of(ReportedValue, "source_department"),
        ),
        Column("note", Words("备注", "Note"), field=field_of(ReportedValue, "note")),
    ),
    examples=(
        {
            "indicator": "GDP_GROWTH",
            "unit": "320999",
            "period": "2024",
            "series": "actual",
            "value": "5.6",
            "unit_of_measure": "%",
            "source_department": "市统计局",
        },
    ),
)


class ValueTable(Table):
    """Figures of units, and benchmarks that hold for every unit."""

    sheet = VALUES
    model = ReportedValue
    paths = {"indicator": "indicator__code", "unit": "unit__code"}
    stamps = ("reported_by",)

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        """Compare with the indicators and periods of the file only: all years may be millions."""
        indicators = {row.values.get("indicator") for row in parsed.rows}
        periods = {row.values.get("period") for row in parsed.rows}
        book.narrowed["values"] = models.Q(
            indicator__code__in=indicators - {None}, period__in=periods - {None}
        )

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        unit = book.row("units", (values["unit"],)) if values.get("unit") else None
        yield (unit or {}).get("domain") or EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        if not values.get("unit") and values["series"] not in ReportedValue.COMMON:
            yield "unit", _("Only a benchmark may stand without a unit.")
        indicator = book.row("indicators", (values["indicator"],)) or {}
        symbol, expected = values["unit_of_measure"], indicator.get("unit_of_measure")
        if expected and not same_dimension(symbol, expected):
            yield (
                "unit_of_measure",
                _("The indicator is measured in %(expected)s; %(used)s cannot be converted to it.")
                % {"expected": expected, "used": symbol},
            )

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        return {**super().attributes(values, book), "reported_by": book.user}
