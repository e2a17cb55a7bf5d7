"""The scoring engine beside other ways of doing the same arithmetic: time, and whether they agree.

Every way begins with its own table in memory, a row for each mark; the engine with packed sheets.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec

import numpy as np
import pandas as pd

from benchmarks import columns
from benchmarks.alternatives import Scores, differences, pandas_groupby, python_loop, records_of
from benchmarks.measure import progress, rows_of, take_turns
from benchmarks.registry import OURS, Report
from benchmarks.workload import Workload
from scoring import score

CITY = Workload(239, 110, 10)
PROVINCE = Workload(3_300, 110, 10)
PEOPLE = Workload(1_000_000, 18, 2)
# The loop over a million people takes minutes and gigabytes; its time grows with the records.
LOOP_PART = 10_000

LOOP, PANDAS, POLARS, DUCKDB = "plain Python loop", "pandas", "polars", "DuckDB, SQL windows"
COMPILED = "compiled (numba), marks of a cell in order"
COMPILED_ONCE = "compiled (numba), sum, least and most"
Ways = dict[str, Callable[[], Scores]]


@dataclass
class Bench:
    """One workload with the tables of every way that is installed."""

    work: Workload
    loop_part: int = LOOP_PART
    left_out: list[str] = field(default_factory=list)

    def ways(self) -> Ways:
        """Every way at hand; tables are made here, before any clock starts."""
        table = self.work.long_table()
        part = self.part
        records = records_of(part.long_table() if part.assessees < self.work.assessees else table)
        engine_scores(self.work)
        ways: Ways = {
            OURS: lambda: engine_scores(self.work),
            LOOP: lambda: python_loop(part, records),
            PANDAS: lambda: pandas_groupby(self.work, table),
        }
        if self._has("polars", POLARS):
            frame = columns.polars_table(table)
            ways[POLARS] = lambda: columns.polars_groups(self.work, frame)
        if self._has("duckdb", DUCKDB):
            database = columns.duckdb_table(table)
            ways[DUCKDB] = lambda: columns.duckdb_sql(self.work, database)
        if self._has("numba", "compiled (numba)"):
            ways |= self._compiled(table)
        return ways

    @property
    def part(self) -> Workload:
        """What the plain loop scores: a group of its own where it is not everything."""
        return self.work.part(self.loop_part)

    def _has(self, package: str, way: str) -> bool:
        if find_spec(package):
            return True
        self.left_out.append(f"{way}: the package {package} is not installed")
        return False

    def _compiled(self, table: pd.DataFrame) -> Ways:
        from benchmarks import compiled  # noqa: PLC0415  # imports numba, which may be absent

        few = self.work.part(2)
        for kernel in (compiled.ordered_cells, compiled.running_cells):
            kernel(few, few.long_table())  # compiled once, before the clock starts
        return {
            COMPILED: lambda: compiled.ordered_cells(self.work, table),
            COMPILED_ONCE: lambda: compiled.running_cells(self.work, table),
        }


def city(full: bool) -> Report:
    """Measure a city."""
    return measure(CITY, 7 if full else 3)


def province(full: bool) -> Report:
    """Measure a province."""
    return measure(PROVINCE, 7 if full else 3)


def people(full: bool) -> Report:
    """Measure a million people; a tenth of them by default."""
    return measure(PEOPLE if full else PEOPLE.part(100_000), 3)


def measure(work: Workload, repeats: int, loop_part: int = LOOP_PART) -> Report:
    """Time every way that is installed, and compare what they found."""
    progress(f"  making {work.case}")
    bench = Bench(work, loop_part)
    seconds, results = take_turns(bench.ways(), repeats)
    notes = {OURS: "packed sheets; with workings for explanations"}
    scale = {}
    own, part = results.pop(OURS), bench.part
    if part.assessees < work.assessees:
        scale[LOOP] = work.assessees / part.assessees
        notes[LOOP] = f"scaled from {part.assessees:,} assessees"
    failures = []
    for way, theirs in results.items():
        ours = engine_scores(part) if way in scale else own
        failures += [f"{work.case}: {way} has {found}" for found in differences(ours, theirs)]
    return Report(
        work.case, rows_of(seconds, OURS, scale, notes), failures, left_out=bench.left_out
    )


def engine_scores(work: Workload) -> Scores:
    """Score with the product's engine."""
    outcome = score(work.bundle)
    # The alternatives number leaves as they come; the engine keeps them in the tree's order.
    return outcome.leaf_points[:, np.argsort(outcome.leaves)], outcome.total, outcome.rank
