"""Cut lines: how many of n a share allows, who they are, and who stands tied at the edge."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np

from scoring.errors import ScoringError
from scoring.quantise import BoolArray, IntArray, parse_number

ROUNDINGS = {"floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "ceil": ROUND_CEILING}
EXCLUDE, INCLUDE, ASK = "exclude", "include", "ask"


@dataclass(frozen=True, eq=False)
class Cut:
    """A cut line drawn through n totals.

    Attributes:
        allowed: how many the share gives.
        chosen: (n,) who is inside.
        tied: (n,) who shares the total at the edge, so that the line cannot pass between them.
    """

    allowed: int
    chosen: BoolArray
    tied: BoolArray


def places_allowed(count: int, share: object, rounding: str = "floor") -> tuple[Decimal, int]:
    """Work out a share of n by the declared rounding: the exact product, and the whole number.

    Raises:
        ScoringError: unknown rounding, or a share outside 0 to 1.
    Source: rule F18, docs/scoring-rules.md.

    >>> places_allowed(86, "0.25", "half_up")
    (Decimal('21.50'), 22)
    """
    if rounding not in ROUNDINGS:
        raise ScoringError(f"Unknown rounding of a share: {rounding!r}")
    portion = parse_number(share)
    if not 0 <= portion <= 1:
        raise ScoringError(f"A share must lie between 0 and 1, not {share}")
    exact = count * portion
    return exact, int(exact.to_integral_value(rounding=ROUNDINGS[rounding]))


def cut_line(totals: IntArray, allowed: int, ties: str = ASK, *, bottom: bool = False) -> Cut:
    """Choose the best (or, for `bottom`, the last) `allowed` totals.

    Args:
        totals: (n,) rounded totals, any integer unit.
        ties: what happens to a tied set that does not fit whole: `exclude`, `include`, or `ask`
            (not chosen, and reported for people to decide).
    Raises:
        ScoringError: unknown law for ties.

    >>> cut = cut_line(np.array([90, 80, 80, 70]), 2)
    >>> cut.chosen.tolist(), cut.tied.tolist()
    ([True, False, False, False], [False, True, True, False])
    """
    if ties not in (EXCLUDE, INCLUDE, ASK):
        raise ScoringError(f"Unknown law for ties: {ties!r}")
    order = totals if bottom else -totals
    nobody = np.zeros(len(totals), dtype=bool)
    if allowed >= len(totals):
        return Cut(allowed, ~nobody, nobody)
    if allowed == 0:
        return Cut(allowed, nobody, nobody)
    ladder = np.sort(order)
    edge = ladder[allowed - 1]
    if ladder[allowed] != edge:
        return Cut(allowed, order <= edge, nobody)
    tied = order == edge
    return Cut(allowed, order <= edge if ties == INCLUDE else order < edge, tied)
