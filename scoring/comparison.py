"""Two outcomes side by side: who moved, and because of which leaf."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.engine import Outcome
from scoring.quantise import NO_TOTAL, IntArray


@dataclass(frozen=True, eq=False)
class Comparison:
    """What differs between two outcomes; all points in micro-points.

    Attributes:
        moved: a row for each assessee whose total or place differs: assessee, total_before,
            total_after (Decimal or None), change (micro, 0 unless both have a total),
            rank_before, rank_after, leaf (the one that moved most, "" when none of the
            assessee's own points did), leaf_change.
        leaf_changes: a row for each leaf whose points differ: assessee, node, before, after,
            change.
    """

    moved: pd.DataFrame
    leaf_changes: pd.DataFrame


def compare(before: Outcome, after: Outcome) -> Comparison:
    """Compare two outcomes; an assessee or leaf that only one of them has counts 0 in the other."""
    assessees = pd.Index(before.assessees).union(pd.Index(after.assessees))
    leaves = pd.Index([*before.leaves, *(x for x in after.leaves if x not in before.leaves)])
    old, new = (_spread(outcome, assessees, leaves) for outcome in (before, after))
    change = new - old
    rows, columns = np.nonzero(change)
    leaf_changes = pd.DataFrame(
        {
            "assessee": assessees[rows],
            "node": leaves[columns],
            "before": old[rows, columns],
            "after": new[rows, columns],
            "change": change[rows, columns],
        }
    )
    return Comparison(_moved(before, after, assessees, leaves, change), leaf_changes)


def _moved(
    before: Outcome, after: Outcome, assessees: pd.Index, leaves: pd.Index, change: IntArray
) -> pd.DataFrame:
    most = np.abs(change).argmax(axis=1)
    largest = change[np.arange(len(change)), most]
    micro = [_column(outcome, outcome.total_micro, assessees) for outcome in (before, after)]
    rank = [_column(outcome, outcome.rank, assessees, 0) for outcome in (before, after)]
    both = (micro[0] != NO_TOTAL) & (micro[1] != NO_TOTAL)
    totals = [outcome.totals() for outcome in (before, after)]
    table = pd.DataFrame(
        {
            "assessee": assessees,
            "total_before": [totals[0].get(assessee) for assessee in assessees],
            "total_after": [totals[1].get(assessee) for assessee in assessees],
            "change": np.where(both, micro[1] - micro[0], 0),
            "rank_before": rank[0],
            "rank_after": rank[1],
            "leaf": np.where(largest != 0, leaves.to_numpy(dtype=object)[most], ""),
            "leaf_change": largest,
        }
    )
    differs = (micro[0] != micro[1]) | (rank[0] != rank[1])
    return table[differs].reset_index(drop=True)


def _spread(outcome: Outcome, assessees: pd.Index, leaves: pd.Index) -> IntArray:
    points = np.zeros((len(assessees), len(leaves)), dtype=np.int64)
    rows = assessees.get_indexer(list(outcome.assessees))
    columns = leaves.get_indexer(list(outcome.leaves))
    points[np.ix_(rows, columns)] = outcome.leaf_points
    return points


def _column(
    outcome: Outcome, values: IntArray, assessees: pd.Index, absent: int = NO_TOTAL
) -> IntArray:
    column = np.full(len(assessees), absent, dtype=np.int64)
    column[assessees.get_indexer(list(outcome.assessees))] = values
    return column
