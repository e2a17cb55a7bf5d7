"""Sharing a pool by points: an export for those who pay, never part of a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from scoring.errors import ScoringError
from scoring.quantise import parse_number, to_micro
from scoring.rollup import share_out

_CENTS = 100


@dataclass(frozen=True)
class BonusShares:
    """A pool shared by points.

    Attributes:
        shares: amount by assessee, to the cent; they add up to the pool.
        gap: the largest minus the smallest.
        allowed: whether the gap is within the declared one.
    """

    shares: dict[str, Decimal]
    gap: Decimal
    allowed: bool


def share_bonus(pool: object, points: Mapping[str, object], most_gap: object) -> BonusShares:
    """Share a pool in proportion to points, exactly to the cent.

    Raises:
        ScoringError: no points at all, points below zero, or a pool with parts of a cent.
    Source: rule F24, docs/scoring-rules.md.

    >>> result = share_bonus("20000", {"a": 30, "b": 26, "c": 24, "d": 20}, "1300")
    >>> [str(share) for share in result.shares.values()], str(result.gap), result.allowed
    (['6000.00', '5200.00', '4800.00', '4000.00'], '2000.00', False)
    """
    names = sorted(points)
    weights = np.array([[to_micro(points[name]) for name in names]], dtype=np.int64)
    cents = parse_number(pool) * _CENTS
    if cents < 0 or cents != cents.to_integral_value():
        raise ScoringError(f"A pool must be a whole number of cents of at least 0, not {pool}")
    if (weights < 0).any() or weights.sum() == 0:
        raise ScoringError("A pool is shared by points of at least 0, not all of them 0")
    # Shares only depend on proportions, and smaller weights leave room for large pools.
    weights //= np.gcd.reduce(weights, axis=1, keepdims=True)
    if int(cents) * int(weights.max()) >= 2**63:
        raise ScoringError("The pool is too large to be shared exactly")
    amounts = share_out(np.array([int(cents)]), weights)[0]
    shares = {
        name: Decimal(int(amount)).scaleb(-2) for name, amount in zip(names, amounts, strict=True)
    }
    gap = max(shares.values()) - min(shares.values())
    return BonusShares(shares, gap, gap <= parse_number(most_gap))
