"""How far the process score of a unit moves its share of the best grade (DLY-12)."""

from collections.abc import Iterable
from decimal import Decimal


def share_change(score: Decimal, steps: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """What the highest step that the score reaches adds; nothing below all of them.

    >>> steps = [(Decimal(90), Decimal("0.05")), (Decimal(60), Decimal("0.01"))]
    >>> [str(share_change(Decimal(score), steps)) for score in (95, 60, 59)]
    ['0.05', '0.01', '0']
    """
    reached = [step for step in steps if step[0] <= score]
    return max(reached)[1] if reached else Decimal(0)


def changed_share(share: Decimal, change: Decimal) -> Decimal:
    """A share after the change; nobody has less than nothing or more than all.

    >>> [str(changed_share(Decimal("0.1"), Decimal(change))) for change in ("0.05", "-0.2")]
    ['0.15', '0']
    """
    return min(max(share + change, Decimal(0)), Decimal(1))
