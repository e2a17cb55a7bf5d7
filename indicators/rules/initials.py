"""The initials of a Chinese name, by which people find it without an input method."""

import re

_PIECES = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff]+")


def initials(name: str) -> str:
    """The first letter of each syllable; Latin letters and digits stay, signs are left out.

    Words are read as a whole: the same character differs in 增长 and in 长期.

    >>> initials("地区生产总值增长率"), initials("R&D 经费占 GDP 比重（%）"), initials("长期护理")
    ('dqsczzzzl', 'rdjfzgdpbz', 'cqhl')
    """
    # Its tables take a fifth of a second to load: not at every start, only once names are written.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    parts: list[str] = []
    for piece in _PIECES.findall(name):
        if piece.isascii():
            parts.append(piece)
        else:
            parts += lazy_pinyin(piece, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(parts).lower()
