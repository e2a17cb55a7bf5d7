"""Evaluators of a list with tags, workplaces, certificate and their first day in the pool."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from evaluators.imports.cells import Place, months_of, read_places, read_words
from evaluators.imports.people_sheet import EVALUATORS
from evaluators.models import (
    Certificate,
    Evaluator,
    GateCheck,
    PoolUpload,
    RosterSpell,
    Tag,
    Workplace,
)
from organization.imports.book import Book, Planned, Stored
from organization.imports.columns import Key, Values
from organization.imports.reading import Fault, ParsedSheet
from organization.imports.tables import Refusal, Table
from organization.models import Unit
from organization.services.bulk import store_in_bulk

CERTIFICATE = ("certificate", "issued_on", "expires_on", "test_score")


class EvaluatorTable(Table):
    """Evaluators; the pool is one for all domains, and an import only adds to a person's record.

    Attributes:
        upload: what the rows came from, once they are stored.
    """

    sheet = EVALUATORS
    model = Evaluator
    extras = frozenset(
        {"unit", "tags", "workplaces", "gates_passed_on", "joined_on", "channel", *CERTIFICATE}
    )

    def __init__(self, upload: PoolUpload | None = None) -> None:
        self.upload = upload

    def load(self, book: Book) -> dict[Key, Stored]:
        people = Evaluator.objects.select_related("home_unit").prefetch_related(
            "tags", "workplaces__unit", "certificates", "gate_checks", "spells"
        )
        plain = [name for name in self.sheet.by_name if name not in self.extras]
        found = (
            Stored(one.pk, {name: getattr(one, name) for name in plain} | _records(one))
            for one in people
        )
        return {self.sheet.key_of(stored.values): stored for stored in found}

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        yield from ()

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        for row in parsed.rows:
            stored = book.stored(self.sheet.key).get(self.sheet.key_of(row.values))
            try:
                _complete(row.values, stored.values if stored else {})
            except ValueError as error:
                place = row.places.get("workplaces", 0)
                row.faults.append(Fault(parsed.name, str(error), row.number, place))

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from _who(values, stored, book)
        yield from _unknown_names(values, book)
        yield from _certificate(values, stored, book)
        yield from _joining(values, stored)

    def label(self, values: Values) -> str:
        home = values.get("unit") or values.get("organisation") or ""
        return f"{values.get('name', '')} · {home}"

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        home = _units(book).get(values.get("unit", ""))
        return super().attributes(values, book) | {"home_unit_id": home}

    def finish(self, planned: Sequence[Planned], book: Book) -> None:
        assert self.upload is not None
        rows = [(row.pk, row) for row in planned]
        _store_tags(rows, book)
        for model, made in (
            (Workplace, _new_workplaces(rows, book)),
            (Certificate, _new_certificates(rows)),
            (GateCheck, _new_gates(rows, book)),
            (RosterSpell, _new_spells(rows)),
        ):
            if made:
                store_in_bulk(
                    model,
                    created=made,
                    changed=[],
                    fields=[],
                    about=self.upload,
                    labels={},
                    before={},
                    after={},
                    by=book.user,
                )


def _records(one: Evaluator) -> Values:
    """What other tables hold of a person, in the shape of the sheet."""
    last = max(one.certificates.all(), key=lambda held: held.expires_on, default=None)
    spells = sorted(one.spells.all(), key=lambda spell: spell.joined_on)
    passed = [check.checked_on for check in one.gate_checks.all() if check.passed]
    places = [
        Place(place.unit.code if place.unit else place.region_code, place.starts_on, place.ends_on)
        for place in one.workplaces.all()
    ]
    return {
        "unit": one.home_unit.code if one.home_unit else "",
        "tags": "、".join(sorted(tag.name for tag in one.tags.all())),
        "workplaces": months_of(places),
        "certificate": last.number if last else "",
        "issued_on": last.issued_on if last else None,
        "expires_on": last.expires_on if last else None,
        "test_score": last.test_score if last else None,
        "gates_passed_on": max(passed) if len(passed) == len(GateCheck.Gate) else None,
        "joined_on": spells[-1].joined_on if spells else None,
        "channel": spells[-1].channel if spells else "",
        "numbers": {held.number for held in one.certificates.all()},
    }


def _complete(values: Values, stored: Values) -> None:
    """Add what is on record to what the file says: an import takes nothing away."""
    for name in ("gates_passed_on", "joined_on", "channel"):
        if name in values and (not values[name] or name == "gates_passed_on"):
            values[name] = stored.get(name) or values[name]
    if not values.get("certificate") and "certificate" in values:
        values.update({name: stored.get(name) for name in CERTIFICATE if name in values})
    if "tags" in values:
        words = {*read_words(values["tags"]), *read_words(stored.get("tags", ""))}
        values["tags"] = "、".join(sorted(words))
    if "workplaces" in values:
        known = read_places(stored.get("workplaces", ""))
        values["workplaces"] = months_of({*known, *read_places(values["workplaces"])})


def _units(book: Book) -> dict[str, int]:
    return book.once("units", lambda: dict(Unit.objects.values_list("code", "pk")))


def _tags(book: Book) -> dict[str, int]:
    return book.once("tags", lambda: dict(Tag.objects.values_list("name", "pk")))


def _who(values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
    if not values.get("unit") and not values.get("organisation"):
        yield "unit", _("Name the home unit, or the organisation outside.")
    elif values.get("unit") and values["unit"] not in _units(book):
        yield "unit", _("No unit has this code.")
    allowed = Evaluator.SUBTYPES[Evaluator.Pool(values["pool"])]
    if values["subtype"] not in allowed:
        yield "subtype", _("This subtype belongs to the other pool.")
    namesakes = book.once("namesakes", lambda: _namesakes(book))
    others = namesakes[values["name"], values["birth_month"]]
    if stored is None and others:
        yield (
            "name",
            _("This person is on record from another unit: %(homes)s.") % {"homes": others[0]},
        )


def _namesakes(book: Book) -> dict[tuple[str, dt.date], list[str]]:
    found: dict[tuple[str, dt.date], list[str]] = defaultdict(list)
    for stored in book.stored(EVALUATORS.key).values():
        values = stored.values
        home = values["unit"] or values["organisation"]
        found[values["name"], values["birth_month"]].append(home)
    return found


def _unknown_names(values: Values, book: Book) -> Iterator[Refusal]:
    unknown = [word for word in read_words(values.get("tags", "")) if word not in _tags(book)]
    if unknown:
        yield "tags", _("No tag is called: %(names)s.") % {"names": "、".join(unknown)}
    for place in read_places(values.get("workplaces", "")):
        if place.code not in _units(book) and not place.is_region:
            yield (
                "workplaces",
                _("“%(code)s” is neither a unit nor a region.") % {"code": place.code},
            )


def _certificate(values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
    number = values.get("certificate")
    if not number:
        return
    issued_on, expires_on = values.get("issued_on"), values.get("expires_on")
    if issued_on is None or expires_on is None:
        yield "issued_on", _("A certificate has a first and a last day.")
    elif expires_on < issued_on:
        yield "expires_on", _("The last day lies before the first.")
    holders = book.once(
        "holders", lambda: dict(Certificate.objects.values_list("number", "evaluator"))
    )
    holder, own = holders.get(number), stored.pk if stored else None
    if holder is not None and holder != own:
        yield "certificate", _("Somebody else holds the certificate of this number.")
    elif (
        stored
        and holder == own
        and any(values.get(name) != stored.values[name] for name in CERTIFICATE)
    ):
        yield "certificate", _("This certificate is on record with other facts.")


def _joining(values: Values, stored: Stored | None) -> Iterator[Refusal]:
    joined_on, channel = values.get("joined_on"), values.get("channel")
    was = stored.values if stored else {}
    if was.get("joined_on") and (joined_on, channel) != (was["joined_on"], was["channel"]):
        yield (
            "joined_on",
            _("The person is in the pool since %(day)s, or was; change it in the personal file.")
            % {"day": was["joined_on"]},
        )
    elif joined_on and not values.get("gates_passed_on"):
        yield "gates_passed_on", _("Nobody joins before the three gates are passed.")
    elif joined_on and not channel:
        yield "channel", _("Say by which channel the person joined.")


Rows = Sequence[tuple[int, Planned]]


def _was(row: Planned) -> Values:
    return row.stored.values if row.stored else {}


def _store_tags(rows: Rows, book: Book) -> None:
    tagged = Evaluator.tags.through
    known = _tags(book)
    tagged.objects.bulk_create(
        [
            tagged(evaluator_id=key, tag_id=known[word])
            for key, row in rows
            for word in read_words(row.row.values.get("tags", ""))
        ],
        ignore_conflicts=True,
    )


def _new_workplaces(rows: Rows, book: Book) -> list[models.Model]:
    units = _units(book)
    return [
        Workplace(
            evaluator_id=key,
            unit_id=units.get(place.code),
            region_code="" if place.code in units else place.code,
            starts_on=place.starts_on,
            ends_on=place.ends_on,
        )
        for key, row in rows
        for place in read_places(row.row.values.get("workplaces", ""))
        if place not in read_places(_was(row).get("workplaces", ""))
    ]


def _new_certificates(rows: Rows) -> list[models.Model]:
    return [
        Certificate(
            evaluator_id=key,
            number=values["certificate"],
            issued_on=values["issued_on"],
            expires_on=values["expires_on"],
            test_score=values.get("test_score"),
        )
        for key, row in rows
        if (values := row.row.values).get("certificate")
        and values["certificate"] not in _was(row).get("numbers", ())
    ]


def _new_gates(rows: Rows, book: Book) -> list[models.Model]:
    return [
        GateCheck(
            evaluator_id=key,
            gate=gate,
            passed=True,
            checked_on=row.row.values["gates_passed_on"],
            checked_by=book.user,
        )
        for key, row in rows
        if row.row.values.get("gates_passed_on") and not _was(row).get("gates_passed_on")
        for gate in GateCheck.Gate
    ]


def _new_spells(rows: Rows) -> list[models.Model]:
    return [
        RosterSpell(evaluator_id=key, joined_on=values["joined_on"], channel=values["channel"])
        for key, row in rows
        if (values := row.row.values).get("joined_on") and not _was(row).get("joined_on")
    ]
