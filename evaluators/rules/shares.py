"""How many groups each category gets, and what counts as one region when they are dealt out."""

from collections.abc import Mapping

NO_LEAST: Mapping[int, int] = {}


def share_groups(
    units: Mapping[int, int], groups: int, least: Mapping[int, int] = NO_LEAST
) -> dict[int, int]:
    """Groups for each category, so that the largest load of a group is as small as can be.

    Args:
        units: how many units each category has; all positive.
        groups: how many groups there are.
        least: groups that a category has by hand.
    Returns:
        groups by category, each at least one; empty when there are fewer groups than that takes.
    Source: GRP-02: groups by category of units.

    >>> share_groups({1: 97, 2: 30, 3: 20}, 6)
    {1: 4, 2: 1, 3: 1}
    >>> share_groups({1: 9, 2: 9}, 1)
    {}
    >>> share_groups({1: 97, 2: 30, 3: 20}, 6, least={3: 2})
    {1: 3, 2: 1, 3: 2}
    """
    shares = {key: max(1, least.get(key, 0)) for key in sorted(units)}
    if groups < sum(shares.values()):
        return {}
    for _group in range(groups - sum(shares.values())):
        # The next group goes where the groups are largest; equal ones by the smaller key.
        neediest = min(shares, key=lambda key: (-units[key] / shares[key], key))
        shares[neediest] += 1
    # No category needs more groups than it has units.
    return {key: min(share, units[key]) for key, share in shares.items()}


def deal_regions(regions: Mapping[int, str]) -> dict[int, str]:
    """Regions as cities: counties of one city lie together, units of the province nowhere.

    >>> deal_regions({1: "320102", 2: "320000", 3: ""})
    {1: '3201', 2: '', 3: ''}
    """
    return {unit: "" if code[2:4] in {"", "00"} else code[:4] for unit, code in regions.items()}
