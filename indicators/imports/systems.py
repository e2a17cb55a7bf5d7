"""Indicator systems of the workbook, and what all that belongs to a system has in common."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem
from organization.imports import Column, Key, Reference, Sheet, Values, Words, field_of
from organization.imports.book import EVERY_DOMAIN, Book, Stored
from organization.imports.tables import Refusal, Table

SYSTEM = Column("system", Words("体系名称", "System"), required=True, refers_to="systems")


SYSTEMS = Sheet(
    key="systems",
    title=Words("体系", "Systems"),
    note=Words(
        "一个类别、一类对象、一个年度一个体系。已发布的体系不能用本表修改。",
        "One for each category, kind of assessee and year. Published ones cannot be changed here.",
    ),
    identity=("name",),
    references=(Reference("category", "categories", ("category",)),),
    columns=(
        Column(
            "name",
            Words("体系名称", "System"),
            required=True,
            field=field_of(IndicatorSystem, "name"),
        ),
        Column(
            "category",
            Words("类别编码", "Category code"),
            "code",
            required=True,
            refers_to="categories",
        ),
        Column(
            "assessee_kind",
            Words("考核对象", "For"),
            "choice",
            default="unit",
            choices={
                "unit": Words("单位", "units"),
                "principal": Words("正职", "principals"),
                "deputy": Words("副职", "deputies"),
            },
        ),
        Column(
            "year",
            Words("年度", "Year"),
            "whole",
            required=True,
            field=field_of(IndicatorSystem, "year"),
        ),
        Column(
            "full_marks",
            Words("满分", "Full marks"),
            "number",
            note=Words(
                "一级指标权重之和，空着为100。", "The first level adds up to it; empty: 100."
            ),
            field=field_of(IndicatorSystem, "full_marks"),
        ),
    ),
    examples=(
        {
            "name": "设区市一类2024年指标体系",
            "category": "city-a",
            "assessee_kind": "unit",
            "year": 2024,
        },
    ),
)


class SystemTable(Table):
    """Systems by name; of several versions the latest one is meant."""

    sheet = SYSTEMS
    model = IndicatorSystem
    paths = {"category": "category__code"}

    def load(self, book: Book) -> dict[Key, Stored]:
        found = super().load(book)
        drafts = set(IndicatorSystem.objects.drafts().values_list("pk", flat=True))
        for stored in found.values():
            stored.values["is_draft"] = stored.pk in drafts
        return found

    def queryset(self, book: Book) -> "models.QuerySet[Any]":
        return super().queryset(book).order_by("version", "pk")

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        category = book.row("categories", (values["category"],)) or {}
        yield category.get("domain") or EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        if stored is None:
            return
        yield from not_draft(self.sheet.identity[0], stored.values)
        for name in ("category", "assessee_kind", "year"):
            if values[name] != stored.values[name]:
                yield name, _("Another system has this name; give this one a name of its own.")

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        attributes = super().attributes(values, book)
        if (values["name"],) not in book.stored("systems"):
            # Counted on from what this import itself adds, so that two names get two versions.
            same = (values["category"], values.get("assessee_kind"), values["year"])
            versions = book.once("versions", _latest_versions)
            attributes["version"] = versions[same] = versions.get(same, 0) + 1
        return attributes


def _latest_versions() -> dict[Key, int]:
    latest = IndicatorSystem.objects.order_by().values_list(
        "category__code", "assessee_kind", "year"
    )
    return {tuple(key): version for *key, version in latest.annotate(Max("version"))}


def not_draft(column: str, system: Values) -> Iterator[Refusal]:
    """Refuse a change of what is published already."""
    if not system.get("is_draft", True):
        yield (
            column,
            _("This system is published. Make a new version of it, then import the changes."),
        )


class PartOfSystem(Table):
    """What belongs to a system: its rows follow its domain and may change while it is a draft."""

    def queryset(self, book: Book) -> "models.QuerySet[Any]":
        """Only what belongs to the versions that are meant, or their nodes would mix."""
        systems = [stored.pk for stored in book.stored("systems").values()]
        path = self.paths["system"].removesuffix("__name")
        return super().queryset(book).filter(**{f"{path}__in": systems})

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        system = book.row("systems", (values["system"],)) or {}
        category = book.row("categories", (system.get("category"),)) or {}
        yield category.get("domain") or EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from not_draft("system", book.row("systems", (values["system"],)) or {})
