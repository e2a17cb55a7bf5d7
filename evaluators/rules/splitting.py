"""Stage one of forming: the units of one category, dealt out to groups of equal size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evaluators.rules.problem import SPLIT_LIMITS, Limits, Proof
from evaluators.rules.program import Program
from evaluators.rules.sampling import shuffle_keys


@dataclass(frozen=True)
class Hands:
    """What people have settled before the units are dealt out.

    Attributes:
        placed: number of the group, from 0, by unit that stays there.
        barred: numbers of groups where a unit must not go, since somebody kept there is recused.
    """

    placed: Mapping[int, int] = field(default_factory=dict)
    barred: Mapping[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Split:
    """Units by group, and how good the split is known to be.

    Attributes:
        groups: keys of units, one tuple a group; empty without a solution.
        proof: its objective counts the pairs of a region and a group that visits it.
    """

    groups: tuple[tuple[int, ...], ...]
    proof: Proof


@dataclass(frozen=True)
class _Kind:
    """Units that are alike: of one region, open to the same groups, placed or not."""

    region: str
    barred: frozenset[int]
    placed: int | None


NO_HANDS = Hands()


def split_units(
    regions: Mapping[int, str],
    count: int,
    *,
    seed: str,
    hands: Hands = NO_HANDS,
    limits: Limits = SPLIT_LIMITS,
) -> Split:
    """Deal units out to groups so that each group visits as few regions as possible.

    Fewer regions a group mean fewer evaluators recused and less travel. Sizes differ by one at
    most, unless a group has more units by hand. Units that are alike are counted, not named.

    Args:
        regions: region code of each unit by its key; units without one count as a region.
        count: how many groups.
        seed: says which units of a shared region go where.
    Raises:
        ValueError: no group, or more groups than units.
    Source: analysis of group formation, stage 1; GRP-02.

    >>> regions = {1: "3201", 2: "3202", 3: "3201", 4: "3202"}
    >>> split = split_units(regions, 2, seed="7")
    >>> sorted(sorted(group) for group in split.groups), split.proof.objective
    ([[1, 3], [2, 4]], 2.0)
    >>> split_units(regions, 2, seed="7", hands=Hands(placed={1: 0, 2: 0})).groups
    ((1, 2), (3, 4))
    """
    if not 0 < count <= len(regions):
        raise ValueError(f"{count} groups for {len(regions)} units")
    waiting: dict[_Kind, list[int]] = {}
    for unit in shuffle_keys(regions, seed):
        barred = hands.barred.get(unit, frozenset())
        kind = _Kind(regions[unit], barred, hands.placed.get(unit))
        waiting.setdefault(kind, []).append(unit)
    # The same regions give the same program, in whatever order they came.
    places = {name: place for place, name in enumerate(shuffle_keys(set(regions.values()), seed))}
    kinds = sorted(waiting, key=lambda kind: places[kind.region])
    stocks = [len(waiting[kind]) for kind in kinds]
    values, proof = _write_program(kinds, stocks, count).solve(limits)
    if values is None:
        return Split((), proof)
    shares = values[: len(kinds) * count].reshape(len(kinds), count).astype(np.int64)
    groups: list[list[int]] = [[] for _group in range(count)]
    for kind, row in zip(kinds, shares, strict=True):
        for group, share in zip(groups, row, strict=True):
            group += [waiting[kind].pop() for _unit in range(share)]
    return Split(tuple(tuple(sorted(group)) for group in groups), proof)


def _write_program(kinds: Sequence[_Kind], stocks: Sequence[int], count: int) -> Program:
    """Columns: units of each kind in each group (kind by kind), then who visits which region."""
    program = Program()
    sizes = _even_sizes(kinds, stocks, count)
    share = [
        [program.add_column(upper=_most(kind, stock, g, sizes[g])) for g in range(count)]
        for kind, stock in zip(kinds, stocks, strict=True)
    ]
    of_region: dict[str, list[int]] = {}
    for k, kind in enumerate(kinds):
        of_region.setdefault(kind.region, []).append(k)
    for members in of_region.values():
        _hold_visits(program, [share[k] for k in members], [stocks[k] for k in members], sizes)
    for k, stock in enumerate(stocks):
        program.add_row(share[k], lowest=stock, highest=stock)
    for g, size in enumerate(sizes):
        program.add_row([row[g] for row in share], lowest=size, highest=size)
    return program


def _hold_visits(
    program: Program, rows: list[list[int]], stocks: list[int], sizes: Sequence[int]
) -> None:
    """A group with any unit of a region visits it, and every visit has its price."""
    visits = [program.add_column(1.0) for _group in sizes]
    for g, size in enumerate(sizes):
        for row, stock in zip(rows, stocks, strict=True):
            program.add_row([row[g]], highest=0, extra=[(visits[g], -float(min(stock, size)))])
    # A region larger than a group is visited by several: said aloud, it tightens the bound.
    program.add_row(visits, lowest=-(-sum(stocks) // max(sizes)))


def _most(kind: _Kind, stock: int, group: int, size: int) -> float:
    """How many units of a kind a group may take; who placed a unit overrules who is barred."""
    if kind.placed is not None:
        return stock if kind.placed == group else 0
    return 0 if group in kind.barred else min(stock, size)


def _even_sizes(kinds: Iterable[_Kind], stocks: Iterable[int], count: int) -> list[int]:
    """As equal as the units placed by hand allow: the smallest group gets the next unit."""
    sizes, free = [0] * count, 0
    for kind, stock in zip(kinds, stocks, strict=True):
        if kind.placed is None:
            free += stock
        else:
            sizes[kind.placed] += stock
    for _unit in range(free):
        sizes[sizes.index(min(sizes))] += 1
    return sizes
