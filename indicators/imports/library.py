"""The indicator library of the workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.models import Indicator, ReportedValue
from indicators.rules.measures import SUGGESTED, same_dimension
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import EVERY_DOMAIN, Book, Stored
from organization.imports.tables import Refusal, Table


def measures(_language: str) -> list[str]:
    """Units of measure that the drop-downs offer; quotients of them are accepted too."""
    return list(SUGGESTED)


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
    ),
    examples=(
        {
            "code": "GDP_GROWTH",
            "name": "地区生产总值增长率",
            "unit_of_measure": "%",
            "direction": 1,
            "owner": "320999",
            "definition": "按不变价格计算。",
        },
    ),
)


class IndicatorTable(Table):
    """The library, shared by all domains: anybody adds to it, who answers for all changes it."""

    sheet = INDICATORS
    model = Indicator
    paths = {"owner": "owner__code"}
    is_public = True

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if (values["code"],) in book.stored("indicators"):
            yield EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        if stored is None:
            return
        used = ReportedValue.objects.filter(indicator=stored.pk).order_by()
        for symbol in used.values_list("unit_of_measure", flat=True).distinct():
            if not same_dimension(symbol, values["unit_of_measure"]):
                yield (
                    "unit_of_measure",
                    _("Figures are reported in %(used)s; it cannot be converted.")
                    % {"used": symbol},
                )
