"""Reading a figure as people type it or paste it from a sheet."""

import re
import unicodedata
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")


class FigureError(ValueError):
    """Text that is no number."""


def read_figure(text: str) -> Decimal:
    """The number that a text means: full-width digits, thousands commas and blanks are fine.

    Raises:
        FigureError: anything else, such as words or a unit of measure.

    >>> read_figure("１，２３４．５０"), read_figure(" −3 "), read_figure("12 345")
    (Decimal('1234.50'), Decimal('-3'), Decimal('12345'))
    """
    plain = "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())
    if not _NUMBER.fullmatch(plain):
        raise FigureError(f"{text!r} is no number")
    return Decimal(plain.replace(",", ""))
