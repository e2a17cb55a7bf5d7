"""Links between groups: which must be computed first."""

from collections.abc import Collection, Mapping

from scoring.bundle import LINKS, Bundle
from scoring.errors import CircularLinkError


def computing_order(needs: Mapping[str, Collection[str]]) -> list[str]:
    """Order groups so that each comes after the groups it reads from.

    Args:
        needs: for each group the groups whose totals it needs; groups that are not a key are
            taken as decided already.
    Raises:
        CircularLinkError: there is no such order; it names the circle.

    >>> computing_order({"departments": ["counties"], "counties": [], "teams": []})
    ['counties', 'departments', 'teams']
    """
    order: list[str] = []
    done: set[str] = set()
    for start in sorted(needs):
        # Depth first with an explicit path, which is the circle when it meets itself.
        path = [(start, iter(sorted(needs[start])))] if start not in done else []
        while path:
            group, rest = path[-1]
            needed = next((other for other in rest if other in needs and other not in done), None)
            if needed is None:
                path.pop()
                done.add(group)
                order.append(group)
                continue
            names = [name for name, _ in path]
            if needed in names:
                raise CircularLinkError([*names[names.index(needed) :], needed])
            path.append((needed, iter(sorted(needs[needed]))))
    return order


def needs_of(bundles: Mapping[str, Bundle]) -> dict[str, set[str]]:
    """Find which groups each group reads from, given the bundles by group name."""
    home = {
        assessee: group for group, bundle in bundles.items() for assessee in bundle.assessee_index
    }
    return {
        group: {home[target] for target in bundle.table(LINKS)["target"] if target in home}
        for group, bundle in bundles.items()
    }
