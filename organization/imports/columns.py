"""How a sheet of the workbook is declared: once, for template, reading, preview and export."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

from django.db import models
from django.utils.translation import get_language

Kind: TypeAlias = Literal[
    "text", "code", "long_number", "number", "figure", "whole", "date", "month", "flag", "choice"
]
Values: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]


class Words(NamedTuple):
    """A title of the file format: both languages are part of it, whatever a page speaks."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.speak(get_language() or "zh-hans")

    def speak(self, language: str) -> str:
        """The title in the language of an account."""
        return self.en if language.startswith("en") else self.zh


NO_NOTE = Words("", "")


@dataclass(frozen=True)
class Column:
    """One column: its titles, what its cells hold and what is refused.

    Attributes:
        kind: how a cell is read. `code` is text whose digits must survive; `long_number` is a code
            of more than 15 digits, which a number cell has lost already; `figure` is a number that
            is rounded half up to the decimals of its field, as measured values are.
        field: the model field whose validators and decimals hold for the cell.
        choices: stored value to title, for `choice`.
        options: texts offered in a drop-down and not enforced by it.
        refers_to: key of the sheet whose key the cell names; its codes become a drop-down.
        default: what an empty cell means, where the field does not say it.
    """

    name: str
    title: Words
    kind: Kind = "text"
    note: Words = NO_NOTE
    required: bool = False
    field: "models.Field[Any, Any] | None" = None
    choices: Mapping[Any, Words] = dataclasses.field(default_factory=dict)
    options: Callable[[str], list[str]] | None = None
    refers_to: str = ""
    default: Any = None

    @cached_property
    def empty(self) -> Any:
        """What an empty cell means: the default, else that of the model field."""
        if self.default is not None or self.field is None or self.field.null:
            return self.default
        return self.field.get_default()

    @cached_property
    def decimals(self) -> int | None:
        """Decimals that the database keeps, None where the column is no decimal."""
        return getattr(self.field, "decimal_places", None)


@dataclass(frozen=True)
class Reference:
    """Columns that together name a row of another sheet, stored as one foreign key."""

    field: str
    sheet: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook.

    Attributes:
        identity: columns that tell one row from another; the same key twice is refused.
        references: columns that name rows of other sheets.
        examples: invented rows for the template.
    """

    key: str
    title: Words
    note: Words
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    examples: tuple[Values, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    def key_of(self, values: Values) -> Key:
        """The key of a row; an empty cell counts as empty text, so that keys can be compared."""
        return tuple("" if values.get(name) is None else values[name] for name in self.identity)


def field_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """The field whose validators a column takes over."""
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found
