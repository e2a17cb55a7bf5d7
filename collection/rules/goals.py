"""How goals split down, and how results roll up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """A goal as far as rolling up needs it; `base` is the denominator of a rate."""

    key: int
    parent: int | None
    result: Decimal | None
    base: Decimal | None


@dataclass(frozen=True)
class Outcome:
    """What came of a goal and all below it: an amount, and for a rate of how many.

    Attributes:
        told, asked: how many of the goals that are split no further have a result, of how many.
    """

    result: Decimal | None
    base: Decimal | None
    told: int
    asked: int

    @property
    def rate(self) -> Decimal | None:
        """The rate in percent, two decimals, rounded half up.

        >>> Outcome(Decimal(190), Decimal(200), 1, 1).rate
        Decimal('95.00')
        """
        if self.result is None or not self.base:
            return None
        return (self.result / self.base * 100).quantize(PERCENT, ROUND_HALF_UP)


def left_to_split(target: Decimal, parts: Iterable[Decimal]) -> Decimal:
    """What of a sum no part has taken yet.

    >>> left_to_split(Decimal(120), [Decimal(50), Decimal(30)])
    Decimal('40')
    """
    return target - sum(parts, Decimal(0))


def roll_up(parts: Iterable[Part]) -> Mapping[int, Outcome]:
    """The outcome of every goal from the results where goals are split no further.

    Amounts are added, of a rate both numbers: a mean of rates would weigh 3 of 3 like 30 of 300.

    >>> tree = [Part(1, None, None, None), Part(2, 1, Decimal(90), Decimal(100))]
    >>> tree.append(Part(3, 1, Decimal(30), Decimal(100)))
    >>> roll_up(tree)[1].rate, roll_up(tree)[1].told
    (Decimal('60.00'), 2)
    """
    below: dict[int, list[int]] = defaultdict(list)
    known = {part.key: part for part in parts}
    for part in known.values():
        if part.parent in known:
            below[part.parent].append(part.key)
    outcomes: dict[int, Outcome] = {}

    def outcome_of(key: int) -> Outcome:
        if key not in outcomes:
            own = known[key]
            outcomes[key] = (
                _together([outcome_of(child) for child in below[key]])
                if below[key]
                else Outcome(own.result, own.base, int(own.result is not None), 1)
            )
        return outcomes[key]

    return {key: outcome_of(key) for key in known}


def _together(outcomes: list[Outcome]) -> Outcome:
    results = [one.result for one in outcomes if one.result is not None]
    bases = [one.base for one in outcomes if one.base is not None]
    return Outcome(
        sum(results, Decimal(0)) if results else None,
        sum(bases, Decimal(0)) if bases else None,
        sum(one.told for one in outcomes),
        sum(one.asked for one in outcomes),
    )
