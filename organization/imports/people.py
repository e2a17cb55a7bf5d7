"""Cadres and appointments of the workbook."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from organization.imports.book import EVERY_DOMAIN, Book, Stored
from organization.imports.columns import Column, Key, Reference, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, ParsedSheet
from organization.imports.tables import Refusal, Table
from organization.models import Appointment, Cadre
from organization.rules import birth_month_of, is_id_number, mask_id_number

CADRES = Sheet(
    key="cadres",
    title=Words("干部", "Cadres"),
    note=Words(
        "身份证号须为文本格式。导出时身份证号中间各位以*代替，凭姓名和其余各位认人。",
        "ID numbers are text. Exports hide their middle; the name and the rest find the person.",
    ),
    identity=("id_number",),
    columns=(
        Column(
            "id_number",
            Words("身份证号", "ID number"),
            "long_number",
            note=Words("文本格式，18位。", "Text, 18 places."),
            required=True,
        ),
        Column("name", Words("姓名", "Name"), required=True, field=field_of(Cadre, "name")),
        Column(
            "sex",
            Words("性别", "Sex"),
            "choice",
            required=True,
            choices={"1": Words("男", "male"), "2": Words("女", "female")},
        ),
        Column(
            "birth_month",
            Words("出生年月", "Month of birth"),
            "month",
            note=Words(
                "如1975-03或1975.03；空着按身份证号。", "1975-03; empty: from the ID number."
            ),
        ),
        Column(
            "native_place",
            Words("籍贯（区划代码）", "Native place (region code)"),
            "code",
            field=field_of(Cadre, "native_place"),
        ),
        Column(
            "growth_place",
            Words("成长地（区划代码）", "Place of growth (region code)"),
            "code",
            field=field_of(Cadre, "growth_place"),
        ),
        Column(
            "identity_class",
            Words("身份类别", "Identity class"),
            "choice",
            default="civil_servant",
            choices={
                "civil_servant": Words("公务员", "Civil servant"),
                "institution_staff": Words("事业人员", "Institution staff"),
                "seconded_staff": Words("借用人员", "Seconded staff"),
            },
        ),
        Column(
            "is_invented",
            Words("虚构人员", "Invented person"),
            "flag",
            note=Words("演示数据填是，页面会标明。", "Yes for demonstration data; pages say so."),
            default=False,
        ),
    ),
    examples=(
        {
            "id_number": "11010519491231002X",
            "name": "张示例",
            "sex": "2",
            "birth_month": "1949-12",
            "native_place": "110105",
            "identity_class": "civil_servant",
            "is_invented": True,
        },
    ),
)


APPOINTMENTS = Sheet(
    key="appointments",
    title=Words("任职", "Appointments"),
    note=Words(
        "一人一职一行；离任填止日，不要删行。",
        "One post a row; give the last day instead of deleting.",
    ),
    identity=("id_number", "unit", "post", "starts_on"),
    references=(
        Reference("cadre", "cadres", ("id_number",)),
        Reference("unit", "units", ("unit",)),
    ),
    columns=(
        Column("id_number", Words("身份证号", "ID number"), "long_number", required=True),
        Column("name", Words("姓名", "Name"), required=True),
        Column("unit", Words("单位编码", "Unit code"), "code", required=True, refers_to="units"),
        Column("post", Words("职务", "Post"), required=True, field=field_of(Appointment, "post")),
        Column(
            "post_level",
            Words("职务层次", "Post level"),
            "choice",
            default="",
            choices={
                "111": Words("省部级正职", "Provincial, principal"),
                "112": Words("省部级副职", "Provincial, deputy"),
                "121": Words("厅局级正职", "Bureau, principal"),
                "122": Words("厅局级副职", "Bureau, deputy"),
                "131": Words("县处级正职", "County, principal"),
                "132": Words("县处级副职", "County, deputy"),
                "141": Words("乡科级正职", "Township, principal"),
                "142": Words("乡科级副职", "Township, deputy"),
                "150": Words("科员", "Section member"),
                "160": Words("办事员", "Clerk"),
            },
        ),
        Column(
            "standing",
            Words("任职身份", "Standing"),
            "choice",
            required=True,
            choices={
                "principal": Words("正职", "Principal"),
                "deputy": Words("副职", "Deputy"),
                "member": Words("班子成员", "Team member"),
            },
        ),
        Column("in_team", Words("班子成员", "In the leadership team"), "flag", default=False),
        Column("remit", Words("分管工作", "Remit"), field=field_of(Appointment, "remit")),
        Column("starts_on", Words("任职起日", "From"), "date", required=True),
        Column("ends_on", Words("任职止日", "To"), "date"),
    ),
    examples=(
        {
            "id_number": "11010519491231002X",
            "name": "张示例",
            "unit": "320999",
            "post": "市长",
            "post_level": "121",
            "standing": "principal",
            "in_team": True,
            "remit": "主持政府全面工作",
            "starts_on": "2024-01-01",
        },
    ),
)


def find_masked(parsed: ParsedSheet, book: Book) -> None:
    """Put the stored ID number in place of a masked one, by the name and the places left open.

    Exports carry masked numbers only, and can be read back all the same.
    """
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    if any("*" in str(row.values.get("id_number", "")) for row in parsed.rows):
        for stored in book.stored("cadres").values():
            number, name = stored.values["id_number"], stored.values["name"]
            known[mask_id_number(number), name].append(number)
    for row in parsed.rows:
        number = row.values.get("id_number", "")
        if "*" not in number:
            continue
        found = known.get((number, row.values.get("name", "")), [])
        if len(found) == 1:
            row.values["id_number"] = found[0]
        else:
            message = _("No single person has this name and masked ID number; give it in full.")
            row.faults.append(
                Fault(parsed.name, message, row.number, row.places.get("id_number", 0))
            )


class CadreTable(Table):
    """Cadres; those of foreign domains are neither compared nor changed."""

    sheet = CADRES
    model = Cadre

    def load(self, book: Book) -> dict[Key, Stored]:
        found = super().load(book)
        seen = set(Cadre.objects.visible_to(book.user).values_list("pk", flat=True))
        for stored in found.values():
            stored.values["is_visible"] = stored.pk in seen
        return found

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        find_masked(parsed, book)
        for row in parsed.rows:
            if row.values.get("birth_month") is not None:
                continue
            number = row.values.get("id_number", "")
            if (number,) in book.stored("cadres"):
                row.values.pop("birth_month", None)
            elif is_id_number(number):
                row.values["birth_month"] = birth_month_of(number)

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if not values.get("is_visible", True):
            yield EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        if not is_id_number(values["id_number"]):
            yield (
                "id_number",
                _("This is not a valid ID number: check its length, date and last place."),
            )
        elif values.get("birth_month") is None:
            yield "birth_month", _("This cell must be filled in.")

    def label(self, values: Values) -> str:
        return f"{values.get('name', '')} {mask_id_number(values.get('id_number', ''))}"


class AppointmentTable(Table):
    """Posts of cadres, each with its first and last day."""

    sheet = APPOINTMENTS
    model = Appointment
    paths = {"id_number": "cadre__id_number", "name": "cadre__name", "unit": "unit__code"}
    extras = frozenset({"name"})

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        find_masked(parsed, book)

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        unit = book.row("units", (values["unit"],)) or {}
        yield unit.get("domain") or EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        cadre = book.row("cadres", (values["id_number"],)) or {}
        if cadre.get("name") != values["name"]:
            yield "name", _("The ID number belongs to a person of another name.")
        ends_on = values.get("ends_on")
        if ends_on and ends_on < values["starts_on"]:
            yield "ends_on", _("The last day lies before the first.")
            return
        if values["standing"] == Appointment.Standing.PRINCIPAL:
            for other in book.once("principals", partial(_principals, book))[_post(values)]:
                if self.sheet.key_of(other) != self.sheet.key_of(values) and _meet(values, other):
                    yield (
                        "post",
                        _("%(name)s holds this principal post from %(day)s; end that post first.")
                        % {"name": other["name"], "day": other["starts_on"]},
                    )

    def label(self, values: Values) -> str:
        return f"{values.get('name', '')} · {values.get('unit', '')} · {values.get('post', '')}"


def _principals(book: Book) -> dict[Key, list[Values]]:
    held: dict[Key, list[Values]] = defaultdict(list)
    for _key, values in book.rows("appointments"):
        if values.get("standing") == Appointment.Standing.PRINCIPAL and values.get("starts_on"):
            held[_post(values)].append(values)
    return held


def _post(values: Values) -> Key:
    return values.get("unit"), values.get("post")


def _meet(one: Values, other: Values) -> bool:
    first, second = sorted((one, other), key=lambda values: values["starts_on"])
    return first.get("ends_on") is None or bool(first["ends_on"] >= second["starts_on"])
