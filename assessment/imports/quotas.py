"""Quotas of the schemes in the workbook."""

from collections.abc import Iterator

from assessment.imports.schemes import PartOfScheme
from assessment.models import SchemeQuota
from assessment.models.quotas import quota_faults
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import Book, Stored
from organization.imports.tables import Refusal

QUOTAS = Sheet(
    key="quotas",
    title=Words("名额", "Quotas"),
    note=Words(
        "某等次最多占多大比例，每个层级一行；没有名额限制的等次不填。",
        "The largest share that may have a grade, a row for each level; none for grades without.",
    ),
    identity=("scheme", "grade", "scope", "level", "value"),
    references=(Reference("grade", "grades", ("scheme", "grade")),),
    columns=(
        Column(
            "scheme", Words("方案编码", "Scheme code"), "code", required=True, refers_to="schemes"
        ),
        Column("grade", Words("等次编码", "Grade code"), "code", required=True),
        Column(
            "scope",
            Words("计算范围", "Counted over"),
            "choice",
            default="group",
            choices={
                "group": Words("每个比较组", "each comparison group"),
                "cycle": Words("整个周期", "the whole cycle"),
            },
        ),
        Column(
            "level",
            Words("层级", "Level"),
            "choice",
            default="whole",
            choices={
                "identity_class": Words("身份类别", "identity class"),
                "unit": Words("单位（班子）", "unit (its team)"),
                "area": Words("地区", "area"),
                "whole": Words("整体", "as a whole"),
            },
        ),
        Column(
            "value",
            Words("仅限", "Only for"),
            "code",
            note=Words(
                "单位编码、行政区划代码，或civil_servant（公务员）、"
                "institution_staff（事业单位人员）、seconded_staff（借用人员）；空着指其余各个。",
                "Unit code, region code, or civil_servant, institution_staff, seconded_staff; "
                "empty means all the others.",
            ),
            field=field_of(SchemeQuota, "value"),
        ),
        Column(
            "share",
            Words("名额比例", "Quota"),
            "number",
            required=True,
            note=Words("0.3即30%。", "0.3 means 30 %."),
            field=field_of(SchemeQuota, "share"),
        ),
        Column(
            "rounding",
            Words("名额取整", "Rounding of the quota"),
            "choice",
            default="floor",
            choices={
                "floor": Words("舍去", "down"),
                "half_up": Words("四舍五入", "half up"),
                "ceil": Words("进一", "up"),
            },
        ),
        Column(
            "tie_law",
            Words("边界并列", "Ties at the edge"),
            "choice",
            default="ask",
            choices={
                "ask": Words("留待审定", "left to the people who decide"),
                "exclude": Words("都不进", "none of the tied"),
                "include": Words("都进", "all of the tied"),
            },
        ),
        Column(
            "pool_below",
            Words("不足几人合并计算", "Pooled below"),
            "whole",
            default=0,
            field=field_of(SchemeQuota, "pool_below"),
        ),
        Column(
            "is_strict",
            Words("超额不予保存", "Refuse more"),
            "flag",
            default=False,
            field=field_of(SchemeQuota, "is_strict"),
        ),
        Column("clause", Words("依据条款", "Clause"), field=field_of(SchemeQuota, "clause")),
    ),
    examples=(
        {
            "scheme": "city-2024",
            "grade": "excellent",
            "scope": "group",
            "level": "whole",
            "share": "0.3",
            "rounding": "floor",
            "tie_law": "ask",
            "clause": "示例办法第十二条",
        },
    ),
)


class QuotaTable(PartOfScheme):
    """Quotas: one for each grade, level and value."""

    sheet = QUOTAS
    model = SchemeQuota
    paths = {"scheme": "grade__scheme__code", "grade": "grade__code"}
    extras = frozenset({"scheme"})

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        value = values.get("value") or ""
        is_known = book.row("units", (value,)) is not None
        yield from quota_faults(str(values["level"]), value, values["pool_below"], is_known)
