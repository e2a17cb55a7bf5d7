"""Places in a group, made from rounded totals."""

import numpy as np

from scoring.quantise import NO_TOTAL, IntArray
from scoring.scheme import DENSE


def rank_totals(total: IntArray, ties: str) -> IntArray:
    """Rank totals, the highest first.

    Args:
        total: (N,) rounded totals, `NO_TOTAL` for assessees without one.
        ties: `competition` (1, 2, 2, 4) or `dense` (1, 2, 2, 3).
    Returns:
        (N,) places from 1; 0 for assessees without a total.

    >>> rank_totals(np.array([90, 80, NO_TOTAL, 80, 70]), "competition")
    array([1, 2, 0, 2, 4])
    """
    decided = total != NO_TOTAL
    present = -total[decided]
    ladder = np.unique(present) if ties == DENSE else np.sort(present)
    rank = np.zeros(len(total), dtype=np.int64)
    rank[decided] = np.searchsorted(ladder, present, side="left") + 1
    return rank
