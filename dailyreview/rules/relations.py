"""How closely two columns of figures go together, by rank; advice, never a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from scipy.special import stdtr

# With fewer pairs one unit more or less may turn the sign.
FEW = 10
LEAST = 4


@dataclass(frozen=True)
class Relation:
    """Spearman's rank correlation of n pairs.

    Attributes:
        rho: from -1 to 1; None with fewer than four pairs or where one side does not vary.
        p: how often so close a relation would come about by chance, both ways.
    """

    n: int
    rho: float | None
    p: float | None

    @property
    def is_small(self) -> bool:
        """Whether there are too few pairs to lean on."""
        return self.n < FEW


def spearman(left: Sequence[float], right: Sequence[float]) -> Relation:
    """Relate two columns by the ranks of their values; equal values share a mean rank.

    >>> related = spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    >>> related.n, round(related.rho, 2), round(related.p, 3), related.is_small
    (5, 0.8, 0.104, True)
    >>> spearman([1, 2, 3, 4], [7, 7, 7, 7]).rho
    """
    n = len(left)
    ranks = [pd.Series(values).rank().to_numpy() for values in (left, right)]
    if n < LEAST or any(np.ptp(column) == 0 for column in ranks):
        return Relation(n, None, None)
    rho = float(np.clip(np.corrcoef(*ranks)[0, 1], -1, 1))
    if 1 - rho * rho < 1e-12:
        return Relation(n, rho, 0.0)
    t = abs(rho) * sqrt((n - 2) / (1 - rho * rho))
    return Relation(n, rho, float(2 * stdtr(n - 2, -t)))


def adjusted(chances: Sequence[float]) -> list[float]:
    """Chances of several relations looked at together, after Holm.

    >>> [round(chance, 3) for chance in adjusted([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    found, highest = [0.0] * len(chances), 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, chances[at] * (len(chances) - place)))
        found[at] = highest
    return found
