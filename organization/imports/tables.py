"""What one sheet does to one table: compare its rows with what is stored, and refuse."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organization.imports.book import (
    EVERY_DOMAIN,
    Book,
    Planned,
    Stored,
    plain,
    reference_key,
)
from organization.imports.cells import show_cell
from organization.imports.columns import Key, Sheet, Values
from organization.imports.reading import Fault, ParsedSheet, Row

# A column and the reason against what stands in it.
Refusal = tuple[str, str]


class Table:
    """One sheet and its model. Subclasses say what only they know.

    Attributes:
        paths: ORM path of a column where it differs from its name.
        extras: columns that the model has no field for.
        unique: columns whose values may stand in one row only, besides the key.
        stamps: fields set on every change, that no column holds.
        is_public: rows of foreign domains may stand in the file as long as they change nothing.
    """

    sheet: ClassVar[Sheet]
    model: ClassVar[type[models.Model]]
    paths: ClassVar[Mapping[str, str]] = {}
    extras: ClassVar[frozenset[str]] = frozenset()
    unique: ClassVar[tuple[str, ...]] = ()
    stamps: ClassVar[tuple[str, ...]] = ()
    is_public: ClassVar[bool] = False

    def queryset(self, book: Book) -> "models.QuerySet[Any]":
        """Rows that the sheet can be about."""
        return self.model._default_manager.filter(book.narrowed.get(self.sheet.key, models.Q()))

    def load(self, book: Book) -> dict[Key, Stored]:
        """What the database holds, in the shape of the sheet."""
        names = list(self.sheet.by_name)
        rows = self.queryset(book).values_list(
            "pk", *(self.paths.get(name, name) for name in names)
        )
        found = (Stored(pk, dict(zip(names, cells, strict=True))) for pk, *cells in rows)
        return {self.sheet.key_of(stored.values): stored for stored in found}

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        """Bring the rows of the file into the shape in which rows are compared."""

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        """Codes of the domains a row belongs to; EVERY_DOMAIN where it concerns all."""
        yield EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        """Reasons against a row that would be created or changed, each with its column.

        Args:
            values: the row as it would be; `stored` what it is now.
        """
        yield from ()

    def label(self, values: Values) -> str:
        """How people recognise the row."""
        language = get_language() or "zh-hans"
        names = dict.fromkeys((*self.sheet.identity, "name"))
        shown = [
            show_cell(self.sheet.by_name[name], values.get(name), language)
            for name in names
            if name in self.sheet.by_name
        ]
        return " · ".join(str(part) for part in dict.fromkeys(shown) if part)

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        """Model attributes of a row, without foreign keys."""
        keys = {name for reference in self.sheet.references for name in reference.columns}
        return {
            name: value
            for name, value in values.items()
            if name not in keys and name not in self.extras
        }

    def finish(self, planned: Sequence[Planned], book: Book) -> None:
        """Store what belongs to the rows in other tables."""

    def plan(self, book: Book) -> list[Planned]:
        """What would become of every row of the sheet."""
        parsed = book.parsed[self.sheet.key]
        taken = {name: self._holders(name, book) for name in self.unique}
        return [self._plan_row(row, parsed.name, taken, book) for row in parsed.rows]

    def _plan_row(
        self, row: Row, place: str, taken: dict[str, dict[Any, Key]], book: Book
    ) -> Planned:
        key = self.sheet.key_of(row.values)
        stored = None if row.faults else book.stored(self.sheet.key).get(key)
        planned = Planned(self.sheet, row, self.label(row.values), "refused", stored)
        planned.changes = self._changes(row.values, stored)
        refusals = [] if row.faults else list(self._refusals(planned, key, taken, book))
        planned.faults = row.faults + [
            Fault(place, message, row.number, row.places.get(name, 0)) for name, message in refusals
        ]
        if not planned.faults:
            planned.outcome = "created" if stored is None else "unchanged"
            if stored is not None and planned.changes:
                planned.outcome = "changed"
        return planned

    def _changes(self, values: Values, stored: Stored | None) -> dict[str, tuple[Any, Any]]:
        if stored is None:
            return {}
        return {
            name: (stored.values[name], value)
            for name, value in values.items()
            if name in self.sheet.by_name and plain(stored.values[name]) != plain(value)
        }

    def _refusals(
        self, planned: Planned, key: Key, taken: dict[str, dict[Any, Key]], book: Book
    ) -> Iterator[Refusal]:
        values, stored = planned.row.values, planned.stored
        changing = stored is None or bool(planned.changes)
        unknown = list(self._unknown_references(values, book))
        if unknown:
            yield from unknown
            return
        if changing or not self.is_public:
            yield from self._foreign_domains(values, stored, book)
        if not changing:
            return
        for name, holders in taken.items():
            holder = holders.get(values.get(name))
            if holder is not None and holder != key:
                yield name, _("“%(other)s” has the same value.") % {"other": holder[-1]}
        yield from self._circle(values, key, book)
        will_be = {**stored.values, **values} if stored else values
        yield from self.check(will_be, stored, book)

    def _unknown_references(self, values: Values, book: Book) -> Iterator[Refusal]:
        for reference in self.sheet.references:
            key = reference_key(reference, values)
            if key is not None and book.row(reference.sheet, key) is None:
                sheet = book.tables[reference.sheet].sheet
                yield (
                    reference.columns[-1],
                    _("“%(key)s” stands neither in the sheet “%(sheet)s” nor in the database.")
                    % {"key": key[-1], "sheet": sheet.title},
                )

    def _foreign_domains(
        self, values: Values, stored: Stored | None, book: Book
    ) -> Iterator[Refusal]:
        concerned = set(self.domains(values, book))
        if stored is not None:
            concerned |= set(self.domains(stored.values, book))
        for domain in concerned:
            if not book.may_keep(domain):
                message = _("Your account does not keep this domain (%(domain)s).")
                if domain == EVERY_DOMAIN:
                    message = _("Only office staff of all domains may change this.")
                yield self.sheet.identity[0], message % {"domain": domain}
                return

    def _circle(self, values: Values, key: Key, book: Book) -> Iterator[Refusal]:
        for reference in self.sheet.references:
            if reference.sheet != self.sheet.key:
                continue
            above, seen = reference_key(reference, values), {key}
            while above is not None and above not in seen:
                seen.add(above)
                above = reference_key(reference, book.row(self.sheet.key, above) or {})
            if above == key:
                yield reference.columns[-1], _("Going up from here leads back to this row.")

    def _holders(self, name: str, book: Book) -> dict[Any, Key]:
        holders: dict[Any, Key] = {}
        for key, values in book.rows(self.sheet.key):
            if values.get(name):
                holders.setdefault(values[name], key)
        return holders
