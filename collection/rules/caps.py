"""What caps leave of the points of events, as the rule `count` counts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """The points of one item after so many good and bad events.

    Attributes:
        points: what the item stands at, base and ends included.
        full: what it would stand at without any cap, floor or ceiling.
    """

    points: Decimal
    full: Decimal

    @property
    def cut(self) -> Decimal:
        """What the caps took off: above zero where they held points back, else deductions."""
        return self.full - self.points


def count_points(params: Mapping[str, Any], good: Decimal, bad: Decimal) -> Counted:
    """Count events by the parameters of the rule `count` of one leaf.

    Source: rules F09 and F10, docs/scoring-rules.md; the points of a run are the engine's.

    >>> params = {"effect": "both", "deduct_each": "2", "floor": "-5", "ceiling": "5"}
    >>> counted = count_points(params, Decimal(3), Decimal(4))
    >>> str(counted.points), str(counted.cut)
    ('-5', '0')
    >>> count_points({**params, "effect": "add", "add_cap": "2"}, Decimal(3), Decimal(0)).cut
    Decimal('1')
    """
    base = _number(params, "base", "0") or ZERO
    added, taken = worth_of(params, good, True), -worth_of(params, bad, False)
    points = base + _at_most(added, params, "add_cap") - _at_most(taken, params, "deduct_cap")
    floor, ceiling = _number(params, "floor"), _number(params, "ceiling")
    points = points if floor is None else max(points, floor)
    points = points if ceiling is None else min(points, ceiling)
    return Counted(points, base + added - taken)


def worth_of(params: Mapping[str, Any], count: Decimal, adds: bool) -> Decimal:
    """What so many events are worth before any cap; nothing on a side that the leaf leaves out.

    >>> worth_of({"effect": "deduct", "deduct_each": "0.1"}, Decimal(25), False)
    Decimal('-2.5')
    """
    left_out = "deduct" if adds else "add"
    if params.get("effect", "add") == left_out:
        return ZERO
    each = _number(params, "add_each" if adds else "deduct_each", "1") or ZERO
    return count * each if adds else -count * each


def _number(params: Mapping[str, Any], name: str, otherwise: str = "") -> Decimal | None:
    stated = params.get(name, otherwise)
    return None if stated == "" else Decimal(str(stated))


def _at_most(points: Decimal, params: Mapping[str, Any], name: str) -> Decimal:
    cap = _number(params, name)
    return points if cap is None else min(points, cap)
