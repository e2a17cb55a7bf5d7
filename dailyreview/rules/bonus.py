"""Dividing a bonus pool (奖金池) by points: what is divided is the pool, to the last fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


class BonusError(ValueError):
    """A pool that its floor and gap cannot divide; `least_fen` is what the lowest would get."""

    def __init__(self, least_fen: Fraction) -> None:
        super().__init__(f"the lowest would get {float(least_fen):.2f} fen")
        self.least_fen = least_fen


@dataclass(frozen=True)
class Division:
    """Who gets how much.

    Attributes:
        amounts: in fen, in the order of the points; their sum is the pool.
        fen_a_point: what one point more is worth, before rounding; 0 where all have the same.
    """

    amounts: tuple[int, ...]
    fen_a_point: Fraction


def divide_pool(points: Sequence[Decimal], *, pool: int, floor: int, gap: int) -> Division:
    """Divide a pool in a straight line from the lowest points to the highest.

    Between the lowest and the highest lies exactly the gap, before rounding; with the same points
    for all there is none. Each amount is cut to the fen and the fen left over go to the largest
    remainders; among equal ones the lower points come first, so that rounding never widens a gap.

    Args:
        points: (N,) of the people, N > 0.
        pool, floor, gap: in fen, none below 0: what is divided, the least that anybody gets, what
            lies between the highest and the lowest.
    Returns:
        The division; the amounts add up to the pool.
    Raises:
        BonusError: the lowest would get less than the floor.
    Source: DLY-08.

    >>> divide_pool([Decimal(80), Decimal(90), Decimal(100)], pool=1000, floor=100, gap=400).amounts
    (134, 333, 533)
    >>> divide_pool([Decimal(80), Decimal(80), Decimal(80)], pool=1000, floor=0, gap=400).amounts
    (334, 333, 333)
    """
    exact = [Fraction(one) for one in points]
    lowest, highest = min(exact), max(exact)
    slope = Fraction(gap) / (highest - lowest) if highest > lowest else Fraction(0)
    base = (pool - slope * sum(one - lowest for one in exact)) / len(exact)
    if base < floor:
        raise BonusError(base)
    wanted = [base + slope * (one - lowest) for one in exact]
    amounts = [int(one) for one in wanted]
    order = sorted(range(len(exact)), key=lambda at: (amounts[at] - wanted[at], exact[at], at))
    for at in order[: pool - sum(amounts)]:
        amounts[at] += 1
    return Division(tuple(amounts), slope)
