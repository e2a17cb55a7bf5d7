"""Many units tested at once: what is rare for one happens to some (Benjamini-Hochberg)."""

from collections.abc import Sequence
from fractions import Fraction

# Of what is named, so much is there by chance alone, on average.
FALSE_SHARE = Fraction(1, 20)


def adjusted(chances: Sequence[Fraction]) -> list[Fraction]:
    """Each chance as it counts among so many; named is what is not above `FALSE_SHARE`.

    >>> [str(p) for p in adjusted([Fraction(1, 100), Fraction(3, 100), Fraction(9, 10)])]
    ['3/100', '9/200', '9/10']
    """
    rarest_first = sorted(range(len(chances)), key=chances.__getitem__)
    found = [Fraction(1)] * len(chances)
    least = Fraction(1)
    for rank in range(len(chances), 0, -1):
        place = rarest_first[rank - 1]
        least = min(least, chances[place] * len(chances) / rank)
        found[place] = least
    return found
