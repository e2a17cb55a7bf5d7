"""Compiled loops over a row for each mark, with numba: what a kernel in C would reach.

Two of them. One orders the marks of each cell, so that it can trim any number at both ends or take
a median, as the product can. The other keeps only sum, least and most: faster, and good for this
law alone. One thread, as the product's engine.
"""

import numpy as np
import pandas as pd
from numba import njit

from benchmarks.alternatives import NUDGE, Scores
from benchmarks.workload import BAND_SHARES, BAND_STARTS, TRIM_ABOVE, UNIT, Workload

_STARTS, _SHARES = np.array(BAND_STARTS), np.array(BAND_SHARES)


def ordered_cells(work: Workload, table: pd.DataFrame) -> Scores:
    """Score with the marks of each cell in order."""
    values = _ordered(*_columns(table), work.assessees, work.leaves)
    return _score(values)


def running_cells(work: Workload, table: pd.DataFrame) -> Scores:
    """Score with sum, least and most of each cell."""
    values = _running(*_columns(table), work.assessees, work.leaves)
    return _score(values)


def _columns(table: pd.DataFrame) -> tuple[np.ndarray, ...]:
    return tuple(table[name].to_numpy() for name in ("assessee", "leaf", "mark"))


@njit
def _micro(number):
    return np.int64(np.floor((number + NUDGE) * 1e6 + 0.5))


@njit
def _ordered(assessee, leaf, mark, assessees, leaves):
    starts = np.zeros(assessees * leaves + 1, dtype=np.int64)
    for row in range(len(mark)):
        starts[assessee[row] * leaves + leaf[row] + 1] += 1
    starts = np.cumsum(starts)
    ends = starts[:-1].copy()
    ordered = np.empty(len(mark), dtype=np.int16)
    for row in range(len(mark)):
        cell = assessee[row] * leaves + leaf[row]
        place = ends[cell]
        while place > starts[cell] and ordered[place - 1] > mark[row]:
            ordered[place] = ordered[place - 1]
            place -= 1
        ordered[place] = mark[row]
        ends[cell] += 1
    values = np.empty(assessees * leaves)
    for cell in range(len(values)):
        first, last = starts[cell], starts[cell + 1]
        if last - first > TRIM_ABOVE:
            first, last = first + 1, last - 1
        values[cell] = _micro(ordered[first:last].sum() / ((last - first) * UNIT)) / 1e6
    return values.reshape(assessees, leaves)


@njit
def _running(assessee, leaf, mark, assessees, leaves):
    total = np.zeros(assessees * leaves, dtype=np.int32)
    count = np.zeros(assessees * leaves, dtype=np.int32)
    least = np.full(assessees * leaves, 32767, dtype=np.int16)
    most = np.full(assessees * leaves, -32768, dtype=np.int16)
    for row in range(len(mark)):
        cell = assessee[row] * leaves + leaf[row]
        total[cell] += mark[row]
        count[cell] += 1
        least[cell] = min(least[cell], mark[row])
        most[cell] = max(most[cell], mark[row])
    values = np.empty(assessees * leaves)
    for cell in range(len(values)):
        kept, sum_kept = count[cell], total[cell]
        if kept > TRIM_ABOVE:
            kept, sum_kept = kept - 2, sum_kept - least[cell] - most[cell]
        values[cell] = _micro(sum_kept / (kept * UNIT)) / 1e6
    return values.reshape(assessees, leaves)


@njit
def _score(values):
    points = np.empty(values.shape, dtype=np.int64)
    totals = np.zeros(len(values), dtype=np.int64)
    for leaf in range(values.shape[1]):
        column = values[:, leaf].copy()
        ladder = np.sort(column) if leaf % 6 == 4 else column
        best = column.max()
        for row in range(len(column)):
            points[row, leaf] = _micro(_share(leaf % 6, column[row], ladder, best))
            totals[row] += points[row, leaf]
    totals = (totals + 5_000) // 10_000
    ladder = np.sort(totals)
    ranks = 1 + len(totals) - np.searchsorted(ladder, totals, side="right")
    return points, totals, ranks


@njit
def _share(rule, value, ladder, best):
    if rule == 0:
        return value / 100
    if rule == 1:
        return _SHARES[np.searchsorted(_STARTS, value, side="right")]
    if rule == 2:
        return 0.1 + 0.9 * min(max((value - 50) / 45, 0.0), 1.0)
    if rule == 3:
        return min(max(0.6 + 0.4 * (value - 50) / 45, 0.0), 1.0)
    if rule == 4:
        above = len(ladder) - np.searchsorted(ladder, value, side="right")
        return max(1 - 0.0001 * above, 0.0)
    return value / best
