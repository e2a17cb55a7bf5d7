"""The attendance of a quarter: each row is matched with one person of the unit."""

from typing import Any

from django.utils.translation import gettext as _

from dailyreview.models import Attendance, Quarter, QuarterRecord
from evaluators.models import Certificate
from organization.imports.book import Book, Planned, Stored
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, Row
from organization.imports.tables import Refusal, Table
from organization.models import Unit
from organization.rules import mask_id_number

WHO = ("name", "id_number", "certificate")
DAYS = ("present", "personal_leave", "sick_leave", "absent")
KEPT = (*DAYS, "late")


def _days(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    return Column(
        name, Words(zh, en), "number", required=required, field=field_of(Attendance, name)
    )


ATTENDANCE = Sheet(
    key="attendance",
    title=Words("考勤", "Attendance"),
    note=Words(
        "填姓名和身份证号，有考评员证的可填证编号；天数可填半天（0.5）。",
        "Name and ID number, or the number of a certificate; days may be halves (0.5).",
    ),
    identity=WHO,
    columns=(
        Column("name", Words("姓名", "Name"), required=True),
        Column("id_number", Words("身份证号", "ID number"), "long_number"),
        Column(
            "certificate",
            Words("考评员证编号", "Certificate number"),
            "code",
            note=Words("有编号的可不填身份证号。", "With it, the ID number may stay empty."),
        ),
        _days("present", "出勤天数", "Days present", required=True),
        _days("personal_leave", "事假天数", "Days of personal leave"),
        _days("sick_leave", "病假天数", "Days of sick leave"),
        _days("absent", "旷工天数", "Days absent without leave"),
        Column(
            "late",
            Words("迟到早退次数", "Times late or leaving early"),
            "whole",
            field=field_of(Attendance, "late"),
        ),
    ),
    examples=(
        {
            "name": "张示例",
            "id_number": "11010519491231002X",
            "present": 61,
            "personal_leave": 1,
            "sick_leave": 0.5,
            "absent": 0,
            "late": 0,
        },
    ),
)


class AttendanceTable(Table):
    """The attendance of one unit in one quarter; only its people of that quarter are found."""

    sheet = ATTENDANCE
    model = Attendance
    extras = frozenset(WHO)

    def __init__(self, quarter: Quarter, unit: Unit) -> None:
        self.quarter, self.unit = quarter, unit

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        people = _People(self.quarter, self.unit)
        met: dict[int, int] = {}
        return [self._planned(row, parsed.name, people, met) for row in parsed.rows]

    def label(self, values: Values) -> str:
        shown = (
            values.get("name"),
            mask_id_number(values.get("id_number") or ""),
            values.get("certificate"),
        )
        return " · ".join(str(part) for part in shown if part)

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        days = {name: values[name] for name in KEPT if name in values}
        return {"record_id": values["record"], **days}

    def _planned(self, row: Row, place: str, people: "_People", met: dict[int, int]) -> Planned:
        planned = Planned(self.sheet, row, self.label(row.values), "refused", faults=row.faults)
        if row.faults:
            return planned
        found = people.find(row.values)
        refusal = found if not isinstance(found, int) else self._against(row, found, met)
        if refusal:
            name, message = refusal
            planned.faults = [Fault(place, message, row.number, row.places.get(name, 0))]
            return planned
        assert isinstance(found, int)
        row.values["record"] = found
        kept = people.kept.get(found)
        if kept is None:
            planned.outcome = "created"
            return planned
        stored = {name: getattr(kept, name) for name in KEPT}
        planned.stored = Stored(kept.pk, {**row.values, **stored})
        planned.changes = self._changes(row.values, planned.stored)
        planned.outcome = "changed" if planned.changes else "unchanged"
        return planned

    def _against(self, row: Row, found: int, met: dict[int, int]) -> Refusal | None:
        if (first := met.setdefault(found, row.number)) != row.number:
            return "name", _("Row %(row)s names the same person.") % {"row": first}
        total = sum(row.values.get(name) or 0 for name in DAYS)
        if total > self.quarter.days:
            words = _("Together %(total)s days; the quarter has %(days)s.")
            return "present", words % {"total": total, "days": self.quarter.days}
        return None


class _People:
    """The people of a unit in a quarter, to be found by ID number or certificate.

    Attributes:
        kept: the attendance that stands already, by record.
    """

    def __init__(self, quarter: Quarter, unit: Unit) -> None:
        records = QuarterRecord.objects.filter(quarter=quarter, assessee__unit=unit)
        rows = records.values_list(
            "pk",
            "assessee__appointment__cadre",
            *(f"assessee__appointment__cadre__{name}" for name in ("name", "id_number")),
        )
        self.names: dict[int, str] = {}
        self.by_number: dict[str, int] = {}
        by_cadre: dict[int, int] = {}
        for record, cadre, name, number in rows:
            self.names[record], self.by_number[number], by_cadre[cadre] = name, record, record
        certified = Certificate.objects.filter(evaluator__cadre__in=by_cadre).order_by()
        self.by_certificate = {
            number: by_cadre[cadre]
            for number, cadre in certified.values_list("number", "evaluator__cadre")
            if cadre is not None
        }
        self.kept = {one.record_id: one for one in Attendance.objects.filter(record__in=self.names)}

    def find(self, values: Values) -> int | Refusal:
        """The record of the one person a row means, or why it means nobody here."""
        number, certificate = values.get("id_number"), values.get("certificate")
        if not number and not certificate:
            return "id_number", _("Give the ID number, or the number of a certificate.")
        column, known = (
            ("id_number", self.by_number) if number else ("certificate", self.by_certificate)
        )
        record = known.get(str(values[column]).upper() if number else str(values[column]))
        if record is None:
            return column, _("Nobody of this unit takes part in the quarter with this number.")
        if certificate and self.by_certificate.get(str(certificate)) != record:
            return "certificate", _("The certificate belongs to somebody else.")
        if self.names[record] != values.get("name"):
            return "name", _("The number belongs to a person of another name.")
        return record
