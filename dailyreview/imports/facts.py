"""Facts of a department as a list: petitions, audit, police, discipline, housing."""

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dailyreview.models import DossierEntry, FactCode
from organization.imports.book import Book, Planned
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, Row
from organization.imports.tables import Refusal, Table
from organization.models import Cadre, Unit
from organization.rules import mask_id_number


def kind_titles(language: str) -> dict[str, str]:
    """The kinds of facts by what they are called in a language."""
    with translation.override(language):
        return {str(label): value for value, label in DossierEntry.Kind.choices}


def kind_options(language: str) -> list[str]:
    """The same as a drop-down."""
    return list(kind_titles(language))


FACTS = Sheet(
    key="facts",
    title=Words("事实清单", "Facts"),
    note=Words(
        "身份证号与单位至少填一项；类别可填本表名称，也可填考核办登记的本部门编码。",
        "Give the ID number or the unit; the kind by its name here, or by a code of yours that the"
        " office has listed.",
    ),
    identity=("name", "id_number", "unit_name", "kind", "happened_on", "fact"),
    columns=(
        Column(
            "name",
            Words("姓名", "Full name"),
            required=True,
            field=field_of(DossierEntry, "named"),
        ),
        Column(
            "id_number",
            Words("身份证号", "ID number"),
            "long_number",
            field=field_of(Cadre, "id_number"),
        ),
        Column(
            "unit_name",
            Words("单位全称", "Unit in full"),
            field=field_of(DossierEntry, "named_unit"),
        ),
        Column("kind", Words("类别", "Kind"), "code", required=True, options=kind_options),
        Column("fact", Words("事实", "Fact"), required=True, field=field_of(DossierEntry, "fact")),
        Column("happened_on", Words("发生日期", "Happened on"), "date", required=True),
        Column(
            "document",
            Words("依据文号", "Document"),
            required=True,
            field=field_of(DossierEntry, "document"),
        ),
    ),
    examples=(
        {
            "name": "张示例",
            "id_number": "11010519491231002X",
            "unit_name": "示例单位",
            "kind": "信访举报查实",
            "fact": "信访件查证属实（示例）",
            "happened_on": "2026-03-05",
            "document": "示例信访〔1〕号",
        },
    ),
)


class FactTable(Table):
    """The facts of one department: every row is created or refused, nothing stored is compared.

    Whether a person is found is no matter of the preview: it would tell who is on record.
    """

    sheet = FACTS
    model = DossierEntry

    def __init__(self, source: Unit) -> None:
        codes = FactCode.objects.filter(source=source).values_list("code", "kind")
        self.kinds = {**kind_titles("en"), **kind_titles("zh-hans"), **dict(codes)}

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        return [self._planned(row, parsed.name) for row in parsed.rows]

    def label(self, values: Values) -> str:
        number = mask_id_number(values.get("id_number") or "")
        shown = (values.get("name"), number, values.get("unit_name"), values.get("kind"))
        return " · ".join(str(part) for part in shown if part)

    def fact_of(self, row: Planned) -> dict[str, Any]:
        """What a row says, as the service takes it."""
        values = row.row.values
        texts = ("name", "id_number", "unit_name", "fact", "document")
        return {
            **{name: values.get(name) or "" for name in texts},
            "kind": self.kinds[values["kind"]],
            "happened_on": values["happened_on"],
        }

    def _planned(self, row: Row, place: str) -> Planned:
        planned = Planned(self.sheet, row, self.label(row.values), "refused", faults=row.faults)
        if row.faults:
            return planned
        planned.faults = [
            Fault(place, message, row.number, row.places.get(name, 0))
            for name, message in self._against(row.values)
        ]
        if not planned.faults:
            planned.outcome = "created"
        return planned

    def _against(self, values: Values) -> list[Refusal]:
        found: list[Refusal] = []
        if not (values.get("id_number") or values.get("unit_name")):
            found.append(("id_number", _("Give the ID number or the unit besides the name.")))
        if values["kind"] not in self.kinds:
            message = _("“%(kind)s” is neither a kind of fact nor a code the office has listed.")
            found.append(("kind", message % {"kind": values["kind"]}))
        if values["happened_on"] > timezone.localdate():
            found.append(("happened_on", _("This day has not come yet.")))
        return found
