"""Research topics of a list."""

from collections.abc import Iterator

from evaluators.models import ResearchTopic
from organization.imports.book import Book
from organization.imports.columns import Column, Sheet, Values, Words, field_of
from organization.imports.tables import Table

TOPICS = Sheet(
    key="topics",
    title=Words("课题", "Research topics"),
    note=Words("同一年度内课题名称不重复。", "A title stands once in a year."),
    identity=("year", "title"),
    columns=(
        Column(
            "year",
            Words("年度", "Year"),
            "whole",
            required=True,
            field=field_of(ResearchTopic, "year"),
        ),
        Column(
            "title",
            Words("课题名称", "Title"),
            required=True,
            field=field_of(ResearchTopic, "title"),
        ),
        Column("led_by", Words("负责人", "Led by"), field=field_of(ResearchTopic, "led_by")),
        Column("outcome", Words("成果", "Outcome"), field=field_of(ResearchTopic, "outcome")),
    ),
    examples=(
        {"year": 2024, "title": "考核结果运用机制研究", "led_by": "考核办", "outcome": "已结题"},
    ),
)


class TopicTable(Table):
    """Research topics, shared by all domains."""

    sheet = TOPICS
    model = ResearchTopic
    is_public = True

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        yield from ()
