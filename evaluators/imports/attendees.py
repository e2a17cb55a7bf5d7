"""The attendee list of a training session: each row is matched with one member of the pool."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from evaluators.models import Certificate, Evaluator, TrainingAttendance, TrainingSession
from organization.imports.book import Book, Planned
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, Row
from organization.imports.tables import Refusal, Table

ATTENDEES = Sheet(
    key="attendees",
    title=Words("参训人员", "Attendees"),
    note=Words(
        "填考评员证编号，或填姓名和单位（名称或编码）。",
        "The certificate number, or name and unit (its name or code).",
    ),
    identity=("certificate", "name", "unit"),
    columns=(
        Column("name", Words("姓名", "Name"), field=field_of(Evaluator, "name")),
        Column(
            "unit",
            Words("单位", "Unit"),
            note=Words("名称或编码，单位以外人员填工作单位。", "Name or code."),
        ),
        Column(
            "certificate",
            Words("考评员证编号", "Certificate number"),
            "code",
            note=Words("有编号的可不填姓名和单位。", "With it, name and unit may stay empty."),
        ),
    ),
    examples=({"name": "张示例", "unit": "云溪市"}, {"certificate": "KPY-000123"}),
)


class AttendeeTable(Table):
    """Attendees of one session; nobody is created here, the pool must know them."""

    sheet = ATTENDEES
    model = TrainingAttendance

    def __init__(self, session: TrainingSession) -> None:
        self.session = session

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        known = _Pool()
        there = set(self.session.attendances.values_list("evaluator", flat=True))
        met: dict[int, int] = {}
        return [self._matched(row, parsed.name, known, there, met) for row in parsed.rows]

    def _matched(
        self, row: Row, place: str, known: "_Pool", there: set[int], met: dict[int, int]
    ) -> Planned:
        planned = Planned(self.sheet, row, self.label(row.values), "refused", faults=row.faults)
        if row.faults:
            return planned
        found = known.find(row.values)
        if not isinstance(found, int):
            column, message = found
        elif (first := met.setdefault(found, row.number)) != row.number:
            column, message = "name", _("Row %(row)s names the same person.") % {"row": first}
        else:
            row.values["evaluator"] = found
            planned.outcome = "unchanged" if found in there else "created"
            return planned
        planned.faults = [Fault(place, message, row.number, row.places.get(column, 0))]
        return planned

    def label(self, values: Values) -> str:
        return " · ".join(
            str(values[name]) for name in ("name", "unit", "certificate") if values.get(name)
        )


class _Pool:
    """Everybody on record, to be found by certificate or by name and unit."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.by_name: dict[str, dict[int, list[str]]] = defaultdict(dict)
        for key, name, *homes in Evaluator.objects.order_by().values_list(
            "pk",
            "name",
            "home_unit__name",
            "organisation",
            "home_unit__code",
            "home_unit__short_name",
        ):
            self.names[key] = name
            self.by_name[name][key] = [home for home in homes if home]
        self.by_certificate: dict[str, int] = dict(
            Certificate.objects.order_by().values_list("number", "evaluator")
        )

    def find(self, values: Values) -> int | Refusal:
        """The key of the one person a row means, or why it means nobody or several."""
        number, name, unit = values.get("certificate"), values.get("name"), values.get("unit")
        if number:
            return self._certified(number, name)
        if not name:
            return "name", _("Give a name, or the number of a certificate.")
        people = self.by_name.get(name, {})
        found = [key for key, homes in people.items() if not unit or unit in homes]
        if len(found) == 1:
            return found[0]
        if found:
            return "name", _(
                "%(count)s people on record have this name. Give the unit or the certificate."
            ) % {"count": len(found)}
        if people:
            return "unit", _("This person is on record from another unit: %(homes)s.") % {
                "homes": "、".join(sorted(homes[0] for homes in people.values()))
            }
        return "name", _(
            "Nobody on record has this name. Delete the row and count the person among the "
            "further attendees, or enter them in the pool first."
        )

    def _certified(self, number: str, name: str | None) -> int | Refusal:
        key = self.by_certificate.get(number)
        if key is None:
            return "certificate", _("No certificate has this number.")
        if name and self.names[key] != name:
            return "name", _("The certificate belongs to a person of another name.")
        return key


def people_of(planned: Sequence[Planned]) -> list[int]:
    """Keys of those who are new among the attendees."""
    return [row.row.values["evaluator"] for row in planned if row.outcome == "created"]
