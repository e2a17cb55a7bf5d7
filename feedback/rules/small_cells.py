"""Small groups stay together: a share of three people tells who said what."""

from collections.abc import Mapping

# Fewer answers than this are never told apart from those of others.
FEWEST_ANSWERS = 5


def cells_to_show(sizes: Mapping[int, int], *, rest: int = 0) -> set[int]:
    """The cells whose figures may be told beside those of the whole.

    A cell needs `FEWEST_ANSWERS`. What is left out needs as many, for whoever subtracts the cells
    shown from the whole reads it as if it were shown.

    Args:
        sizes: number of answers by cell.
        rest: answers that belong to no cell.

    >>> sorted(cells_to_show({1: 40, 2: 12, 3: 5}))
    [1, 2, 3]

    The three of cell 3 would be what remains, so the smallest other cell goes with them:

    >>> sorted(cells_to_show({1: 40, 2: 12, 3: 3}))
    [1]
    >>> sorted(cells_to_show({1: 40, 2: 12, 3: 3, 4: 4}))
    [1, 2]
    """
    shown = sorted(
        (cell for cell, size in sizes.items() if size >= FEWEST_ANSWERS),
        key=lambda cell: (sizes[cell], cell),
    )
    left_out = rest + sum(size for size in sizes.values() if size < FEWEST_ANSWERS)
    while shown and 0 < left_out < FEWEST_ANSWERS:
        left_out += sizes[shown.pop(0)]
    return set(shown)
