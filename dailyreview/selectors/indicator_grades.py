"""How the leader in charge graded each indicator: the first level of the person's system (L-11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import SchemeGrade, ScoreSheet
from assessment.rules.marks import Field, total_of
from assessment.selectors.marked_leaves import field_of, marks_of
from assessment.selectors.trees import ordered_nodes
from dailyreview.models import QuarterRecord
from dailyreview.rules.bands import place_of
from indicators.models import IndicatorSystem, SystemNode
from organization.models import Role

# The leader in charge fills the form in; where the scheme does not count them, who is nearest.
GRADED_BY = (Role.SUPERVISING_LEADER, Role.SECTION_HEAD, Role.UNIT_PRINCIPAL)


@dataclass(frozen=True)
class IndicatorGrade:
    """One row of the form.

    Attributes:
        elements: what is looked at.
        grade: empty while nobody has marked, or the reader may not know yet.
    """

    name: str
    elements: str
    grade: str = ""


@dataclass(frozen=True)
class _Indicator:
    name: str
    elements: str
    fields: Mapping[str, Field]


class IndicatorGrades:
    """Reads systems and grades once, however many records are asked for."""

    def __init__(self) -> None:
        self._systems: dict[int, list[_Indicator]] = {}
        self._bands: dict[int, tuple[list[str], list[Decimal | None]]] = {}

    def of(self, record: QuarterRecord, *, shown: bool) -> list[IndicatorGrade]:
        """The rows of a record, loaded with its standing sheets as `printable` does.

        Args:
            shown: whether the reader may know the grades.
        """
        system = record.assessee.system
        if system.pk not in self._systems:
            self._systems[system.pk] = _indicators(system)
        indicators = self._systems[system.pk]
        marks = self._marks(record, indicators) if shown else {}
        return [
            IndicatorGrade(one.name, one.elements, self._grade(record, one, marks))
            for one in indicators
        ]

    def _marks(
        self, record: QuarterRecord, indicators: Sequence[_Indicator]
    ) -> Mapping[str, Decimal]:
        sheets: list[ScoreSheet] = record.assessee.standing_sheets  # type: ignore[attr-defined]
        by_level = {sheet.rater_class: sheet for sheet in sheets}
        sheet = next((by_level[role] for role in GRADED_BY if role in by_level), None)
        fields = {code: field for one in indicators for code, field in one.fields.items()}
        return marks_of(sheet, fields) if sheet else {}

    def _grade(
        self, record: QuarterRecord, indicator: _Indicator, marks: Mapping[str, Decimal]
    ) -> str:
        if not any(code in marks for code in indicator.fields):
            return ""
        scheme = record.quarter.plan.scheme_id
        if scheme not in self._bands:
            rows = SchemeGrade.objects.filter(scheme=scheme).order_by("position")
            names_and_bars = list(rows.values_list("name", "min_score"))
            self._bands[scheme] = (
                [name for name, _bar in names_and_bars],
                [bar for _name, bar in names_and_bars],
            )
        names, bars = self._bands[scheme]
        return names[place_of(total_of(marks, indicator.fields.values()), bars)]


def _indicators(system: IndicatorSystem) -> list[_Indicator]:
    """The first level with the marked leaves below it, in the order of the sheets."""
    nodes = ordered_nodes(system)
    top: dict[int, SystemNode] = {}
    leaves: dict[int, list[SystemNode]] = {}
    for node in nodes:
        first = top[node.parent_id] if node.parent_id else node
        top[node.pk] = first
        if node.source == SystemNode.Source.JUDGED:
            leaves.setdefault(first.pk, []).append(node)
    return [
        _Indicator(
            name=top[key].name,
            elements=found[0].standard if found == [top[key]] else _joined(found),
            fields={leaf.code: field_of(leaf) for leaf in found},
        )
        for key, found in leaves.items()
    ]


def _joined(leaves: Sequence[SystemNode]) -> str:
    # Names of leaves are data, in the language of the form.
    return "、".join(leaf.name for leaf in leaves)
