"""Assessment processes of the library in the workbook."""

from collections.abc import Iterator
from typing import Any

from indicators.imports.library import TAGS, tidy_row_tags, with_initials
from indicators.models import AssessmentProcess, ProcessStep
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import EVERY_DOMAIN, Book
from organization.imports.reading import ParsedSheet
from organization.imports.tables import Table

PROCESSES = Sheet(
    key="processes",
    title=Words("考核流程", "Processes"),
    note=Words(
        "一种考核怎样一步步做；步骤写在“流程步骤”。",
        "How assessments of a kind are carried out; the steps stand in their own sheet.",
    ),
    identity=("code",),
    columns=(
        Column(
            "code",
            Words("流程编码", "Process code"),
            "code",
            required=True,
            field=field_of(AssessmentProcess, "code"),
        ),
        Column(
            "name",
            Words("流程名称", "Process name"),
            required=True,
            field=field_of(AssessmentProcess, "name"),
        ),
        Column(
            "kind",
            Words("考核种类", "Kind of assessment"),
            "choice",
            required=True,
            choices={
                "annual": Words("年度考核", "annual assessment"),
                "daily": Words("平时考核", "daily assessment"),
                "special": Words("专项考核", "special assessment"),
                "term": Words("任期考核", "term assessment"),
            },
        ),
        Column("purpose", Words("用途", "Purpose"), field=field_of(AssessmentProcess, "purpose")),
        TAGS,
    ),
    examples=({"code": "P-ANNUAL", "name": "年度考核流程", "kind": "annual", "tags": "实地考核"},),
)

STEPS = Sheet(
    key="process_steps",
    title=Words("流程步骤", "Process steps"),
    note=Words("一行一步，按序号先后。", "One step a row, in the order of their numbers."),
    identity=("process", "position"),
    references=(Reference("process", "processes", ("process",)),),
    columns=(
        Column(
            "process",
            Words("流程编码", "Process code"),
            "code",
            required=True,
            refers_to="processes",
        ),
        Column(
            "position",
            Words("步骤序号", "Step number"),
            "whole",
            required=True,
            field=field_of(ProcessStep, "position"),
        ),
        Column("name", Words("步骤", "Step"), required=True, field=field_of(ProcessStep, "name")),
        Column(
            "actor",
            Words("谁来做", "Who does it"),
            required=True,
            field=field_of(ProcessStep, "actor"),
        ),
        Column(
            "days",
            Words("天数", "Days"),
            "whole",
            required=True,
            field=field_of(ProcessStep, "days"),
        ),
        Column("paper", Words("形成的材料", "Paper"), field=field_of(ProcessStep, "paper")),
    ),
    examples=(
        {
            "process": "P-ANNUAL",
            "position": 1,
            "name": "发布考核预告",
            "actor": "考核办",
            "days": 5,
            "paper": "考核预告",
        },
    ),
)


class ProcessTable(Table):
    """Processes, shared by all domains: anybody adds some, who answers for all changes them."""

    sheet = PROCESSES
    model = AssessmentProcess
    is_public = True
    stamps = ("initials",)

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        tidy_row_tags(parsed)

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if (values["code"],) in book.stored("processes"):
            yield EVERY_DOMAIN

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        return with_initials(super().attributes(values, book), self, book)


class StepTable(Table):
    """Steps of processes."""

    sheet = STEPS
    model = ProcessStep
    paths = {"process": "process__code"}
    is_public = True

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if (values["process"],) in book.stored("processes"):
            yield EVERY_DOMAIN
