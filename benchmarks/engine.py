"""The scoring engine beside a loop over records, pandas and SQL: time, and whether they agree."""

from collections.abc import Callable

import numpy as np

from benchmarks.alternatives import (
    Scores,
    decimal_loop,
    decimal_records,
    pandas_groupby,
    sql_windows,
    sqlite_table,
)
from benchmarks.measure import rows_of, take_turns
from benchmarks.registry import OURS, Report
from benchmarks.workload import Workload
from scoring import score

CITY = Workload(239, 110, 10)
PROVINCE = Workload(3_300, 110, 10)
PEOPLE = Workload(1_000_000, 18, 2)
# The loop over a million people takes minutes and gigabytes; its time grows with the records.
LOOP_PART = 10_000


def run(full: bool) -> Report:
    """Score each size in every way that can hold it."""
    report = Report("Scoring engine, arithmetic only, data in memory")
    _compare(report, CITY, repeats=7 if full else 3)
    _compare(report, PROVINCE, repeats=5 if full else 3)
    people = PEOPLE if full else PEOPLE.part(100_000)
    _compare(report, people, repeats=3 if full else 1, with_sql=not full, loop_part=LOOP_PART)
    return report


def _compare(
    report: Report,
    work: Workload,
    *,
    repeats: int,
    with_sql: bool = True,
    loop_part: int | None = None,
) -> None:
    # Once before the clock starts: the workload's bundle is made here, as the tables are below.
    _engine(work)
    part = work.part(loop_part or work.assessees)
    records, table = decimal_records(part), work.long_table()
    ways: dict[str, Callable[[], Scores]] = {
        OURS: lambda: _engine(work),
        "Decimal loop over records": lambda: decimal_loop(part, records),
        "pandas groupby": lambda: pandas_groupby(work, table),
    }
    if with_sql:
        connection = sqlite_table(work)
        ways["SQL windows (SQLite)"] = lambda: sql_windows(work, connection)
    seconds, results = take_turns(ways, repeats)
    scale, notes = {}, {OURS: "packed sheets, one row a sheet"}
    if part.assessees < work.assessees:
        loop = "Decimal loop over records"
        scale[loop] = work.assessees / part.assessees
        notes[loop] = f"scaled from {part.assessees:,} assessees"
        # The part is a group of its own, so it is checked against the engine on the same part.
        results.pop(loop)
        _check(report, part, {OURS: _engine(part), loop: decimal_loop(part, records)})
    _check(report, work, results)
    report.rows += rows_of(work.case, seconds, OURS, scale, notes)


def _engine(work: Workload) -> Scores:
    outcome = score(work.bundle)
    # The alternatives number leaves as they come; the engine keeps them in the tree's order.
    return outcome.leaf_points[:, np.argsort(outcome.leaves)], outcome.total, outcome.rank


def _check(report: Report, work: Workload, results: dict[str, Scores]) -> None:
    """Points, totals and ranks must be the same to the last micro-point."""
    own = results[OURS]
    for way, theirs in results.items():
        for what, ours, other in zip(("points", "totals", "ranks"), own, theirs, strict=True):
            differing = int(np.count_nonzero(ours != other))
            if differing:
                report.failures.append(f"{work.case}: {way} has {differing} different {what}")
