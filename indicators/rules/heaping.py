"""Figures that look invented: too round, or of one digit only. A hint, never a verdict.

Sources: last digits of counted figures are spread evenly (Mosimann and others, 1995); people who
invent figures prefer 0 and 5, the heaping that Whipple's index measures in reported ages.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# Fewer figures than this show no preference for 0 and 5 that chance could not explain.
SMALLEST_SAMPLE = 50
# A shorter figure ends as it must: of 15 % or 4 days nobody has a last digit to invent.
FEWEST_DIGITS = 3
# Chance that honest figures of one unit are taken for heaped.
FALSE_ALARM = 0.01
# Two of ten digits.
EVEN_SHARE = 0.2
# All of four digits alike happens to one counted figure in a thousand.
REPEATED_DIGITS = 4


@dataclass(frozen=True)
class Heap:
    """How many figures of one unit end in 0 or 5, of those long enough to be asked."""

    round_figures: int
    figures: int


def last_digit(value: Decimal, decimals: int) -> int | None:
    """The last digit as printed with so many decimals; None for a figure that is too short.

    Args:
        decimals: with how many decimals the indicator is reported: a stored figure has lost its
            trailing zeros, and 12.50 among 12.31 and 9.74 ends in 0.

    >>> last_digit(Decimal("12.5"), 2), last_digit(Decimal("731"), 0), last_digit(Decimal("15"), 0)
    (0, 1, None)
    """
    digits = str(int(abs(value).scaleb(decimals)))
    return int(digits[-1]) if len(digits) >= FEWEST_DIGITS else None


def find_heap(digits: Sequence[int | None]) -> Heap | None:
    """The figures of one unit as a heap, if more end in 0 or 5 than chance explains; else None.

    >>> find_heap([0] * 18 + [5] * 15 + [1, 2, 3, 4, 6, 7, 8, 9, 1] * 3)
    Heap(round_figures=33, figures=60)
    >>> find_heap([0, 5] * 6 + [1, 2, 3, 4, 6, 7, 8, 9] * 6) is None
    True
    """
    asked = [digit for digit in digits if digit is not None]
    found = sum(digit in {0, 5} for digit in asked)
    if len(asked) < SMALLEST_SAMPLE or at_least(found, len(asked), EVEN_SHARE) >= FALSE_ALARM:
        return None
    return Heap(found, len(asked))


def is_repeated(value: Decimal) -> bool:
    """Whether a figure consists of one digit only, four times or more.

    >>> [is_repeated(Decimal(text)) for text in ("88.88", "6666.0", "777", "88.86", "0")]
    [True, True, False, False, False]
    """
    digits = f"{abs(value).normalize():f}".replace(".", "").lstrip("0")
    return len(digits) >= REPEATED_DIGITS and len(set(digits)) == 1


def at_least(hits: int, tries: int, share: float) -> float:
    """Chance of so many hits or more in so many tries.

    >>> round(at_least(9, 10, 0.5), 6)
    0.010742
    """
    return sum(
        math.comb(tries, count) * share**count * (1 - share) ** (tries - count)
        for count in range(hits, tries + 1)
    )
