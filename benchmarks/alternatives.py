"""The same work done in the ways people usually do it; each returns (points, totals, ranks).

Points are (assessees, leaves) micro-points, totals hundredths of a point, ranks from 1.
"""

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from benchmarks.workload import BAND_SHARES, BAND_STARTS, RULES, TRIM_ABOVE, UNIT, Workload

Scores = tuple[np.ndarray, np.ndarray, np.ndarray]
SIX, TWO = Decimal("0.000001"), Decimal("0.01")
# The declared tolerance below a rounding boundary: docs/scoring-rules.md, "Exact numbers".
NUDGE = 2.0**-30


# ---- a loop over records, with Decimal ---------------------------------------------------------


def decimal_records(work: Workload) -> list[tuple[int, int, Decimal]]:
    """Records as an ORM would give them."""
    table = work.long_table()
    marks = [Decimal(int(mark)) / UNIT for mark in table["mark"]]
    return list(zip(table["assessee"].tolist(), table["leaf"].tolist(), marks, strict=True))


def decimal_loop(work: Workload, records: list[tuple[int, int, Decimal]]) -> Scores:
    """Score record by record."""
    cells: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    for assessee, leaf, mark in records:
        cells[assessee, leaf].append(mark)
    points = np.zeros((work.assessees, work.leaves), dtype=np.int64)
    totals = [Decimal(0)] * work.assessees
    for leaf in range(work.leaves):
        values = [_decimal_mean(cells[assessee, leaf]) for assessee in range(work.assessees)]
        for assessee, share in enumerate(_decimal_shares(work.rule(leaf), values)):
            given = _decimal_six(share)
            points[assessee, leaf] = int(given * 1_000_000)
            totals[assessee] += given
    rounded = [int(total.quantize(TWO, ROUND_HALF_UP) * 100) for total in totals]
    ladder = sorted(rounded, reverse=True)
    place: dict[int, int] = {}
    for rank, total in enumerate(ladder, start=1):
        place.setdefault(total, rank)
    return points, np.array(rounded), np.array([place[total] for total in rounded])


def _decimal_mean(marks: list[Decimal]) -> Decimal:
    total, count = sum(marks), len(marks)
    if count > TRIM_ABOVE:
        total, count = total - min(marks) - max(marks), count - 2
    return _decimal_six(total / count)


def _decimal_six(number: Decimal) -> Decimal:
    return (number + Decimal(NUDGE)).quantize(SIX, ROUND_HALF_UP)


def _decimal_shares(rule: str, values: list[Decimal]) -> list[Decimal]:
    one = Decimal(1)
    if rule == "marks":
        return [value / 100 for value in values]
    if rule == "bands":
        shares = [Decimal(str(share)) for share in BAND_SHARES]
        return [shares[bisect_right(BAND_STARTS, value)] for value in values]
    if rule in ("linear", "efficacy"):
        base = Decimal("0.1") if rule == "linear" else Decimal("0.6")
        shares = [base + (1 - base) * (value - 50) / 45 for value in values]
        low = base if rule == "linear" else Decimal(0)
        return [max(low, min(share, one)) for share in shares]
    if rule == "rank":
        place: dict[Decimal, int] = {}
        for number, value in enumerate(sorted(values, reverse=True)):
            place.setdefault(value, number)
        return [max(1 - Decimal("0.0001") * place[value], Decimal(0)) for value in values]
    best = max(values)
    return [value / best for value in values]


# ---- vectorised pandas, one row a mark ---------------------------------------------------------


def pandas_groupby(work: Workload, table: pd.DataFrame) -> Scores:
    """Score with groupby: as few passes as pandas needs."""
    cells = table.groupby(["assessee", "leaf"], sort=True)["mark"].agg(
        ["sum", "min", "max", "count"]
    )
    trimmed = cells["count"] > TRIM_ABOVE
    total = cells["sum"].astype("int64") - np.where(trimmed, cells["min"] + cells["max"], 0)
    value = _six(total / ((cells["count"] - 2 * trimmed) * UNIT)) / 1e6
    frame = value.rename("value").reset_index()
    frame["rule"] = frame["leaf"] % len(RULES)
    frame["points"] = 0.0
    for number, rule in enumerate(RULES):
        mine = frame["rule"] == number
        frame.loc[mine, "points"] = _pandas_shares(rule, frame[mine])
    frame["points"] = _six(frame["points"])
    totals = (frame.groupby("assessee")["points"].sum() + 5_000) // 10_000
    ranks = totals.rank(method="min", ascending=False).astype("int64")
    points = frame["points"].to_numpy().reshape(work.assessees, work.leaves)
    return points, totals.to_numpy(), ranks.to_numpy()


def _six(values: pd.Series) -> pd.Series:
    return np.floor((values + NUDGE) * 1e6 + 0.5).astype("int64")


def _pandas_shares(rule: str, frame: pd.DataFrame) -> pd.Series:
    value = frame["value"]
    if rule == "marks":
        return value / 100
    if rule == "bands":
        row = np.searchsorted(BAND_STARTS, value, side="right")
        return pd.Series(np.array(BAND_SHARES)[row], index=value.index)
    if rule == "linear":
        return 0.1 + 0.9 * ((value - 50) / 45).clip(0, 1)
    if rule == "efficacy":
        return (0.6 + 0.4 * (value - 50) / 45).clip(0, 1)
    by_leaf = frame.groupby("leaf")["value"]
    if rule == "rank":
        return (1 - 0.0001 * (by_leaf.rank(method="min", ascending=False) - 1)).clip(lower=0)
    return value / by_leaf.transform("max")


# ---- SQL, one row a mark -----------------------------------------------------------------------

_POINTS_SQL = f"""
CREATE TEMP TABLE points AS
WITH cells AS (
    SELECT assessee, leaf, leaf % {len(RULES)} AS rule,
           CASE WHEN count(*) > {TRIM_ABOVE}
                THEN (sum(mark) - min(mark) - max(mark)) / ({UNIT}.0 * (count(*) - 2))
                ELSE sum(mark) / ({UNIT}.0 * count(*)) END AS mean
    FROM marks GROUP BY assessee, leaf
), valued AS (
    SELECT assessee, leaf, rule,
           CAST((mean + {NUDGE}) * 1000000 + 0.5 AS INTEGER) / 1000000.0 AS value
    FROM cells
), placed AS (
    SELECT *, rank() OVER (PARTITION BY leaf ORDER BY value DESC) AS place,
           max(value) OVER (PARTITION BY leaf) AS best
    FROM valued
), shares AS (
    SELECT assessee, leaf, CASE rule
        WHEN 0 THEN value / 100
        WHEN 1 THEN CASE WHEN value >= 90 THEN 1.0 WHEN value >= 80 THEN 0.85
                         WHEN value >= 70 THEN 0.7 WHEN value >= 60 THEN 0.6 ELSE 0.2 END
        WHEN 2 THEN 0.1 + 0.9 * min(max((value - 50) / 45, 0.0), 1.0)
        WHEN 3 THEN min(max(0.6 + 0.4 * (value - 50) / 45, 0.0), 1.0)
        WHEN 4 THEN max(1 - 0.0001 * (place - 1), 0.0)
        ELSE value / best END AS share
    FROM placed
), points AS (
    SELECT assessee, leaf,
           CAST((share + {NUDGE}) * 1000000 + 0.5 AS INTEGER) AS micro
    FROM shares
)
SELECT assessee, leaf, micro FROM points
"""
_RANK_SQL = """
WITH totals AS (
    SELECT assessee, (sum(micro) + 5000) / 10000 AS total FROM points GROUP BY assessee
)
SELECT total, rank() OVER (ORDER BY total DESC) FROM totals ORDER BY assessee
"""


def sqlite_table(work: Workload) -> sqlite3.Connection:
    """Load the marks into SQLite in memory; loading is not part of the time."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE marks (assessee INTEGER, leaf INTEGER, mark INTEGER)")
    rows = work.long_table().itertuples(index=False, name=None)
    connection.executemany("INSERT INTO marks VALUES (?, ?, ?)", rows)
    connection.execute("CREATE INDEX cells ON marks (assessee, leaf, mark)")
    return connection


def sql_windows(work: Workload, connection: sqlite3.Connection) -> Scores:
    """Score in the database, and read the result."""
    connection.execute("DROP TABLE IF EXISTS temp.points")
    connection.execute(_POINTS_SQL)
    micro = connection.execute("SELECT micro FROM points ORDER BY assessee, leaf").fetchall()
    ranks = np.array(connection.execute(_RANK_SQL).fetchall(), dtype=np.int64)
    points = np.array(micro, dtype=np.int64).reshape(work.assessees, work.leaves)
    return points, ranks[:, 0], ranks[:, 1]
