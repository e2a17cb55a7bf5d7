"""Grades and rater classes of the schemes in the workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.imports.schemes import PartOfScheme
from assessment.models import RaterClass, SchemeGrade
from assessment.models.schemes import class_faults
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import Book, Stored
from organization.imports.tables import Refusal

_SCHEME = Column(
    "scheme", Words("方案编码", "Scheme code"), "code", required=True, refers_to="schemes"
)

_OF_SCHEME = (Reference("scheme", "schemes", ("scheme",)),)

GRADES = Sheet(
    key="grades",
    title=Words("等次", "Grades"),
    note=Words("方案的各个等次，1为最高。", "The grades of a scheme; 1 is the best."),
    identity=("scheme", "code"),
    references=_OF_SCHEME,
    columns=(
        _SCHEME,
        Column(
            "code",
            Words("等次编码", "Grade code"),
            "code",
            required=True,
            field=field_of(SchemeGrade, "code"),
        ),
        Column(
            "name",
            Words("等次名称", "Grade name"),
            required=True,
            field=field_of(SchemeGrade, "name"),
        ),
        Column(
            "position",
            Words("次序", "Order"),
            "whole",
            required=True,
            field=field_of(SchemeGrade, "position"),
        ),
        Column(
            "min_score",
            Words("最低总分", "Score at least"),
            "number",
            field=field_of(SchemeGrade, "min_score"),
        ),
        Column("clause", Words("依据条款", "Clause"), field=field_of(SchemeGrade, "clause")),
    ),
    examples=(
        {
            "scheme": "city-2024",
            "code": "excellent",
            "name": "优秀",
            "position": 1,
            "min_score": "90",
            "clause": "示例办法第十二条",
        },
    ),
)


RATER_CLASSES = Sheet(
    key="rater_classes",
    title=Words("票类", "Rater classes"),
    note=Words(
        "有评分表的方案才需要；各票类可用不同的合成方法，权重之和任意，按比例折算。",
        "Only for schemes with score sheets; each class may make one mark of many in its own way, "
        "weights count in proportion.",
    ),
    identity=("scheme", "code"),
    references=_OF_SCHEME,
    columns=(
        _SCHEME,
        Column(
            "code",
            Words("票类编码", "Class code"),
            "code",
            required=True,
            field=field_of(RaterClass, "code"),
        ),
        Column(
            "name",
            Words("票类名称", "Class name"),
            required=True,
            field=field_of(RaterClass, "name"),
        ),
        Column(
            "weight",
            Words("权重", "Weight"),
            "number",
            required=True,
            field=field_of(RaterClass, "weight"),
        ),
        Column(
            "aggregation",
            Words("合成方法", "Aggregation"),
            "choice",
            default="mean",
            choices={
                "mean": Words("平均", "mean"),
                "median": Words("中位数", "median"),
                "trimmed": Words("去高去低平均", "trimmed mean"),
            },
        ),
        Column(
            "trim_above",
            Words("超过几人去高低", "Trim with more raters than"),
            "whole",
            default=5,
            field=field_of(RaterClass, "trim_above"),
        ),
        Column(
            "trim_each_end",
            Words("两端各去几人", "Left out at each end"),
            "whole",
            default=1,
            field=field_of(RaterClass, "trim_each_end"),
        ),
    ),
)


class GradeTable(PartOfScheme):
    """Grades: one for each place in the order."""

    sheet = GRADES
    model = SchemeGrade

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        for key, other in book.rows("grades"):
            is_other = key != self.sheet.key_of(values) and key[0] == values["scheme"]
            if is_other and other.get("position") == values["position"]:
                yield "position", _("Two grades of a scheme cannot have the same position.")


class RaterClassTable(PartOfScheme):
    """Rater classes: each with its weight and its own way of making one mark of many."""

    sheet = RATER_CLASSES
    model = RaterClass

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        weight, aggregation = values.get("weight"), values.get("aggregation")
        trimming = values.get("trim_above"), values.get("trim_each_end")
        yield from class_faults(weight, str(aggregation), *trimming)
