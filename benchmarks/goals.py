"""The goals that were set for speed, and whether the figures hold them."""

import math
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.engine import COMPILED
from benchmarks.engine import PANDAS as PANDAS_ALONE
from benchmarks.plan import LIMIT, PANDAS, RECORD, SQL
from benchmarks.registry import CASES, OURS, Report, Row

HELD, MISSED, OPEN = "held", "missed", "not measured"
Reports = Mapping[str, Report]


@dataclass(frozen=True)
class Verdict:
    """A goal with what was measured."""

    name: str
    goal: str
    verdict: str
    measured: str


@dataclass(frozen=True)
class Demand:
    """One figure that must not lie on the wrong side of a bar.

    Attributes:
        figure: takes it from the reports; a LookupError where there is none.
        bar: the bar.
        least: whether the figure must reach the bar, else it must not exceed it.
        words: how the figure is told.
    """

    figure: Callable[[Reports], float]
    bar: float
    least: bool
    words: str

    def verdict(self, reports: Reports) -> tuple[str, str]:
        """Whether it holds, and the measured figure in words."""
        try:
            figure = self.figure(reports)
        except LookupError:
            return OPEN, ""
        holds = figure >= self.bar if self.least else figure <= self.bar
        return HELD if holds else MISSED, self.words.format(figure_text(figure))


def figure_text(figure: float) -> str:
    """Write a figure with about two digits that matter.

    >>> [figure_text(figure) for figure in (0.0123, 0.52, 5.61, 17.3, 1234.5)]
    ['0.012', '0.52', '5.6', '17', '1,234']
    """
    if figure >= 10:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 1 else f"{figure:.2g}"


def _row(reports: Reports, case: str, way: str) -> Row:
    found = [row for row in reports[case].rows if row.way == way]
    if not found:
        raise LookupError(way)
    return found[0]


def _times(case: str, way: str) -> Callable[[Reports], float]:
    """How many times as long as Hengjian a way takes."""
    return lambda reports: _row(reports, case, way).ratio


def _part(case: str, way: str) -> Callable[[Reports], float]:
    """How many times as long as a way Hengjian takes."""
    return lambda reports: 1 / _row(reports, case, way).ratio


def _seconds(case: str) -> Callable[[Reports], float]:
    return lambda reports: statistics.median(_row(reports, case, OURS).seconds)


def _peak(case: str) -> Callable[[Reports], float]:
    return lambda reports: max(_row(reports, case, OURS).peaks or (math.inf,))


PROVINCE, CITY, PEOPLE = "run/province", "run/city", "run/people"
GOALS: tuple[tuple[str, str, tuple[Demand, ...]], ...] = (
    (
        "P1",
        "3.63 million marks: at least 1,000 times as fast as a query and a save() a record",
        (Demand(_times(PROVINCE, RECORD), 1_000, True, "{} times"),),
    ),
    (
        "P2",
        "the same: at least 100 times as fast as pandas between ORM calls, 50 times as fast as SQL "
        "windows in the server",
        (
            Demand(_times(PROVINCE, PANDAS), 100, True, "pandas {} times"),
            Demand(_times(PROVINCE, SQL), 50, True, "SQL {} times"),
        ),
    ),
    (
        "P3",
        "the same: at most twice the limit of the storage layout",
        (Demand(_part(PROVINCE, LIMIT), 2, False, "{} times the limit"),),
    ),
    (
        "P4",
        "arithmetic on 3.63 million marks: at most half the time of a compiled loop over a row a "
        "mark, at least 50 times as fast as pandas",
        (
            Demand(
                _part("engine/province", COMPILED), 0.5, False, "{} times the compiled loop's time"
            ),
            Demand(_times("engine/province", PANDAS_ALONE), 50, True, "pandas {} times"),
        ),
    ),
    (
        "P5",
        "36 million marks: at most 10 s through workers, at most 256 MiB each",
        (
            Demand(_seconds(PEOPLE), 10, False, "{} s"),
            Demand(_peak(PEOPLE), 256, False, "{} MiB"),
        ),
    ),
    (
        "P6",
        "239 units x 110 values: at most 0.25 s, at least 150 times as fast as a loop over records",
        (
            Demand(_seconds(CITY), 0.25, False, "{} s"),
            Demand(_times(CITY, RECORD), 150, True, "{} times"),
        ),
    ),
)


def judge(reports: Reports) -> list[Verdict]:
    """Every goal with its verdict: held only when all it demands was measured and holds."""
    verdicts = []
    for name, goal, demands in GOALS:
        found = [demand.verdict(reports) for demand in demands]
        words = {word for word, _figure in found}
        verdict = MISSED if MISSED in words else OPEN if OPEN in words else HELD
        measured = "; ".join(
            figure if len(words) == 1 else f"{figure} ({word})" for word, figure in found if figure
        )
        verdicts.append(Verdict(name, goal, verdict, measured))
    return [*verdicts, _agreement(reports)]


def _agreement(reports: Reports) -> Verdict:
    failures = sum(len(report.failures) for report in reports.values())
    measured = [report for report in reports.values() if report.rows]
    others = sum(len(report.rows) - 1 for report in measured)
    verdict = HELD if len(measured) == len(CASES) else OPEN
    return Verdict(
        "P7",
        "all ways agree in every point to the micro-point, every total and every place",
        MISSED if failures else verdict,
        f"{failures} disagreements; {others} comparisons in {len(measured)} of {len(CASES)} cases",
    )
