"""Score bands that a standard names in words, and which of them holds a mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

# Standards are written in whole marks: 60 to 89 and 90 to 100 leave no gap.
WHOLE = Decimal(1)
# The mark for full marks, where nothing else is said.
USUAL_SCALE = Decimal(100)

_NUMBER = r"(\d+(?:\.\d+)?)"
_BAND = re.compile(rf"([\w（）()]+?)\s*[:：]?\s*{_NUMBER}\s*(?:至|到|-|–|—|~|～|to)\s*{_NUMBER}")
_LINE = re.compile(
    rf"([^\d\s:：]+)\s*{_NUMBER}\s*(?:至|到|-|–|—|~|～|to)\s*{_NUMBER}\s*(?:[:：]\s*(.*))?"
)
_BELOW = re.compile(rf"([\w（）()]+?)\s*[:：]?\s*(?:低于|不足|below)?\s*{_NUMBER}\s*(?:以下)")


@dataclass(frozen=True)
class Band:
    """A score band of a standard. Its lower bound belongs to it.

    Attributes:
        low, high: as the standard writes them.
        limit: where the next band begins, which then holds that mark and all above; None for the
            highest band, which reaches up to `high`.
    """

    low: Decimal
    high: Decimal
    word: str
    limit: Decimal | None = None

    def holds(self, mark: Decimal) -> bool:
        """Whether a mark lies in the band.

        >>> Band(Decimal(60), Decimal(90), "中", limit=Decimal(90)).holds(Decimal(90))
        False
        """
        below = mark <= self.high if self.limit is None else mark < self.limit
        return self.low <= mark and below


@dataclass(frozen=True)
class BandFault:
    """Two bands that overlap, or that leave the marks between them to nobody."""

    lower: Band
    upper: Band

    @property
    def is_overlap(self) -> bool:
        """Whether they overlap; else they leave a gap."""
        return self.upper.low < self.lower.high


def read_bands(standard: str, scale: Decimal) -> list[Band]:
    """The score bands that a standard names, in its order; an empty list when it names none.

    The lower bound is included: where two bands meet in a mark, it belongs to the upper one, and
    "below 60" ends before 60. Marks between 89 and 90 belong to "60 to 89".

    >>> bands = read_bands("优 90 至 100；中 60 至 90；差 60 以下。", Decimal(100))
    >>> [(band.word, str(band.low), str(band.high), str(band.limit)) for band in bands]
    [('优', '90', '100', 'None'), ('中', '60', '90', '90'), ('差', '0', '60', '60')]
    >>> [band.word for mark in ("59.99", "60", "90") for band in bands if band.holds(Decimal(mark))]
    ['差', '中', '优']
    """
    read = [Band(Decimal(low), Decimal(high), word) for word, low, high in _BAND.findall(standard)]
    fitting = [band for band in read if band.low <= band.high <= scale]
    starts = sorted(band.low for band in fitting if band.low > 0)
    bands = [
        Band(band.low, band.high, band.word, next((one for one in starts if one > band.low), None))
        for band in fitting
    ]
    for word, end in _BELOW.findall(standard):
        high = Decimal(end)
        if high <= scale:
            bands.append(Band(Decimal(0), high, word, min([high, *starts])))
    return bands


def find_band_faults(standard: str, scale: Decimal) -> Iterator[BandFault]:
    """Bands that overlap or leave a gap, from below.

    Only bands that reach up to full marks are looked at: other numbers in a text are none.

    >>> [fault.is_overlap for fault in find_band_faults("优 85 至 100；良 60 至 90", Decimal(100))]
    [True]
    >>> [fault.is_overlap for fault in find_band_faults("优 90 至 100；良 60 至 79", Decimal(100))]
    [False]
    >>> list(find_band_faults("优 90 至 100；良 60 至 90；差 60 以下", Decimal(100)))
    []
    >>> list(find_band_faults("每周调研 1 至 2 次，全年 5 至 10 篇", Decimal(100)))
    []
    """
    bands = sorted(read_bands(standard, scale), key=lambda band: (band.low, band.high))
    if not bands or bands[-1].high != scale:
        return
    for lower, upper in pairwise(bands):
        fault = BandFault(lower, upper)
        if fault.is_overlap or upper.low - lower.high > WHOLE:
            yield fault


def split_bands(standard: str) -> list[tuple[str, str, str, str]] | None:
    """A standard as rows of word, low, high and meaning; None when it says more than such rows.

    >>> split_bands("优 90 至 100：全面完成；良 75 至 89")
    [('优', '90', '100', '全面完成'), ('良', '75', '89', '')]
    >>> split_bands("全年调研 5 至 10 次得满分") is None
    True
    """
    lines = [line.strip(" 。") for line in re.split(r"[\n；;]", standard) if line.strip(" 。")]
    found = [_LINE.fullmatch(line) for line in lines]
    if not all(found):
        return None
    return [(m[1], m[2], m[3], m[4] or "") for m in found if m]
