"""Rows that are written once: audit events, results, frozen inputs, decisions, publications."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """Adds rows and reads them; every way to change or remove one is refused."""

    # Columns a service may still fill in, such as the successor of a decision.
    open_columns: ClassVar[frozenset[str]] = frozenset()

    def update(self, **values: Any) -> int:
        if not values.keys() <= self.open_columns:
            raise TypeError(f"{self.model._meta.verbose_name_plural} are never changed.")
        return super().update(**values)

    def bulk_create(
        self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any
    ) -> list[Row]:
        if update_conflicts:
            raise TypeError(f"{self.model._meta.verbose_name_plural} are never changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, fields: Iterable[str], batch_size: Any = None) -> NoReturn:
        raise TypeError(f"{self.model._meta.verbose_name_plural} are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model._meta.verbose_name_plural} are never removed.")


class WrittenOnce(models.Model):
    """Base of such rows: a correction is a new row, never a changed one.

    The one exception to "no save() override": the guard must sit where any caller passes.
    """

    class Meta:
        abstract = True
        # Else the plain manager that Django keeps for itself would be a way round.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name_plural} are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self._meta.verbose_name_plural} are never removed.")
