"""The same arithmetic as people usually write it; each way returns (points, totals, ranks).

Points are (assessees, leaves) micro-points, totals hundredths of a point, ranks from 1.
"""

from bisect import bisect_right
from collections.abc import Iterable
from math import floor

import numpy as np
import pandas as pd

from benchmarks.workload import BAND_SHARES, BAND_STARTS, RULES, TRIM_ABOVE, UNIT, Workload

Scores = tuple[np.ndarray, np.ndarray, np.ndarray]
Record = tuple[int, int, int]
# The declared tolerance below a rounding boundary: docs/scoring-rules.md, "Exact numbers".
NUDGE = 2.0**-30


def differences(ours: Scores, theirs: Scores) -> list[str]:
    """Which of points, totals and ranks differ, and in how many places; not one may."""
    found = []
    for what, own, other in zip(("points", "totals", "ranks"), ours, theirs, strict=True):
        count = int(np.count_nonzero(own != other)) if own.shape == other.shape else own.size
        if count:
            found.append(f"{count} different {what}")
    return found


# ---- a plain loop over records -----------------------------------------------------------------


def records_of(table: pd.DataFrame) -> list[Record]:
    """Records of assessee, leaf and mark, as a cursor would give them."""
    columns = (table[name].tolist() for name in ("assessee", "leaf", "mark"))
    return list(zip(*columns, strict=True))


def python_loop(work: Workload, records: Iterable[Record]) -> Scores:
    """Score record by record, in plain Python without arrays."""
    cells: list[list[int]] = [[] for _ in range(work.assessees * work.leaves)]
    for assessee, leaf, mark in records:
        cells[assessee * work.leaves + leaf].append(mark)
    columns, totals = [], [0] * work.assessees
    for leaf in range(work.leaves):
        values = [_mean(marks) for marks in cells[leaf :: work.leaves]]
        points = [_micro(share) for share in _shares(work.rule(leaf), values)]
        columns.append(points)
        totals = [total + point for total, point in zip(totals, points, strict=True)]
    rounded = [(total + 5_000) // 10_000 for total in totals]
    place = _places(rounded)
    return np.array(columns).T, np.array(rounded), np.array([place[total] for total in rounded])


def _mean(marks: list[int]) -> float:
    total, count = sum(marks), len(marks)
    if count > TRIM_ABOVE:
        total, count = total - min(marks) - max(marks), count - 2
    return _micro(total / (count * UNIT)) / 1e6


def _micro(number: float) -> int:
    return floor((number + NUDGE) * 1e6 + 0.5)


def _places(values: list[float] | list[int]) -> dict[float, int]:
    place: dict[float, int] = {}
    for number, value in enumerate(sorted(values, reverse=True), start=1):
        place.setdefault(value, number)
    return place


def _shares(rule: str, values: list[float]) -> list[float]:
    if rule == "marks":
        return [value / 100 for value in values]
    if rule == "bands":
        return [BAND_SHARES[bisect_right(BAND_STARTS, value)] for value in values]
    if rule == "linear":
        return [0.1 + 0.9 * min(max((value - 50) / 45, 0), 1) for value in values]
    if rule == "efficacy":
        return [min(max(0.6 + 0.4 * (value - 50) / 45, 0), 1) for value in values]
    if rule == "rank":
        place = _places(values)
        return [max(1 - 0.0001 * (place[value] - 1), 0) for value in values]
    best = max(values)
    return [value / best for value in values]


# ---- vectorised pandas, one row a mark ---------------------------------------------------------


def pandas_groupby(work: Workload, table: pd.DataFrame) -> Scores:
    """Score with groupby: as few passes as pandas needs."""
    cells = table.groupby(["assessee", "leaf"], sort=True)["mark"].agg(
        ["sum", "min", "max", "count"]
    )
    trimmed = cells["count"] > TRIM_ABOVE
    ends = cells["min"].astype("int64") + cells["max"]
    total = cells["sum"].astype("int64") - np.where(trimmed, ends, 0)
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
