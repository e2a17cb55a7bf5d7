"""One mark of a score sheet: its scale, and when a reason is due."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from operator import mul

# A sentence and no tick: at least so many characters.
REMARK_MIN = 5

_LIKE_ASCII = str.maketrans("０１２３４５６７８９．。，,、", "0123456789.....")
# Longer than any mark; what is longer is no number that somebody has typed.
_TYPED = re.compile(r"(?=.{1,20}$)(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


class Entry(StrEnum):
    """What is typed for a leaf.

    A mark, a mark that is full unless something is deducted, or what is deducted.
    """

    MARK = "mark"
    MARK_LESS = "mark_less"
    DEDUCTION = "deduction"


@dataclass(frozen=True)
class Field:
    """What a rule needs to know of a judged leaf.

    Attributes:
        scale: the highest that can be typed; the mark for full marks, or the most to be deducted.
        weight: the points that it is worth.
        is_bonus: whether it adds or takes points on top.
        entry: what is typed.
        start, each: of a deduction, the points without one, and what one of it takes off.
    """

    code: str
    scale: Decimal
    weight: Decimal
    is_bonus: bool = False
    entry: Entry = Entry.MARK
    start: Decimal = Decimal(0)
    each: Decimal = Decimal(1)

    def is_deducted(self, mark: Decimal) -> bool:
        """Whether what is typed takes something off a leaf that only deducts."""
        if self.entry == Entry.DEDUCTION:
            return mark > 0
        return self.entry == Entry.MARK_LESS and mark < self.scale

    def share(self, mark: Decimal) -> Fraction:
        """The share of full marks that is left, 0 to 1."""
        typed = Fraction(mark) / Fraction(self.scale)
        return 1 - typed if self.entry == Entry.DEDUCTION else typed


def read_mark(text: str) -> Decimal | None:
    """A mark as people type it, also with full-width digits or a comma; None for what is none.

    >>> [str(read_mark(text)) for text in ("８５．５", "85，5", " 85 ", ".5")]
    ['85.5', '85.5', '85', '0.5']
    >>> [read_mark(text) for text in ("", ".", "-1", "1e1", "8_5", "NaN", "九十")]
    [None, None, None, None, None, None, None]
    """
    plain = "".join(text.translate(_LIKE_ASCII).split())
    return Decimal(plain) if _TYPED.fullmatch(plain) else None


def fits_scale(mark: Decimal, scale: Decimal) -> bool:
    """Whether a mark lies on its scale and has at most two decimals.

    >>> [fits_scale(Decimal(mark), Decimal(100)) for mark in ("100", "85.25", "85.255", "100.5")]
    [True, True, False, False]
    """
    return 0 <= mark <= scale and mark * 100 == (mark * 100).to_integral_value()


def asks_for_reason(
    mark: Decimal, field: Field, *, below: Decimal | None, above: Decimal | None
) -> bool:
    """Whether a mark must be given a reason: where a leaf only deducts, any deduction whatsoever.

    Args:
        below, above: shares of full marks beyond which a reason is due; None asks for none.

    >>> leaf = Field("B12", Decimal(100), Decimal(15))
    >>> shares = {"below": Decimal("0.6"), "above": Decimal("0.95")}
    >>> [asks_for_reason(Decimal(mark), leaf, **shares) for mark in (59, 60, 95, 96)]
    [True, False, False, True]
    >>> off = Field("B13", Decimal(10), Decimal(10), entry=Entry.DEDUCTION)
    >>> [asks_for_reason(Decimal(mark), off, below=None, above=None) for mark in ("0", "0.5")]
    [False, True]
    """
    if field.entry != Entry.MARK:
        return field.is_deducted(mark)
    if field.is_bonus:
        return mark > 0
    low = below is not None and mark < below * field.scale
    return low or (above is not None and mark > above * field.scale)


def is_sentence(remark: str) -> bool:
    """Whether a remark says something.

    >>> is_sentence("差"), is_sentence("两项任务逾期未完成")
    (False, True)
    """
    return len(remark.strip()) >= REMARK_MIN


def total_of(marks: Mapping[str, Decimal], fields: Iterable[Field]) -> Decimal:
    """The weighted total of a sheet out of 100, to two decimals: only to compare one's own sheets.

    >>> leaves = [Field("A", Decimal(100), Decimal(10)), Field("B", Decimal(10), Decimal(30))]
    >>> total_of({"A": Decimal(80), "B": Decimal(9)}, leaves)
    Decimal('87.5')
    """
    given = [field for field in fields if field.code in marks]
    return Weighing(given).total(int(marks[field.code] * 100) for field in given)


class Weighing:
    """Adds up sheets over the same leaves, exactly and many of them at once."""

    def __init__(self, fields: Sequence[Field]) -> None:
        # Leaves without weight of their own, as bonus leaves, count alike among themselves.
        has_weights = any(field.weight for field in fields)
        weights = [Fraction(field.weight if has_weights else 1) for field in fields]
        at_zero = [field.share(Decimal(0)) for field in fields]
        slopes = [field.share(Decimal("0.01")) - field.share(Decimal(0)) for field in fields]
        start = sum(map(mul, weights, at_zero), Fraction(0))
        factors = list(map(mul, weights, slopes))
        # Whole numbers over one denominator, so that a sheet is a sum of products of integers.
        below = lcm(start.denominator, *(factor.denominator for factor in factors))
        self._start = int(start * below)
        self._factors = [int(factor * below) for factor in factors]
        self._below = below * sum(weights, Fraction(0))

    def total(self, hundredths: Iterable[int]) -> Decimal:
        """The total of one sheet: its marks in hundredths, in the order of the fields."""
        if not self._below:
            return Decimal(0)
        reached = self._start + sum(map(mul, self._factors, hundredths))
        return Decimal(round(10_000 * reached / self._below)) / 100
