"""The table of a department as it is filled in, checked and verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collection.models import DepartmentReport, ReportEntry
from collection.rules.cells import Checked, Finding, check_cell
from collection.rules.rhythms import period_before
from collection.selectors.due import AskedLeaf, Line
from evaluators.rules.spread import Spread, SpreadRule, judge_spread
from indicators.models import ReportedValue
from indicators.rules.measures import MeasureError, convert
from indicators.rules.periods import previous_year

WORDS: dict[str, str | Promise] = {
    Finding.NO_NUMBER: gettext_lazy("Not a number. Leave out words; a unit of measure may follow."),
    Finding.OTHER_MEASURE: gettext_lazy("This unit of measure cannot be converted."),
    Finding.TOO_LONG: gettext_lazy("At most 18 digits and 6 decimals."),
    Finding.OUT_OF_RANGE: gettext_lazy("Outside the range from 0 to the highest score."),
    Finding.JUMP: gettext_lazy("Doubled or halved within a year: say why in the note."),
    Finding.MISSING: gettext_lazy("Missing: give the figure, or say why in the note."),
}
ACTUAL, TARGET = ReportedValue.Series.ACTUAL, ReportedValue.Series.TARGET


@dataclass(frozen=True, eq=False)
class TableRow:
    """A line with what stands beside it and what was typed.

    Attributes:
        last, previous, target, standing: of the last period, of the same period a year before,
            of this period; in the unit of measure of the indicator.
    """

    line: Line
    entry: ReportEntry | None
    last: Decimal | None
    previous: Decimal | None
    target: Decimal | None
    standing: Decimal | None
    checked: Checked

    @property
    def text(self) -> str:
        """What was typed."""
        return self.entry.text if self.entry else ""

    @property
    def remark(self) -> str:
        """Why it is so."""
        return self.entry.remark if self.entry else ""

    @property
    def words(self) -> str:
        """What is wrong or odd, and what to do."""
        return finding_words(self.checked)

    @property
    def is_hidden_gap(self) -> bool:
        """Whether nothing was typed yet: a gap is told when the table is handed in, not before."""
        return self.checked.finding == Finding.MISSING and self.entry is None


def finding_words(checked: Checked) -> str:
    """A finding in words; empty when the cell is as it should be."""
    return str(WORDS[checked.finding]) if checked.finding else ""


Facts = Mapping[tuple[int, int, str, str], tuple[Decimal, str]]


def table_rows(report: DepartmentReport, lines: Sequence[Line]) -> list[TableRow]:
    """Lines of a table with everything beside them; two queries whatever their number."""
    indicators = {line.indicator.pk for line in lines}
    units = {line.unit.pk for line in lines}
    entries = {
        (entry.indicator_id, entry.unit_id): entry
        for entry in report.entries.filter(indicator__in=indicators, unit__in=units)
    }
    facts = _facts(report.round.period, indicators, units)
    highest = report.round.plan.highest_score if report.round.plan.is_of_scores else None
    return [_row(report, line, entries.get(line.pair), facts, highest) for line in lines]


def _facts(period: str, indicators: set[int], units: set[int]) -> Facts:
    rows = ReportedValue.objects.filter(
        indicator__in=indicators,
        unit__in=units,
        period__in={period, period_before(period), previous_year(period)},
        series__in=[ACTUAL, TARGET],
    ).values_list("indicator", "unit", "period", "series", "value", "unit_of_measure")
    return {
        (indicator, unit, at, series): (value, measure)
        for indicator, unit, at, series, value, measure in rows
        if unit is not None
    }


def _row(
    report: DepartmentReport,
    line: Line,
    entry: ReportEntry | None,
    facts: Facts,
    highest: Decimal | None,
) -> TableRow:
    measure, period = line.indicator.unit_of_measure, report.round.period

    def known(at: str, series: str) -> Decimal | None:
        found = facts.get((*line.pair, at, series))
        return _in_measure(*found, measure) if found else None

    previous, standing = known(previous_year(period), ACTUAL), known(period, ACTUAL)
    checked = check_cell(
        entry.text if entry else "",
        measure=measure,
        remark=entry.remark if entry else "",
        previous=previous,
        highest=highest,
        stands=standing is not None,
    )
    last = known(period_before(period), ACTUAL)
    return TableRow(line, entry, last, previous, known(period, TARGET), standing, checked)


def _in_measure(value: Decimal, given: str, wanted: str) -> Decimal | None:
    try:
        return convert(value, given, wanted)
    except MeasureError:
        return None


@dataclass(frozen=True)
class FlatScores:
    """Scores of one indicator that do not tell the units apart (ORG-07)."""

    leaf: AskedLeaf
    spread: Spread

    def __str__(self) -> str:
        return _(
            "“%(indicator)s”: no differentiation, %(times)s of %(count)s units get the same score "
            "or all scores lie close together. Compare the units once more."
        ) % {
            "indicator": self.leaf.indicator,
            "times": self.spread.commonest_count,
            "count": self.spread.count,
        }


def flat_scores(report: DepartmentReport, rows: Sequence[TableRow]) -> list[FlatScores]:
    """Indicators whose scores have less spread than the plan, or the leaf itself, asks for."""
    if not report.round.plan.is_of_scores:
        return []
    leaves: dict[int, AskedLeaf] = {}
    scores: dict[int, list[Decimal]] = {}
    for row in rows:
        if row.checked.typed is not None:
            leaves.setdefault(row.line.indicator.pk, row.line.leaf)
            scores.setdefault(row.line.indicator.pk, []).append(row.checked.typed.value)
    judged = [
        FlatScores(leaf, judge_spread(scores[key], spread_rule(report, leaf)))
        for key, leaf in leaves.items()
    ]
    return [one for one in judged if one.spread.faults]


def spread_rule(report: DepartmentReport, leaf: AskedLeaf) -> SpreadRule:
    """What the leaf asks for, else the plan; an empty figure asks for nothing."""
    plan, term = report.round.plan, leaf.term

    def asked(name: str) -> Decimal:
        own = getattr(term, name) if term else None
        found: Decimal | None = getattr(plan, name) if own is None else own
        return Decimal(0) if found is None else found

    return SpreadRule(asked("different_min"), asked("width_min"))
