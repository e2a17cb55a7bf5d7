"""The indicator library of the workbook."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Indicator, ReportedValue
from indicators.rules.initials import initials
from indicators.rules.measures import SUGGESTED, same_dimension
from indicators.rules.tags import tidy_tags
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import EVERY_DOMAIN, Book, Stored
from organization.imports.reading import ParsedSheet
from organization.imports.tables import Refusal, Table


def measures(_language: str) -> list[str]:
    """Units of measure that the drop-downs offer; quotients of them are accepted too."""
    return list(SUGGESTED)


TAGS = Column(
    "tags",
    Words("标签", "Tags"),
    note=Words("多个标签用顿号隔开。", "With commas between them."),
    field=field_of(Indicator, "tags"),
)

INDICATORS = Sheet(
    key="indicators",
    title=Words("指标库", "Indicators"),
    note=Words(
        "报送或评判的数据项，每项只写一次，可供多个体系使用。",
        "What is reported or judged; each once, for any number of systems.",
    ),
    identity=("code",),
    references=(Reference("owner", "units", ("owner",)),),
    columns=(
        Column(
            "code",
            Words("数据项编码", "Indicator code"),
            "code",
            required=True,
            field=field_of(Indicator, "code"),
        ),
        Column(
            "name",
            Words("数据项名称", "Indicator name"),
            required=True,
            field=field_of(Indicator, "name"),
        ),
        Column(
            "unit_of_measure",
            Words("计量单位", "Unit of measure"),
            "code",
            options=measures,
            field=field_of(Indicator, "unit_of_measure"),
        ),
        Column(
            "direction",
            Words("方向", "Direction"),
            "choice",
            default=1,
            choices={
                1: Words("越高越好", "more is better"),
                -1: Words("越低越好", "less is better"),
                0: Words("中性", "neutral"),
            },
        ),
        Column(
            "owner",
            Words("责任部门编码", "Responsible department code"),
            "code",
            note=Words("单位表中的编码。", "A code of the units sheet."),
            refers_to="units",
        ),
        Column(
            "definition", Words("指标解释", "Definition"), field=field_of(Indicator, "definition")
        ),
        Column("formula", Words("计算公式", "Formula"), field=field_of(Indicator, "formula")),
        Column(
            "data_source",
            Words("数据出处", "Data source"),
            field=field_of(Indicator, "data_source"),
        ),
        Column(
            "standard",
            Words("参考标准", "Reference standard"),
            note=Words(
                "评判的指标写各档分数，如“优 90 至 100”。",
                "Score bands, for what is judged.",
            ),
            field=field_of(Indicator, "standard"),
        ),
        Column(
            "kind",
            Words("指标类型", "Kind"),
            "choice",
            default="",
            choices={
                "common": Words("共性", "common"),
                "individual": Words("个性", "individual"),
                "special": Words("特色", "special"),
                "negative": Words("负面", "negative"),
            },
        ),
        Column(
            "status",
            Words("状态", "Status"),
            "choice",
            default="in_use",
            choices={
                "designing": Words("设计中", "being designed"),
                "in_use": Words("在用", "in use"),
                "evaluating": Words("评估中", "being evaluated"),
                "retired": Words("停用", "retired"),
            },
            note=Words(
                "新的指标才填；已有指标的状态在其页面上变更。",
                "For new indicators; that of others changes on their pages.",
            ),
        ),
        TAGS,
    ),
    examples=(
        {
            "code": "GDP_GROWTH",
            "name": "地区生产总值增长率",
            "unit_of_measure": "%",
            "direction": 1,
            "owner": "320999",
            "definition": "按不变价格计算。",
            "formula": "（本年总值 ÷ 上年总值 − 1）× 100",
            "data_source": "统计局年报",
            "kind": "common",
            "status": "in_use",
            "tags": "经济增长、年度",
        },
    ),
)


def tidy_row_tags(parsed: ParsedSheet) -> None:
    """Bring tags into the order in which they are stored and compared."""
    for row in parsed.rows:
        if row.values.get("tags"):
            row.values["tags"] = tidy_tags(row.values["tags"])


class IndicatorTable(Table):
    """The library, shared by all domains: anybody adds to it, who answers for all changes it."""

    sheet = INDICATORS
    model = Indicator
    paths = {"owner": "owner__code"}
    is_public = True
    # Follows the name; see `InitialsField`.
    stamps = ("initials",)

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        tidy_row_tags(parsed)

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if (values["code"],) in book.stored("indicators"):
            yield EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        if stored is None:
            return
        if values.get("status") != stored.values["status"]:
            yield "status", _("Its status changes on its page, where the reason is asked for.")
        for symbol in book.once("measures in use", _measures_in_use).get(stored.pk, ()):
            if not same_dimension(symbol, values["unit_of_measure"]):
                yield (
                    "unit_of_measure",
                    _("Figures are reported in %(used)s; it cannot be converted.")
                    % {"used": symbol},
                )

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        return with_initials(super().attributes(values, book), self, book)


def with_initials(attributes: dict[str, Any], table: Table, book: Book) -> dict[str, Any]:
    """Attributes of a row with new initials where it is stored: a bulk update makes none."""
    stored = book.stored(table.sheet.key)
    if "name" not in attributes or table.sheet.key_of(attributes) not in stored:
        return attributes
    return attributes | {"initials": initials(attributes["name"])}


def _measures_in_use() -> dict[int, set[str]]:
    """The units of measure in which the figures of each indicator were reported."""
    found: dict[int, set[str]] = {}
    reported = ReportedValue.objects.order_by().values_list("indicator", "unit_of_measure")
    for indicator, symbol in reported.distinct():
        found.setdefault(indicator, set()).add(symbol)
    return found
