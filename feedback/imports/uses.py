"""Uses of the results of one cycle: each row is matched with one decided result."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, GradeDecision
from feedback.models import ResultUse
from feedback.models.uses import decided_in_domains
from feedback.services.uses import refusals_of, standing_uses
from organization.imports.book import Book, Planned
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, Row
from organization.imports.tables import Refusal, Table
from organization.models import Role, User

WHO = ("name", "id_number", "unit_code")
FACTS = ("kind", "used_on", "document", "body", "places", "note")
# Titles of the file format: both languages stand in it, whatever a page speaks.
KINDS = {
    ResultUse.Kind.TRAINING: Words("培训", "Training"),
    ResultUse.Kind.AWARD: Words("评优评先", "Award or commendation"),
    ResultUse.Kind.EXCELLENT: Words("确定为优秀", "Named excellent"),
    ResultUse.Kind.PROMOTION: Words("提拔", "Promotion"),
    ResultUse.Kind.RANK_RISE: Words("职级晋升", "Rise in career rank"),
    ResultUse.Kind.BARRED: Words("取消资格", "Barred"),
    ResultUse.Kind.PARTY: Words("发展入党", "Admission to the Party"),
    ResultUse.Kind.MENTORING: Words("导师帮带", "Mentoring"),
    ResultUse.Kind.NOT_USED: Words("不予运用", "Not used"),
}

USES = Sheet(
    key="uses",
    title=Words("结果运用", "Uses of results"),
    note=Words(
        "个人填姓名和身份证号，单位填单位名称和单位代码；一人在多个单位被考核的，两样都填。",
        "A person by name and ID number, a unit by its name and code; who was assessed in several "
        "units by both.",
    ),
    identity=(*WHO, "kind", "used_on", "document"),
    columns=(
        Column("name", Words("姓名或单位名称", "Name"), required=True),
        Column("id_number", Words("身份证号", "ID number"), "long_number"),
        Column("unit_code", Words("单位代码", "Unit code"), "code"),
        Column("kind", Words("运用方式", "Used for"), "choice", required=True, choices=KINDS),
        Column("used_on", Words("决定日期", "Decided on"), "date", required=True),
        Column(
            "document",
            Words("文号", "Document number"),
            field=field_of(ResultUse, "document"),
        ),
        Column("body", Words("决定机构", "Deciding body"), field=field_of(ResultUse, "body")),
        Column(
            "places",
            Words("名额", "Places"),
            "whole",
            note=Words("只有培训可以多于1。", "More than 1 for training only."),
            field=field_of(ResultUse, "places"),
        ),
        Column("note", Words("备注", "Note"), field=field_of(ResultUse, "note")),
    ),
    examples=(
        {
            "name": "张示例",
            "id_number": "11010519491231002X",
            "kind": ResultUse.Kind.TRAINING,
            "used_on": "2024-05-01",
            "document": "示例组〔2024〕3号",
            "body": "示例区委组织部",
            "places": 1,
        },
    ),
)


class UseTable(Table):
    """Uses of the results of one cycle, as far as the account keeps their domains."""

    sheet = USES
    model = ResultUse
    extras = frozenset(WHO)

    def __init__(self, cycle: AssessmentCycle) -> None:
        self.cycle = cycle

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        found = _Results(self.cycle, book.user)
        return [self._planned(row, parsed.name, found) for row in parsed.rows]

    def label(self, values: Values) -> str:
        kind = KINDS.get(values.get("kind"))  # type: ignore[arg-type]
        shown = (values.get("name"), values.get("unit_code"), kind, values.get("document"))
        return " · ".join(str(part) for part in shown if part)

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        facts = {name: values[name] for name in FACTS if values.get(name) is not None}
        return {**facts, "decision_id": values["decision"], "recorded_by": book.user}

    def _planned(self, row: Row, place: str, found: "_Results") -> Planned:
        planned = Planned(self.sheet, row, self.label(row.values), "refused", faults=row.faults)
        if row.faults:
            return planned
        decision = found.find(row.values)
        if not isinstance(decision, GradeDecision):
            planned.faults = list(_faults([decision], row, place))
            return planned
        facts = {name: row.values[name] for name in FACTS if row.values.get(name) is not None}
        use = ResultUse(decision=decision, **facts)
        if found.holds(use):
            planned.outcome = "unchanged"
            return planned
        refusals = list(refusals_of(use, found.standing.get(decision.pk, ())))
        planned.faults = list(_faults(refusals, row, place))
        if not planned.faults:
            # What this row brings stands for the rows after it.
            found.standing.setdefault(decision.pk, []).append(use)
            row.values["decision"] = decision.pk
            planned.outcome = "created"
        return planned


def _faults(refusals: list[Refusal], row: Row, place: str) -> Iterator[Fault]:
    for name, message in refusals:
        yield Fault(place, message, row.number, row.places.get(name, 0))


class _Results:
    """The decided results of a cycle that the account keeps, to be found by number or code.

    Attributes:
        standing: uses by decision: those of the ledger and those of the rows read so far.
    """

    def __init__(self, cycle: AssessmentCycle, user: User) -> None:
        kept = (
            GradeDecision.objects.in_force()
            .filter(decided_in_domains(user, [Role.OFFICE_STAFF]), assessee__cycle=cycle)
            .select_related("assessee__unit", "assessee__appointment__cadre")
        )
        self.by_number: dict[str, list[GradeDecision]] = {}
        self.by_code: dict[str, list[GradeDecision]] = {}
        for decision in kept:
            post = decision.assessee.appointment
            if post is None:
                self.by_code.setdefault(decision.assessee.unit.code, []).append(decision)
            else:
                self.by_number.setdefault(post.cadre.id_number, []).append(decision)
        standing = standing_uses({decision.pk for decision in kept})
        self.standing = {key: list(uses) for key, uses in standing.items()}

    def find(self, values: Values) -> GradeDecision | Refusal:
        """The one result that a row means, or why it means none."""
        number, code = (str(values.get(name) or "") for name in ("id_number", "unit_code"))
        if not number and not code:
            return "id_number", _("Give the ID number of the person, or the code of the unit.")
        if number:
            found = self.by_number.get(number.upper(), [])
            found = [one for one in found if not code or one.assessee.unit.code == code]
            column, missing = "id_number", _("No decided result in this cycle has this number.")
        else:
            found = self.by_code.get(code, [])
            column, missing = "unit_code", _("No decided result in this cycle has this unit code.")
        if not found:
            return column, missing
        named = [one for one in found if one.assessee.name == values.get("name")]
        if not named:
            return "name", _("The number belongs to a result of another name.")
        if len(named) > 1:
            return "unit_code", _("Several results fit; give the code of the unit as well.")
        return named[0]

    def holds(self, use: ResultUse) -> bool:
        """Whether the ledger has just this use already."""
        return any(
            one.pk and all(getattr(one, name) == getattr(use, name) for name in FACTS)
            for one in self.standing.get(use.decision_id, ())
        )
