"""Which groups take the units of which category, and what people have settled by hand before."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluators.rules.problem import FormingProblem
from evaluators.rules.seat_program import recusals_of
from evaluators.rules.shares import deal_regions, share_groups
from evaluators.rules.splitting import Hands


@dataclass(frozen=True)
class Batch:
    """Units that are dealt out among some groups.

    Attributes:
        category: of units and groups; None when there are fewer groups than categories.
        groups: keys of the groups; hands speak of them by their place here.
        regions: region by key of the unit.
    """

    category: int | None
    groups: tuple[int, ...]
    regions: Mapping[int, str]
    hands: Hands


def plan_batches(problem: FormingProblem, placed: Mapping[int, int]) -> list[Batch]:
    """One batch for each category, or a single one for all when groups are too few.

    A group with units placed by hand takes the category of most of them, one where somebody is
    kept the category that it has. Units placed in a group of another category are in no batch.

    Args:
        placed: key of the group by unit placed by hand.
    Source: GRP-02: groups by category of units.
    """
    settled = _settled(problem, placed)
    by_category: dict[int, list[int]] = defaultdict(list)
    for key, category in _categories(problem).items():
        if settled.get(placed.get(key, 0), category) == category:
            by_category[category].append(key)
    numbers = {category: len(units) for category, units in by_category.items()}
    shares = share_groups(numbers, len(problem.groups), Counter(settled.values()))
    batch = _Batches(problem, placed)
    if not shares:
        everything = [one.key for one in problem.assessees]
        return [batch.of(None, [group.key for group in problem.groups], everything)]
    free = iter([group.key for group in problem.groups if group.key not in settled])
    return [
        batch.of(category or None, _take(category, count, settled, free), by_category[category])
        for category, count in shares.items()
    ]


def stray_units(placed: Mapping[int, int], batches: list[Batch]) -> dict[int, list[int]]:
    """Units placed by hand in a group of another category, by group: they stay there."""
    dealt = {unit for batch in batches for unit in batch.regions}
    stray: dict[int, list[int]] = defaultdict(list)
    for unit, group in sorted(placed.items()):
        if unit not in dealt:
            stray[group].append(unit)
    return stray


def _categories(problem: FormingProblem) -> dict[int, int]:
    """Category by unit, 0 for none."""
    return {one.key: one.category or 0 for one in problem.assessees}


def _settled(problem: FormingProblem, placed: Mapping[int, int]) -> dict[int, int]:
    """Category by group, for those where something was done by hand."""
    of_unit = _categories(problem)
    held: dict[int, Counter[int]] = defaultdict(Counter)
    for unit, group in sorted(placed.items()):
        held[group][of_unit[unit]] += 1
    settled = {group: count.most_common(1)[0][0] for group, count in held.items()}
    seated = {seat.group for seat in problem.kept} - settled.keys()
    for one in problem.groups:
        if one.key in seated and one.category in of_unit.values():
            settled[one.key] = one.category or 0
    return settled


def _take(
    category: int, count: int, settled: Mapping[int, int], free: Iterator[int]
) -> Sequence[int]:
    """Groups for a category: those settled for it, then the next free ones."""
    own = [group for group, settled_for in settled.items() if settled_for == category][:count]
    return [*own, *(next(free) for _group in range(count - len(own)))]


class _Batches:
    """Makes batches; recusals of people who are kept are looked up once for all of them."""

    def __init__(self, problem: FormingProblem, placed: Mapping[int, int]) -> None:
        self.problem = problem
        self.placed = placed
        self.barred: dict[int, set[int]] = defaultdict(set)
        group_of = {seat.evaluator: seat.group for seat in problem.kept}
        people = tuple(one for one in problem.evaluators if one.key in group_of)
        hits = recusals_of(replace(problem, evaluators=people))
        for row, column in np.argwhere(np.logical_or.reduce(hits, axis=0)).tolist():
            self.barred[problem.assessees[column].key].add(group_of[people[row].key])

    def of(self, category: int | None, groups: Sequence[int], units: Sequence[int]) -> Batch:
        """A batch of a category."""
        place = {group: number for number, group in enumerate(groups)}
        hands = Hands(
            {unit: place[self.placed[unit]] for unit in units if self.placed.get(unit) in place},
            {
                unit: frozenset(place[group] for group in self.barred[unit] if group in place)
                for unit in units
                if unit in self.barred
            },
        )
        regions = {unit: self.problem.assessee_by_key[unit].region for unit in units}
        return Batch(category, tuple(groups), deal_regions(regions), hands)
