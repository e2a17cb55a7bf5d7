"""Which characters our fonts can draw: a rare one in a name must not cost the whole report."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings

FONTS = ("NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf")
# The printer's mark for a character that is not in the case.
GETA = "〓"
UNSEEN = {"Cf", "Mn"}
_SEGMENTED = 12


def drawable(text: str) -> str:
    """The text with `GETA` for every character that a font of the report lacks.

    PDF/A refuses a document with such a character.
    """
    covered = _covered()
    if not covered:
        return text
    lacking = [character for character in set(text) if ord(character) not in covered]
    return text.translate({ord(character): _mark(character) for character in lacking})


def _mark(character: str) -> str:
    # Joiners and variants of a character have no shape of their own.
    return "" if unicodedata.category(character) in UNSEEN else GETA


@cache
def _covered() -> frozenset[int]:
    """Code points that all fonts of the report have; none when the fonts are not there."""
    found = [
        path
        for name in FONTS
        for path in [Path(folder) / name for folder in settings.FONT_DIRS]
        if path.is_file()
    ]
    return frozenset.intersection(*map(_code_points, found)) if found else frozenset()


def _code_points(path: Path) -> frozenset[int]:
    """Code points of a TrueType font, from the segmented table of its `cmap`."""
    font = path.read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        tag: offset
        for tag, _sum, offset, _size in struct.iter_unpack(">4s3L", font[12 : 12 + 16 * count])
    }
    start = tables[b"cmap"]
    (encodings,) = struct.unpack_from(">H", font, start + 2)
    points: set[int] = set()
    for number in range(encodings):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * number + 4)
        points |= _segments(font, start + offset)
    return frozenset(points)


def _segments(font: bytes, start: int) -> set[int]:
    if struct.unpack_from(">H", font, start) != (_SEGMENTED,):
        return set()
    (groups,) = struct.unpack_from(">L", font, start + 12)
    points: set[int] = set()
    for first, last, _glyph in struct.iter_unpack(
        ">3L", font[start + 16 : start + 16 + 12 * groups]
    ):
        points.update(range(first, last + 1))
    return points
