"""Storing the planned rows of one sheet: new ones, changed ones, and what they refer to."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import models
from django.utils.translation import get_language

from organization.imports.book import Book, Planned, reference_key
from organization.imports.cells import show_cell
from organization.imports.columns import Reference, Values
from organization.imports.tables import Table
from organization.services.bulk import BATCH, store_in_bulk


def store_rows(
    table: Table, planned: Sequence[Planned], book: Book, *, about: models.Model
) -> None:
    """Store the rows that are created or changed; the sheets they refer to come before.

    Args:
        about: what the rows came from, for the audit event.
    """
    touched = [row for row in planned if row.outcome in ("created", "changed")]
    if not touched:
        return
    changing = {row.stored.pk: row for row in touched if row.stored is not None}
    objects = table.model._default_manager.in_bulk(changing)
    for pk, row in changing.items():
        _fill(table, objects[pk], row.row.values, book)
    made = [(row, _new(table, row, book)) for row in touched if row.stored is None]
    store_in_bulk(
        table.model,
        created=[instance for _row, instance in made],
        changed=list(objects.values()),
        fields=_changed_fields(table, changing.values()),
        about=about,
        labels={pk: row.label for pk, row in changing.items()},
        before={row.label: _shown(row, 0) for row in changing.values()},
        after={row.label: _shown(row, 1) for row in changing.values()},
        by=book.user,
    )
    for row in touched:
        row.pk = row.stored.pk if row.stored else 0
    for row, instance in made:
        row.pk = instance.pk
    book.forget(table.sheet.key)
    for reference in table.sheet.references:
        if reference.sheet == table.sheet.key:
            _store_own_reference(table, reference, touched, book)
    table.finish(touched, book)


def _new(table: Table, planned: Planned, book: Book) -> models.Model:
    instance = table.model()
    _fill(table, instance, planned.row.values, book)
    return instance


def _fill(table: Table, instance: models.Model, values: Values, book: Book) -> None:
    for name, value in table.attributes(values, book).items():
        setattr(instance, name, value)
    for reference in _foreign_keys(table):
        if reference.columns[-1] in values:
            setattr(instance, f"{reference.field}_id", _pk(reference, values, book))


def _foreign_keys(table: Table) -> Iterator[Reference]:
    """References to other sheets that the model has a field for."""
    for reference in table.sheet.references:
        if reference.field not in table.extras and reference.sheet != table.sheet.key:
            yield reference


def _changed_fields(table: Table, planned: Iterable[Planned]) -> list[str]:
    """Fields that any of the rows changes; what names a row is never among them."""
    changed = {name for row in planned for name in row.changes} - table.extras
    keys = {name for reference in table.sheet.references for name in reference.columns}
    references = {
        reference.field for reference in _foreign_keys(table) if changed & {*reference.columns}
    }
    return sorted((changed - keys) | references | set(table.stamps))


def _store_own_reference(
    table: Table, reference: Reference, touched: Sequence[Planned], book: Book
) -> None:
    """Superiors and parents come last: they may have been created in the same stroke."""
    stored = book.stored(table.sheet.key)
    column = reference.columns[-1]
    moved = []
    for row in touched:
        values = row.row.values
        if column in row.changes or (row.stored is None and values.get(column)):
            instance = table.model(pk=stored[table.sheet.key_of(values)].pk)
            setattr(instance, f"{reference.field}_id", _pk(reference, values, book))
            moved.append(instance)
    table.model._default_manager.bulk_update(moved, [reference.field], batch_size=BATCH)
    book.forget(table.sheet.key)


def _pk(reference: Reference, values: Values, book: Book) -> int | None:
    key = reference_key(reference, values)
    return None if key is None else book.stored(reference.sheet)[key].pk


def _shown(planned: Planned, side: int) -> dict[str, str]:
    """Old (0) or new (1) values of the changed columns, in words."""
    language = get_language() or "zh-hans"
    return {
        name: str(show_cell(planned.sheet.by_name[name], change[side], language))
        for name, change in planned.changes.items()
    }
