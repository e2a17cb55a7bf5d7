"""What the database holds, as a workbook that the import reads back without a change."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from assessment.imports.sheets import TABLES
from indicators.models import Indicator, IndicatorSystem, LibraryModel
from organization.imports import Values
from organization.imports.book import Book
from organization.models import Cadre, Category, CategoryMembership, Domain, Unit, User
from organization.rules import mask_id_number

Rows = dict[str, list[Values]]
LIBRARY = ("indicators", "models", "model_nodes", "processes", "process_steps")


def category_rows(category: Category, year: int, *, user: User) -> Rows:
    """Everything of one category and year, by sheet, in the shape that `write_workbook` takes.

    ID numbers are masked; reading the file back finds the persons by name all the same.
    """
    book = Book(TABLES, user)
    book.narrowed = _narrowed(category, year, user)
    rows = {key: _rows(book, key) for key in book.tables}
    for row in [*rows["cadres"], *rows["appointments"]]:
        row["id_number"] = mask_id_number(row["id_number"])
    return rows


def library_rows(user: User) -> Rows:
    """The library that the account sees: indicators, models, processes, each with its parts."""
    book = Book(TABLES, user)
    book.narrowed = {
        "indicators": Q(pk__in=Indicator.objects.visible_to(user).values("pk")),
    }
    return {key: _rows(book, key) for key in LIBRARY}


def template_rows(user: User) -> Rows:
    """The rows that a fresh template shows: the domains and categories of the account."""
    book = Book(TABLES, user)
    domains = Domain.objects.editable_by(user).values("pk")
    book.narrowed = {"domains": Q(pk__in=domains), "categories": Q(domain__in=domains)}
    return {
        key: _rows(book, key) if key in ("domains", "categories") else [] for key in book.tables
    }


def _rows(book: Book, key: str) -> list[Values]:
    names = book.tables[key].sheet.by_name
    return [
        {name: stored.values[name] for name in names}
        for _key, stored in sorted(book.stored(key).items(), key=lambda item: _sortable(item[0]))
    ]


def _sortable(key: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(str, key))


def _narrowed(category: Category, year: int, user: User) -> dict[str, Q]:
    members = CategoryMembership.objects.filter(category=category, valid_to__isnull=True)
    units = Unit.objects.visible_to(user).filter(pk__in=members.values("unit"))
    systems = IndicatorSystem.objects.visible_to(user).filter(category=category, year=year)
    models = LibraryModel.objects.filter(inserted_nodes__system__in=systems)
    indicators = Indicator.objects.filter(
        Q(nodes__system__in=systems) | Q(model_nodes__model__in=models.values("pk"))
    )
    in_system = {"node__system__in": systems.values("pk"), "unit__in": units.values("pk")}
    years = Q(period__startswith=str(year)) | Q(period__startswith=str(year - 1))
    return {
        "domains": Q(pk=category.domain_id),
        "categories": Q(pk=category.pk),
        "units": Q(pk__in=units.values("pk")),
        "cadres": Q(
            pk__in=Cadre.objects.visible_to(user)
            .filter(appointments__unit__in=units.values("pk"))
            .values("pk")
        ),
        "appointments": Q(unit__in=units.values("pk")),
        "indicators": Q(pk__in=indicators.values("pk")),
        "models": Q(pk__in=models.values("pk")),
        "model_nodes": Q(model__in=models.values("pk")),
        # No system stands on a process: they leave the house with the library only.
        "processes": Q(pk__in=()),
        "process_steps": Q(pk__in=()),
        "systems": Q(pk__in=systems.values("pk")),
        "overrides": Q(**in_system),
        "exemptions": Q(**in_system),
        "links": Q(**in_system),
        "values": years
        & Q(indicator__in=indicators.values("pk"))
        & (Q(unit__in=units.values("pk")) | Q(unit__isnull=True)),
        "schemes": Q(year=year),
        "grades": Q(scheme__year=year),
        "quotas": Q(grade__scheme__year=year),
        "rater_classes": Q(scheme__year=year),
    }
