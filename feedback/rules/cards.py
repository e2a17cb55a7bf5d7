"""One sheet of paper holds so much: texts are shortened openly, and ages counted by bands."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# A wide character takes two columns.
WIDE = frozenset("WFA")
CUT = "…"
# From which age a band begins; the last one has no end.
BANDS = (0, 36, 41, 46, 51, 56)


@dataclass(frozen=True)
class Fitted:
    """Paragraphs that fit a box.

    Attributes:
        lines: what is shown; the last one may be cut.
        whole: how many are shown to the end.
        of: how many there were.
    """

    lines: Sequence[str]
    whole: int
    of: int

    @property
    def is_short(self) -> bool:
        """Whether something was left out."""
        return self.whole < self.of

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def width_of(text: str) -> int:
    """Columns of a text; a Chinese character takes two.

    >>> width_of("A4 纸")
    5
    """
    return sum(2 if unicodedata.east_asian_width(one) in WIDE else 1 for one in text)


def rows_of(text: str, columns: int) -> int:
    """Rows that a paragraph takes in a box of so many columns, at least one.

    >>> rows_of("一二三四五", 4), rows_of("", 4)
    (3, 1)
    """
    return max(-(-width_of(text) // columns), 1)


def fit(lines: Sequence[str], *, columns: int, rows: int) -> Fitted:
    """As many paragraphs as a box holds; the first that does not fit is cut where room is left.

    >>> fit(["一二三", "四五六七八", "九"], columns=6, rows=2)
    Fitted(lines=['一二三', '四五…'], whole=1, of=3)
    >>> fit(["一二三"], columns=6, rows=2).is_short
    False
    """
    kept: list[str] = []
    left = rows
    for whole, line in enumerate(lines):
        need = rows_of(line, columns)
        if need > left:
            if left:
                kept.append(cut(line, left * columns))
            return Fitted(kept, whole, len(lines))
        kept.append(line)
        left -= need
    return Fitted(kept, len(lines), len(lines))


def cut(text: str, columns: int) -> str:
    """A text in at most so many columns, with the sign that something is missing.

    >>> cut("一二三四", 6), cut("一二三", 6)
    ('一二…', '一二三')
    """
    if width_of(text) <= columns:
        return text
    kept = ""
    for one in text:
        if width_of(kept + one) > columns - width_of(CUT):
            break
        kept += one
    return kept + CUT


def band_of(age: int) -> int:
    """The place of an age among the bands.

    >>> [band_of(age) for age in (29, 35, 36, 50, 61)]
    [0, 0, 1, 3, 5]
    """
    return sum(age >= start for start in BANDS) - 1


def age_on(birth: tuple[int, int], day: tuple[int, int]) -> int:
    """Full years between two months, each a year and a month.

    >>> age_on((1980, 6), (2026, 5)), age_on((1980, 6), (2026, 6))
    (45, 46)
    """
    return day[0] - birth[0] - (day[1] < birth[1])
