"""Events of units as a list: read, previewed row by row, registered all or none."""

import io
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from collection.models import EventKind, EventUpload, UnitEvent
from collection.services.event_uploads import claim_events, finish_events, keep_events
from evaluators.imports.files import read_list
from organization.imports.book import Book, Planned
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.preview import Preview
from organization.imports.reading import Fault, Row
from organization.imports.tables import Refusal, Table
from organization.imports.writing import BookWriter
from organization.models import Domain, Unit, User

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}
MOST_ROWS = 500

EVENTS = Sheet(
    key="events",
    title=Words("加减分事项", "Events"),
    note=Words(
        "单位填名称或编码，类别填编码；分级别的类别须填级别。",
        "The unit by name or code, the kind by its code; a kind with levels needs the level.",
    ),
    identity=("unit", "kind", "happened_on", "document"),
    columns=(
        Column("unit", Words("单位", "Unit"), required=True, field=field_of(Unit, "name")),
        Column("kind", Words("类别编码", "Code of the kind"), "code", required=True),
        Column("level", Words("级别", "Level")),
        Column("happened_on", Words("发生日期", "Happened on"), "date", required=True),
        Column("fact", Words("事实", "Fact"), required=True, field=field_of(UnitEvent, "fact")),
        Column(
            "document",
            Words("文号", "Document number"),
            required=True,
            field=field_of(UnitEvent, "document"),
        ),
        Column(
            "source_department",
            Words("来源部门", "Source department"),
            required=True,
            field=field_of(UnitEvent, "source_department"),
        ),
    ),
    examples=(
        {
            "unit": "示例单位",
            "kind": "RED-1",
            "happened_on": "2026-03-05",
            "fact": "信访积案化解经验获通报表扬（示例）",
            "document": "示例〔2026〕1号",
            "source_department": "信访局",
        },
    ),
)


class EventTable(Table):
    """The events of one domain: every row is created or refused, nothing stored is changed."""

    sheet = EVENTS
    model = UnitEvent

    def __init__(self, domain: Domain) -> None:
        kinds = EventKind.objects.filter(domain=domain, is_active=True)
        self.kinds = {kind.code: kind for kind in kinds.prefetch_related("levels")}
        units = list(Unit.objects.filter(domain=domain, is_active=True))
        self.units = {unit.name: unit for unit in units} | {unit.code: unit for unit in units}
        known = UnitEvent.objects.filter(unit__domain=domain).exclude(
            state__in=[UnitEvent.State.REFUSED, UnitEvent.State.WITHDRAWN]
        )
        self.known = set(known.values_list("unit", "kind", "happened_on", "document"))

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        return [self._planned(row, parsed.name) for row in parsed.rows]

    def label(self, values: Values) -> str:
        shown = (values.get("unit"), values.get("kind"), values.get("document"))
        return " · ".join(str(part) for part in shown if part)

    def event_of(self, row: Planned) -> UnitEvent:
        """What a row says, not stored yet."""
        values = row.row.values
        kind = self.kinds[values["kind"]]
        level = self._level(kind, values)
        return UnitEvent(
            kind=kind,
            level=level,
            counts_as=level.counts_as if level else kind.counts_as,
            unit=self.units[values["unit"]],
            **{name: values[name] for name in ("happened_on", "fact", "document")},
            source_department=values["source_department"],
        )

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
        unit, kind = self.units.get(values["unit"]), self.kinds.get(values["kind"])
        if unit is None:
            found.append(("unit", _("No unit of this domain has exactly this name or code.")))
        if kind is None:
            found.append(("kind", _("No kind in use of this domain has this code.")))
        elif bool(values.get("level")) != bool(kind.levels.all()) or (
            values.get("level") and self._level(kind, values) is None
        ):
            found.append(("level", _("Give a level of the kind, and only where it has levels.")))
        if values["happened_on"] > timezone.localdate():
            found.append(("happened_on", _("This day has not come yet.")))
        if unit and kind and self._is_known(unit, kind, values):
            found.append(("document", _("This event is registered already, or twice in the list.")))
        return found

    def _level(self, kind: EventKind, values: Values) -> Any:
        return next((one for one in kind.levels.all() if one.name == values.get("level")), None)

    def _is_known(self, unit: Unit, kind: EventKind, values: Values) -> bool:
        key = (unit.pk, kind.pk, values["happened_on"], values["document"])
        is_known = key in self.known
        self.known.add(key)
        return is_known


def event_template(*, language: str) -> bytes:
    """An empty list to fill in, with a note on every column that needs one."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(EVENTS, [])
    return content.getvalue()


def upload_events(
    file: "File[bytes]", *, evidence: "File[bytes]", domain: Domain, by: User
) -> EventUpload:
    """Preview an uploaded list and keep it with the paper that proves it.

    Raises:
        ValidationError: the file cannot be read at all, or the paper is not accepted.
        PermissionDenied: the account does not keep the domain.
    """
    preview = _preview(cast(BinaryIO, file), file.name or "", EventTable(domain), by)
    if len(preview.planned[EVENTS.key]) > MOST_ROWS:
        raise ValidationError(_("At most %(most)s rows in one list.") % {"most": MOST_ROWS})
    file.seek(0)
    return keep_events(
        file,
        evidence=evidence,
        domain=domain,
        counts=preview.counts(),
        preview=preview.described(),
        by=by,
    )


def register_events(upload: EventUpload, *, by: User) -> None:
    """Register all rows of a list or none; each waits for a second person.

    Raises:
        ValidationError: refused rows, or the database is no longer what it was at the preview.
        PermissionDenied: the account does not keep the domain.
    """
    table = EventTable(upload.domain)
    with transaction.atomic():
        claim_events(upload, by=by)
        with upload.file.open("rb") as file:
            preview = _preview(cast(BinaryIO, file), str(upload.file.name), table, by)
        if preview.counts()["refused"] or preview.digest() != upload.preview["digest"]:
            message = _("The list has refused rows. Correct them and upload it anew.")
            raise ValidationError(message, code="refused")
        rows = preview.planned[EVENTS.key]
        finish_events(upload, events=[table.event_of(row) for row in rows], by=by)


def _preview(file: BinaryIO, name: str, table: EventTable, by: User) -> Preview:
    parsed = read_list(file, name, table.sheet)
    book = Book([table], by)
    book.add(parsed)
    preview = Preview(book, faults=parsed.faults, remarks=parsed.remarks)
    preview.planned[table.sheet.key] = table.plan(book)
    return preview
