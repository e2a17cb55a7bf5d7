"""Schemes of the workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, Scheme
from organization.imports import Column, Sheet, Values, Words, field_of
from organization.imports.book import Book, Stored
from organization.imports.tables import Refusal, Table

_LAWS = {
    "hold": Words("暂不出总分", "hold the total"),
    "renormalise": Words("权重分给同级", "weight goes to the siblings"),
}

SCHEMES = Sheet(
    key="schemes",
    title=Words("方案", "Schemes"),
    note=Words(
        "总分怎样取整、并列、定等次。周期启动后不能修改。",
        "How totals are rounded, ranked and graded. Fixed once a cycle under it is open.",
    ),
    identity=("code",),
    columns=(
        Column(
            "code",
            Words("方案编码", "Scheme code"),
            "code",
            required=True,
            field=field_of(Scheme, "code"),
        ),
        Column(
            "name", Words("方案名称", "Scheme name"), required=True, field=field_of(Scheme, "name")
        ),
        Column(
            "year", Words("年度", "Year"), "whole", required=True, field=field_of(Scheme, "year")
        ),
        Column(
            "clause", Words("依据条款", "Clause"), required=True, field=field_of(Scheme, "clause")
        ),
        Column(
            "decimals",
            Words("总分小数位", "Decimals of a total"),
            "whole",
            default=2,
            field=field_of(Scheme, "decimals"),
        ),
        Column(
            "tie_method",
            Words("并列名次", "Places with ties"),
            "choice",
            default="competition",
            choices={
                "competition": Words("1、2、2、4", "1, 2, 2, 4"),
                "dense": Words("1、2、2、3", "1, 2, 2, 3"),
            },
        ),
        Column(
            "missing_value",
            Words("缺数据时", "When a value is missing"),
            "choice",
            default="hold",
            choices=_LAWS,
        ),
        Column(
            "missing_class",
            Words("缺票类时", "When a rater class is missing"),
            "choice",
            default="renormalise",
            choices=_LAWS,
        ),
        Column(
            "neutral_share",
            Words("无从比较时得分比例", "Neutral share"),
            "number",
            note=Words("0到1，占满分的比例。", "0 to 1, of full marks."),
            field=field_of(Scheme, "neutral_share"),
        ),
        Column(
            "bonus_cap",
            Words("加分上限", "Most bonus points"),
            "number",
            field=field_of(Scheme, "bonus_cap"),
        ),
        Column(
            "bonus_floor",
            Words("扣分下限", "Most points deducted"),
            "number",
            note=Words("写成负数。", "As a negative number."),
            field=field_of(Scheme, "bonus_floor"),
        ),
        Column(
            "remark_below_share",
            Words("低于多少须写理由", "A reason is due below"),
            "number",
            note=Words(
                "0到1，占满分的比例；1为凡扣分都写。空着为不要求。",
                "0 to 1, of full marks; 1 asks for the reason of every deduction. Empty: never.",
            ),
            field=field_of(Scheme, "remark_below_share"),
        ),
        Column(
            "remark_above_share",
            Words("高于多少须写理由", "A reason is due above"),
            "number",
            note=Words(
                "0到1，占满分的比例，如0.95。空着为不要求。",
                "0 to 1, of full marks, as 0.95. Empty: never.",
            ),
            field=field_of(Scheme, "remark_above_share"),
        ),
        Column(
            "flat_different_min",
            Words("不同总分的最低比例", "Least share of differing sheets"),
            "number",
            note=Words(
                "0到1，一人所打各表两两总分不同的比例；不足的按打分无区分退回。空着为不查。",
                "0 to 1, of pairs of an evaluator's sheets with different totals; with less the "
                "marking is returned as flat. Empty: not asked.",
            ),
            field=field_of(Scheme, "flat_different_min"),
        ),
        Column(
            "flat_width_min",
            Words("总分最小跨度", "Least width of an evaluator's totals"),
            "number",
            note=Words(
                "上下四分位之间，按百分制。空着为不查。",
                "Between the quarter points, out of 100. Empty: not asked.",
            ),
            field=field_of(Scheme, "flat_width_min"),
        ),
        Column(
            "flat_field_min",
            Words("至少几张表才查", "Smallest field for it"),
            "whole",
            note=Words(
                "同一比较组的表不足此数不查。",
                "With fewer sheets of one comparison group nothing is said.",
            ),
            field=field_of(Scheme, "flat_field_min"),
        ),
    ),
    examples=(
        {
            "code": "city-2024",
            "name": "2024年度设区市考核方案",
            "year": 2024,
            "clause": "示例办法第十条",
            "decimals": 2,
            "tie_method": "competition",
            "missing_value": "hold",
            "missing_class": "renormalise",
            "neutral_share": "0.8",
            "remark_below_share": "0.6",
            "remark_above_share": "0.95",
            "flat_different_min": "0.5",
            "flat_width_min": "1",
            "flat_field_min": 5,
        },
    ),
)


class PartOfScheme(Table):
    """What belongs to a scheme: open to read, fixed once a cycle under it is open."""

    is_public = True
    paths = {"scheme": "scheme__code"}
    scheme_column = "scheme"

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        in_use = book.once("schemes in use", _schemes_in_use)
        cycle = in_use.get(values[self.scheme_column])
        if cycle:
            yield (
                self.scheme_column,
                _("The cycle “%(cycle)s” stands on this scheme; make a new scheme instead.")
                % {"cycle": cycle},
            )


class SchemeTable(PartOfScheme):
    """Schemes."""

    sheet = SCHEMES
    model = Scheme
    paths = {}
    scheme_column = "code"


def _schemes_in_use() -> dict[str, str]:
    opened = AssessmentCycle.objects.exclude(state=AssessmentCycle.State.DRAFT)
    return dict(opened.values_list("scheme__code", "name"))
