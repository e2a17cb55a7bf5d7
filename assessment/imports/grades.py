"""Grades of the schemes in the workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.imports.schemes import PartOfScheme
from assessment.models import SchemeGrade
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import Book, Stored
from organization.imports.tables import Refusal

SCHEME = Column(
    "scheme", Words("方案编码", "Scheme code"), "code", required=True, refers_to="schemes"
)

OF_SCHEME = (Reference("scheme", "schemes", ("scheme",)),)

GRADES = Sheet(
    key="grades",
    title=Words("等次", "Grades"),
    note=Words("方案的各个等次，1为最高。", "The grades of a scheme; 1 is the best."),
    identity=("scheme", "code"),
    references=OF_SCHEME,
    columns=(
        SCHEME,
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
