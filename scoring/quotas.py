"""Quotas and the parts they are counted in: the same arithmetic for a proposal and a check."""

from collections.abc import Mapping
from typing import Any

from scoring.cuts import ASK, places_allowed
from scoring.quantise import normal_text

# `level` is empty for the group as a whole. `of` names the one value of the level that a quota is
# for; empty means every value but those in `but`, which have a quota of their own.
QUOTA_DEFAULTS: dict[str, Any] = {
    "level": "",
    "of": "",
    "but": [],
    "rounding": "floor",
    "ties": ASK,
    "pool_below": 0,
}


def level_parts(counts: Mapping[str, int], declared: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Split a level into the parts that a share is counted in; small ones become one pool.

    Args:
        counts: how many of those who are counted have which value of the level; "" is no value,
            and who has none is counted in no part.
        declared: a quota with its defaults (`QUOTA_DEFAULTS`).
    Returns:
        The values of each part, the pool last; for the group as a whole one part without values.

    >>> level_parts({"big": 9, "s1": 2, "s2": 3}, {**QUOTA_DEFAULTS, "level": "u", "pool_below": 5})
    [('big',), ('s1', 's2')]
    """
    if not declared["level"]:
        return [()]
    if declared["of"]:
        return [(declared["of"],)] if declared["of"] in counts else []
    names = [name for name in sorted(counts) if name and name not in declared["but"]]
    pool = tuple(name for name in names if counts[name] < declared["pool_below"])
    parts = [(name,) for name in names if counts[name] >= declared["pool_below"]]
    return [*parts, pool] if pool else [*parts]


def quota_arithmetic(count: int, declared: Mapping[str, Any]) -> dict[str, Any]:
    """The arithmetic of one part as it is to be signed: n, share, exact, rounding, allowed.

    >>> quota_arithmetic(47, {"share": "0.3", "rounding": "floor"})["allowed"]
    14
    """
    exact, allowed = places_allowed(count, declared["share"], declared["rounding"])
    return {
        "n": count,
        "share": normal_text(declared["share"]),
        "exact": normal_text(exact),
        "rounding": declared["rounding"],
        "allowed": allowed,
    }
