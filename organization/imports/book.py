"""What one import knows while it is planned and stored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.db import models

from organization.imports.columns import Key, Reference, Sheet, Values
from organization.imports.reading import Fault, ParsedSheet, Row
from organization.models import Domain, Role, User

if TYPE_CHECKING:
    from organization.imports.tables import Table

T = TypeVar("T")
Outcome = Literal["refused", "changed", "created", "unchanged"]
# Stands for all domains: only who answers for all of them may change what belongs to it.
EVERY_DOMAIN = ""


@dataclass(frozen=True)
class Stored:
    """A row as the database holds it, in the shape of the sheet."""

    pk: int
    values: Values


@dataclass
class Planned:
    """What would become of one row of the file, and why.

    Attributes:
        pk: of the row of the database, once it is stored.
    """

    sheet: Sheet
    row: Row
    label: str
    outcome: Outcome
    stored: Stored | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    pk: int = 0


class Book:
    """Everything one import knows: whose it is, what the file brings, what the database holds.

    Attributes:
        narrowed: by sheet, which rows of the database matter; all of them where nothing is said.
    """

    def __init__(self, tables: Sequence["Table"], user: User) -> None:
        self.tables = {table.sheet.key: table for table in tables}
        self.user = user
        self.parsed: dict[str, ParsedSheet] = {}
        self.narrowed: dict[str, models.Q] = {}
        self.answers_for_all = user.answers_for_all_domains([Role.OFFICE_STAFF])
        self.domains = set(Domain.objects.editable_by(user).values_list("code", flat=True))
        self._stored: dict[str, dict[Key, Stored]] = {}
        self._brought: dict[str, dict[Key, Values]] = {}
        self._once: dict[str, Any] = {}

    def add(self, parsed: ParsedSheet) -> None:
        """Take in a sheet of the file."""
        key = parsed.sheet.key
        self.parsed[key] = parsed
        self.tables[key].prepare(parsed, self)
        self._brought[key] = {parsed.sheet.key_of(row.values): row.values for row in parsed.rows}

    def stored(self, sheet: str) -> dict[Key, Stored]:
        """Rows of the database by key, read once."""
        if sheet not in self._stored:
            self._stored[sheet] = self.tables[sheet].load(self)
        return self._stored[sheet]

    def forget(self, sheet: str) -> None:
        """Read a table anew when it is asked for next, because rows have been stored."""
        self._stored.pop(sheet, None)

    def row(self, sheet: str, key: Key) -> Values | None:
        """A row as it will be: what the database holds, overlaid by the file."""
        stored = self.stored(sheet).get(key)
        brought = self._brought.get(sheet, {}).get(key)
        if stored is None or brought is None:
            return brought if stored is None else stored.values
        return {**stored.values, **brought}

    def rows(self, sheet: str) -> Iterator[tuple[Key, Values]]:
        """All rows of a table as they will be."""
        for key in {**self.stored(sheet), **self._brought.get(sheet, {})}:
            yield key, self.row(sheet, key) or {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What a check needs for every row and need be made only once."""
        if name not in self._once:
            self._once[name] = make()
        found: T = self._once[name]
        return found

    def may_keep(self, domain: str) -> bool:
        """Whether the account may change what belongs to a domain, or to all of them."""
        return self.answers_for_all or (domain != EVERY_DOMAIN and domain in self.domains)


def plain(value: Any) -> Any:
    """A value for comparing: nothing and empty text are the same."""
    return "" if value is None else value


def reference_key(reference: Reference, values: Values) -> Key | None:
    """The key a row names; None when the cell that names it is empty."""
    key = tuple(plain(values.get(name)) for name in reference.columns)
    return None if key[-1] == "" else key
