"""A form of boxes and lines as facts: what Word and Typst draw alike.

Widths and heights are millimetres; a row is at least as high as it says and grows with its text.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

Align = Literal["left", "center", "right"]
# A longer label would make its row higher than the text beside it.
UPRIGHT = 4


@dataclass(frozen=True)
class Cell:
    """One box.

    Attributes:
        span, rows: columns and rows that it covers.
        opens_above, opens_below: no line to the box above or below: both are one box to the eye.
        indents: paragraphs of running text begin two characters in.
        picture: a photo instead of the text.
    """

    text: str = ""
    span: int = 1
    rows: int = 1
    align: Align = "center"
    opens_above: bool = False
    opens_below: bool = False
    indents: bool = True
    picture: bytes = b""

    @property
    def lines(self) -> list[str]:
        """The text by paragraphs, without characters that no printer has."""
        return ["".join(filter(_prints, line)).strip("\r") for line in self.text.split("\n")]


@dataclass(frozen=True)
class Row:
    """Boxes side by side; what a box of a row above covers is left out.

    Attributes:
        repeats: the head of a list, printed again on every page.
        splits: may go on over the end of a page.
    """

    cells: Sequence[Cell]
    height: int = 11
    repeats: bool = False
    splits: bool = False


@dataclass(frozen=True)
class Table:
    """Boxes under one another, on a page of their own after the first table."""

    widths: Sequence[int]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Sheet:
    """One form.

    Attributes:
        left, right: what stands below the title, above the boxes.
        notes: what stands below them.
        text_size: of the boxes, in points; 12 is small four (小四), 10.5 five (五号).
    """

    title: str
    tables: Sequence[Table]
    left: str = ""
    right: str = ""
    notes: Sequence[str] = ()
    author: str = ""
    text_size: float = 12


def upright(text: str) -> str:
    """A short Chinese label one character under the other; anything else as it is."""
    is_chinese = len(text) <= UPRIGHT and all(
        unicodedata.east_asian_width(one) in "WF" for one in text
    )
    return "\n".join(text) if is_chinese else text


def prose(text: str, **changes: object) -> Cell:
    """A box of running text."""
    return replace(Cell(text, align="left"), **changes)  # type: ignore[arg-type]


def written(label: str, text: str, height: int, *, span: int) -> list[Row]:
    """A labelled box of running text."""
    return [Row((Cell(upright(label)), prose(text, span=span)), height, splits=True)]


def signed(label: str, text: str, height: int, *, span: int, sign: str = "") -> list[Row]:
    """A labelled box of running text with room for a signature and the day below."""
    line = sign or signature()
    return [
        Row(
            (Cell(upright(label), rows=2), prose(text, span=span, opens_below=True)),
            height,
            splits=True,
        ),
        Row((Cell(line, span=span, align="right", opens_above=True),), 9),
    ]


def signature() -> str:
    """A line to be signed and dated by hand."""
    return _("Signature:") + "\u3000" * 5 + day_by_hand()


def seal() -> str:
    """A line to be sealed and dated by hand."""
    return _("(Seal)") + "\u3000" * 4 + day_by_hand()


def narrow_seal() -> str:
    """The same on two lines, for a narrow box."""
    return _("(Seal)") + "\u3000" * 3 + "\n" + day_by_hand()


def day_by_hand() -> str:
    """A date to be written by hand."""
    return _("____-__-__")


def pairs(cells: Iterable[tuple[str, str]]) -> tuple[Cell, ...]:
    """Labels and what stands beside them, each in one column."""
    return tuple(Cell(text) for pair in cells for text in pair)


def _prints(character: str) -> bool:
    return character == "\t" or unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}
