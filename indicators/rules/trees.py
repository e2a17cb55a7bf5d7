"""The shape of a tree and its weights: order, path numbers, sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Parent = TypeVar("Parent")


@dataclass(frozen=True)
class Place:
    """Where a node stands: its key, its path number such as "1.2.3", and its level from 1."""

    key: int
    number: str
    level: int


def arrange(nodes: Sequence[tuple[int, int | None]]) -> list[Place]:
    """Put nodes into reading order: each parent before its children, siblings as they come.

    Args:
        nodes: (key, key of the parent or None), siblings in their order.
    Returns:
        one place a node that hangs on a top; nodes in a circle are left out.

    >>> [(place.key, place.number) for place in arrange([(1, None), (2, None), (3, 1)])]
    [(1, '1'), (3, '1.1'), (2, '2')]
    """
    children: dict[int | None, list[int]] = {}
    for key, parent in nodes:
        children.setdefault(parent, []).append(key)
    places: list[Place] = []
    waiting = _numbered(children.get(None, []), "", 1)
    while waiting:
        place = waiting.pop()
        places.append(place)
        waiting += _numbered(children.get(place.key, []), f"{place.number}.", place.level + 1)
    return places


def _numbered(keys: Sequence[int], prefix: str, level: int) -> list[Place]:
    """Places of siblings, the first one last: the end of a list is its cheap end."""
    return [Place(key, f"{prefix}{n}", level) for n, key in enumerate(keys, 1)][::-1]


def child_sums(weights: Iterable[tuple[Parent, Decimal, bool]]) -> dict[Parent, Decimal]:
    """Running sum of each parent's children; in a system None stands for the whole.

    Args:
        weights: (key of the parent, weight, whether it shares the parent's full marks); bonus
            nodes share none.

    >>> child_sums([(None, Decimal(60), True), (None, Decimal(5), False), (7, Decimal(60), True)])
    {None: Decimal('60'), 7: Decimal('60')}
    """
    sums: dict[Parent, Decimal] = {}
    for parent, weight, shares in weights:
        if shares:
            sums[parent] = sums.get(parent, Decimal(0)) + weight
    return sums


def plain(weight: Decimal) -> str:
    """A weight as people write it: no idle zeros.

    >>> plain(Decimal("12.5000")), plain(Decimal("100.0000"))
    ('12.5', '100')
    """
    return f"{weight.normalize():f}"
