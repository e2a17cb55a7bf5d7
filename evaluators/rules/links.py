"""Links between groups: a few shared marks, so that strict groups and weak fields are told apart.

Two groups without a common mark cannot be compared: whether one is strict or its units are weak
shows in no number. Some evaluators of one group therefore also mark anchor units of the next.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from evaluators.rules.problem import FormingProblem, Group, Guest, Link
from evaluators.rules.sampling import shuffle_keys
from evaluators.rules.seat_program import recusals_of


def plan_links(
    problem: FormingProblem, *, seed: str, guests: int = 2, anchors: int = 3
) -> tuple[Link, ...]:
    """Link each group with the next one of its category, in the order of the groups.

    Anchors are the assessees from whom the fewest evaluators are recused; the seed settles ties.
    Groups without a category are compared with none, so they are not linked.

    Source: analysis of group formation, links.
    """
    recused = dict(
        zip(
            (assessee.key for assessee in problem.assessees),
            recusals_of(problem).any(axis=0).sum(axis=0).tolist(),
            strict=True,
        )
    )
    links = []
    for one, other in _neighbours(problem.groups):
        order = shuffle_keys(other.assessees, seed)
        chosen = sorted(order, key=recused.__getitem__)[:anchors]
        links.append(Link(one.key, other.key, tuple(chosen), guests))
    return tuple(links)


def _neighbours(groups: Iterable[Group]) -> Iterator[tuple[Group, Group]]:
    by_category: dict[int, list[Group]] = {}
    for group in groups:
        if group.category is not None:
            by_category.setdefault(group.category, []).append(group)
    for members in by_category.values():
        yield from pairwise(members)


def scoring_parts(groups: Iterable[int], guests: Iterable[Guest]) -> list[list[int]]:
    """Sets of groups whose marks can be compared with each other, directly or through others.

    >>> scoring_parts([1, 2, 3], [Guest(1, 2, evaluator=7)])
    [[1, 2], [3]]
    """
    part = {group: [group] for group in groups}
    for guest in guests:
        one, other = part[guest.from_group], part[guest.to_group]
        if one is not other:
            one += other
            part.update(dict.fromkeys(other, one))
    unique = {id(members): sorted(members) for members in part.values()}
    return sorted(unique.values())
