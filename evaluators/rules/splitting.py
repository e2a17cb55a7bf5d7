"""Stage one of forming: the units of one category, dealt out to groups of equal size."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evaluators.rules.problem import SPLIT_LIMITS, Limits, Proof
from evaluators.rules.program import Program
from evaluators.rules.sampling import shuffle_keys


@dataclass(frozen=True)
class Split:
    """Units by group, and how good the split is known to be.

    Attributes:
        groups: keys of units, one tuple a group; empty if time was up too early.
        proof: its objective counts the pairs of a region and a group that visits it.
    """

    groups: tuple[tuple[int, ...], ...]
    proof: Proof


def split_units(
    regions: Mapping[int, str], count: int, *, seed: str, limits: Limits = SPLIT_LIMITS
) -> Split:
    """Deal units out to groups so that each group visits as few regions as possible.

    Fewer regions a group mean fewer evaluators recused and less travel. Sizes differ by one at
    most. Units of one region are alike, so the search counts them instead of naming them.

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
    """
    if not 0 < count <= len(regions):
        raise ValueError(f"{count} groups for {len(regions)} units")
    waiting: dict[str, list[int]] = {}
    for unit in shuffle_keys(regions, seed):
        waiting.setdefault(regions[unit], []).append(unit)
    # The same regions give the same program, in whatever order they came.
    names = shuffle_keys(waiting, seed)
    sizes = [len(regions) // count + (n < len(regions) % count) for n in range(count)]
    values, proof = _write_program([len(waiting[name]) for name in names], sizes).solve(limits)
    if values is None:
        return Split((), proof)
    shares = values[: len(names) * count].reshape(len(names), count).astype(np.int64)
    groups: list[list[int]] = [[] for _ in sizes]
    for name, row in zip(names, shares, strict=True):
        for group, share in zip(groups, row, strict=True):
            group += [waiting[name].pop() for _ in range(share)]
    return Split(tuple(tuple(sorted(group)) for group in groups), proof)


def _write_program(stocks: list[int], sizes: list[int]) -> Program:
    """Columns: units of each region in each group (region by region), then who visits whom."""
    program = Program()
    places = [(r, g) for r in range(len(stocks)) for g in range(len(sizes))]
    share = {(r, g): program.add_column(upper=min(stocks[r], sizes[g])) for r, g in places}
    visit = {place: program.add_column(1.0) for place in places}
    for r, g in places:
        most = min(stocks[r], sizes[g])
        program.add_row([share[r, g]], highest=0, extra=[(visit[r, g], -float(most))])
    for r, stock in enumerate(stocks):
        row = [share[r, g] for g in range(len(sizes))]
        program.add_row(row, lowest=stock, highest=stock)
        # A region larger than a group is visited by several: said aloud, it tightens the bound.
        least = -(-stock // max(sizes))
        program.add_row([visit[r, g] for g in range(len(sizes))], lowest=least)
    for g, size in enumerate(sizes):
        row = [share[r, g] for r in range(len(stocks))]
        program.add_row(row, lowest=size, highest=size)
    return program
