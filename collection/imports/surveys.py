"""Results of one survey as a list: a row for each unit and theme."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from collection.models import Survey, SurveyResult, SurveyTheme
from organization.imports.book import Book, Planned, Stored, plain
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.reading import Fault, Row
from organization.imports.tables import Refusal, Table
from organization.models import Unit, User

FIGURES = ("score", "sample_size", "margin")

SURVEY_RESULTS = Sheet(
    key="survey_results",
    title=Words("满意度结果", "Survey results"),
    note=Words("每个单位、每个主题一行。", "One row for each unit and theme."),
    identity=("unit_code", "theme"),
    columns=(
        Column("unit_code", Words("单位代码", "Unit code"), "code", required=True),
        Column(
            "unit_name",
            Words("单位名称", "Unit name"),
            note=Words("可空；填了就与代码核对。", "May be empty; else checked against the code."),
        ),
        Column("theme", Words("主题", "Theme"), required=True),
        Column(
            "score",
            Words("满意度", "Satisfaction"),
            "figure",
            note=Words("0至100。", "0 to 100."),
            required=True,
            field=field_of(SurveyResult, "score"),
        ),
        Column(
            "sample_size",
            Words("样本量", "Sample"),
            "whole",
            required=True,
            field=field_of(SurveyResult, "sample_size"),
        ),
        Column(
            "margin",
            Words("误差范围", "Margin"),
            "figure",
            note=Words(
                "调查机构给出的±分数；没有就空着。",
                "± points, as the surveying body states it; else empty.",
            ),
            field=field_of(SurveyResult, "margin"),
        ),
    ),
    examples=(
        {"unit_code": "U001", "theme": "就业", "score": "85.2", "sample_size": 400, "margin": "3"},
    ),
)


class SurveyTable(Table):
    """Results of one survey, for units that the account's office keeps."""

    sheet = SURVEY_RESULTS
    model = SurveyResult
    extras = frozenset({"unit_code", "unit_name", "theme"})

    def __init__(self, survey: Survey) -> None:
        self.survey = survey

    def plan(self, book: Book) -> list[Planned]:
        parsed = book.parsed[self.sheet.key]
        known = _Known(self.survey, book.user)
        return [self._planned(row, parsed.name, known) for row in parsed.rows]

    def label(self, values: Values) -> str:
        shown = (values.get("unit_code"), values.get("unit_name"), values.get("theme"))
        return " · ".join(str(part) for part in shown if part)

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        figures = {name: values[name] for name in FIGURES if name in values}
        keys = {"unit_id": values["unit_key"], "theme_id": values["theme_key"]}
        return {"survey": self.survey, **keys, **figures}

    def _planned(self, row: Row, place: str, known: "_Known") -> Planned:
        planned = Planned(self.sheet, row, self.label(row.values), "refused", faults=row.faults)
        if row.faults:
            return planned
        refusals = list(known.refusals(row.values))
        planned.faults = [
            Fault(place, message, row.number, row.places.get(name, 0)) for name, message in refusals
        ]
        if not planned.faults:
            planned.stored = known.stored(row.values)
            planned.changes = _changes(row.values, planned.stored)
            planned.outcome = "created"
            if planned.stored:
                planned.outcome = "changed" if planned.changes else "unchanged"
        return planned


def _changes(values: Values, stored: Stored | None) -> dict[str, tuple[Any, Any]]:
    if stored is None:
        return {}
    return {
        name: (stored.values[name], values[name])
        for name in FIGURES
        if name in values and plain(stored.values[name]) != plain(values[name])
    }


class _Known:
    """The units, themes and results that rows can mean."""

    def __init__(self, survey: Survey, user: User) -> None:
        units = Unit.objects.editable_by(user).filter(domain=survey.domain_id)
        self.units = {unit.code: unit for unit in units}
        themes = SurveyTheme.objects.filter(is_active=True)
        self.themes = {name: theme for theme in themes for name in (theme.code, theme.name)}
        rows = survey.results.values_list("pk", "unit_id", "theme_id", *FIGURES)
        self.results = {
            (unit, theme): Stored(pk, dict(zip(FIGURES, figures, strict=True)))
            for pk, unit, theme, *figures in rows
        }
        self.brought: set[tuple[int, int]] = set()

    def refusals(self, values: Values) -> Iterator[Refusal]:
        """Why a row means no result; else its keys are added to it."""
        unit = self.units.get(values["unit_code"])
        theme = self.themes.get(values["theme"])
        name = values.get("unit_name")
        if unit is None:
            yield "unit_code", _("No unit of the survey's domain that you keep has this code.")
        elif name and name not in (unit.name, unit.short_name):
            yield "unit_name", _("The code belongs to “%(name)s”.") % {"name": unit.name}
        if theme is None:
            yield "theme", _("No theme has this name or code.")
        if unit is None or theme is None:
            return
        values["unit_key"], values["theme_key"] = key = (unit.pk, theme.pk)
        if key in self.brought:
            yield "theme", _("Another row has the same unit and theme.")
        self.brought.add(key)

    def stored(self, values: Values) -> Stored | None:
        """The result that the survey has of the row's unit and theme."""
        return self.results.get((values["unit_key"], values["theme_key"]))
