"""Drawing and shuffling from a stored seed, the same on every machine and in every version.

No random number generator is asked: streams of `random` and NumPy may change between versions.
Each key gets a rank from SHA-256 of seed and key, which is the same everywhere. So the order in
which keys are given does not matter either, and anyone can repeat a draw with any tool.
"""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TypeVar

Key = TypeVar("Key", int, str)


def shuffle_keys(keys: Iterable[Key], seed: str) -> list[Key]:
    """Keys in the order that the seed gives them, whatever order they came in.

    Raises:
        ValueError: a key stands twice.

    >>> shuffle_keys([1, 2, 3, 4, 5], "2025-recheck"), shuffle_keys([5, 4, 3, 2, 1], "2025-recheck")
    ([2, 4, 3, 5, 1], [2, 4, 3, 5, 1])
    """
    given = list(keys)
    if len({str(key) for key in given}) < len(given):
        raise ValueError("a key stands twice")
    return sorted(given, key=lambda key: _rank(seed, key))


def draw_sample(keys: Sequence[Key], seed: str, *, percent: Decimal) -> list[Key]:
    """Draw a share of keys, rounded up to a whole one, in order of drawing.

    A key that is added later, or withdrawn, leaves the relative order of all others as it was.

    Args:
        percent: 0 to 100.
    Raises:
        ValueError: another percent; a key stands twice.
    Source: QC-01: five in a hundred are checked again (抽检复核).

    >>> draw_sample(range(1, 41), "2025-recheck", percent=Decimal(5))
    [24, 40]
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent} is no percentage")
    count = ceil(Fraction(percent) * len(keys) / 100)
    return shuffle_keys(keys, seed)[:count]


def _rank(seed: str, key: int | str) -> bytes:
    # The length keeps seed "1" with key "23" apart from seed "12" with key "3".
    return hashlib.sha256(f"{len(seed)}:{seed}{key}".encode()).digest()
