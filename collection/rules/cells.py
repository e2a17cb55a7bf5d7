"""What a cell of a table means as it was typed, and what is wrong or odd about it."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.rules.figures import FigureError, read_figure
from indicators.rules.measures import MeasureError, convert
from indicators.rules.oddities import Figure, find_oddities

# What the column of reported values holds.
DECIMALS, WHOLE_DIGITS = 6, 18
_PARTS = re.compile(r"(.*\d)\s*([^\d\s.,，。][^\d]*)?")


class Finding(StrEnum):
    """What a cell shows; the value is its stable code."""

    NO_NUMBER = "no_number"
    OTHER_MEASURE = "other_measure"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    JUMP = "jump"
    MISSING = "missing"


# These stop a table; the others pass with a remark.
BLOCKING = frozenset(
    {Finding.NO_NUMBER, Finding.OTHER_MEASURE, Finding.TOO_LONG, Finding.OUT_OF_RANGE}
)


@dataclass(frozen=True)
class Typed:
    """A figure as it was typed, and in the unit of measure of its indicator."""

    number: Decimal
    measure: str
    value: Decimal


@dataclass(frozen=True)
class Checked:
    """A cell after the check.

    Attributes:
        typed: what it means; None when it is empty or cannot be read.
        remarked: whether a remark stands beside it.
    """

    typed: Typed | None
    finding: Finding | None
    remarked: bool

    @property
    def blocks(self) -> bool:
        """Whether the cell itself must be put right."""
        return self.finding in BLOCKING

    @property
    def wants_remark(self) -> bool:
        """Whether the cell passes once somebody says why it is so."""
        return self.finding is not None and not self.blocks and not self.remarked


def read_typed(text: str, measure: str) -> Typed:
    """The figure of a cell, which may name its unit of measure.

    Args:
        measure: that of the indicator; what a bare number is meant in.
    Raises:
        FigureError: no number.
        MeasureError: a unit of measure that cannot be converted.

    >>> read_typed("１２，３４５ 万元", "亿元").value, read_typed("12%", "%").value
    (Decimal('1.2345'), Decimal('12'))
    """
    parts = _PARTS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if parts is None:
        raise FigureError(f"{text!r} is no number")
    number = read_figure(parts[1])
    given = (parts[2] or measure).strip()
    return Typed(number, given, convert(number, given, measure))


def check_cell(
    text: str,
    *,
    measure: str,
    remark: str = "",
    previous: Decimal | None = None,
    highest: Decimal | None = None,
    stands: bool = False,
) -> Checked:
    """Read and judge one cell.

    Args:
        previous: the same period of the year before, in `measure`.
        highest: scores reach from 0 up to it; None for figures.
        stands: whether a figure was reported by another way, so that an empty cell misses nothing.

    >>> check_cell("30", measure="亿元", previous=Decimal(10)).finding
    <Finding.JUMP: 'jump'>
    >>> check_cell("95", measure="分", highest=Decimal(90)).blocks
    True
    >>> check_cell("", measure="亿元", remark="统计口径调整，6 月后公布").wants_remark
    False
    """
    remarked = bool(remark.strip())
    if not text.strip():
        return Checked(None, None if stands else Finding.MISSING, remarked)
    try:
        typed = read_typed(text, measure)
    except FigureError:
        return Checked(None, Finding.NO_NUMBER, remarked)
    except MeasureError:
        return Checked(None, Finding.OTHER_MEASURE, remarked)
    return Checked(typed, _judge(typed, previous, highest), remarked)


def _judge(typed: Typed, previous: Decimal | None, highest: Decimal | None) -> Finding | None:
    number = typed.number
    exponent = number.as_tuple().exponent
    if number.adjusted() >= WHOLE_DIGITS or (isinstance(exponent, int) and -exponent > DECIMALS):
        return Finding.TOO_LONG
    if highest is not None and not 0 <= typed.value <= highest:
        return Finding.OUT_OF_RANGE
    before = None if previous is None else float(previous)
    if find_oddities([Figure(float(typed.value), before)])[0] is not None:
        return Finding.JUMP
    return None
