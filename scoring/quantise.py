"""Where a float becomes an exact number: the only place, and it happens once.

From here on points are int64 micro-points (one point = 1,000,000), so sums, differences, ranks
and cuts are exact whatever the order, the machine or the database.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.errors import ScoringError

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

MICRO = 1_000_000
MICRO_PLACES = 6
# A value this close below a boundary is taken to stand on it, so that the last bits of a vector
# unit cannot show. A hair under 1e-9, and a power of two: no short decimal can sit on its edge.
NUDGE = 2.0**-30
# Marks the total of an assessee that has none; never a number that could be mistaken for points.
NO_TOTAL = int(np.iinfo(np.int64).min)
# Products of two micro weights must stay inside int64.
MOST_POINTS = 2_000


def quantise(points: FloatArray) -> IntArray:
    """Round points half up (away from zero) to six decimals, as micro-points.

    Args:
        points: any shape, points; finite. NaN has no integer: mask it before.
    Returns:
        int64 micro-points of the same shape.
    Source: docs/scoring-rules.md, "Exact numbers".

    >>> quantise(np.array([13.5, 0.0000005, -0.0000005, 2.0000004999999999]))
    array([13500000,        1,       -1,  2000001])
    """
    # In place, because this touches every cell of the largest matrix of a run.
    size = np.abs(points)
    size += NUDGE
    size *= MICRO
    size += 0.5
    np.floor(size, out=size)
    return np.copysign(size, points, out=size).astype(np.int64)


def whole_steps(amount: FloatArray) -> FloatArray:
    """Count whole steps, towards zero; an amount a hair below a whole number counts as it.

    >>> whole_steps(np.array([3.5, 4.9999999999999, -2.4]))
    array([ 3.,  5., -2.])
    """
    return np.copysign(np.floor(np.abs(amount) + NUDGE), amount)


def round_micro(micro: IntArray, decimals: int) -> IntArray:
    """Round exact micro-points half up to `decimals`, as integers of 10**-decimals points.

    Raises:
        ScoringError: `decimals` outside 0 to 6.

    >>> round_micro(np.array([89_425_000, -5_000, 89_424_999]), 2)
    array([8943,   -1, 8942])
    """
    if not 0 <= decimals <= MICRO_PLACES:
        raise ScoringError(f"decimals must be 0 to {MICRO_PLACES}, not {decimals}")
    step = 10 ** (MICRO_PLACES - decimals)
    rounded: IntArray = np.sign(micro) * ((np.abs(micro) + step // 2) // step)
    return rounded


def parse_number(text: object) -> Decimal:
    """Read a decimal text or number exactly; a float is read as it prints.

    Raises:
        ScoringError: not a finite number.

    >>> parse_number(" 12.50 ")
    Decimal('12.50')
    """
    try:
        number = Decimal(str(text).strip())
    except InvalidOperation:
        raise ScoringError(f"{text!r} is not a number") from None
    if not number.is_finite():
        raise ScoringError(f"{text!r} is not a finite number")
    return number


def to_micro(text: object) -> int:
    """Read a decimal text as exact micro-points.

    Raises:
        ScoringError: not a number, or more than six decimals.

    >>> to_micro("12.5")
    12500000
    """
    scaled = parse_number(text).scaleb(MICRO_PLACES)
    if scaled != scaled.to_integral_value():
        raise ScoringError(f"{text!r} has more than six decimals")
    return int(scaled)


def from_micro(micro: int, decimals: int = MICRO_PLACES) -> Decimal:
    """Turn micro-points into a Decimal with `decimals` places, half up.

    >>> from_micro(13_500_000, 2)
    Decimal('13.50')
    """
    exact = Decimal(int(micro)).scaleb(-MICRO_PLACES)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def normal_text(text: object) -> str:
    """Write a number the one way it is digested: no exponent, no sign on zero, no idle zeros.

    >>> [normal_text(t) for t in ("12.50", "-0.0", "1E+2")]
    ['12.5', '0', '100']
    """
    number = parse_number(text)
    if number == 0:
        return "0"
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def plain(value: object, places: int = 4) -> str:
    """Write a number for people: at most `places` decimals, half up, no idle zeros.

    >>> plain(86.666666), plain(0.9, 2)
    ('86.6667', '0.9')
    """
    number = parse_number(value)
    return normal_text(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
