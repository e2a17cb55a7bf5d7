"""Dividing an exact whole among parts, so that nothing is lost and nothing is left over."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

# Weights of a system are kept with four decimals, shares of a model (in percent) with six.
WEIGHT_STEP = Decimal("0.0001")
SHARE_STEP = Decimal("0.000001")


def divide(whole: Decimal, parts: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Divide a whole in proportion to parts, by the largest remainder.

    Each share is cut down to the step; what is left goes, a step each, to those that lost most,
    among equals to the first. A whole with finer decimals than the step cannot be divided so.

    Raises:
        ValueError: no part is above 0, or the whole is no multiple of the step.

    >>> [str(share) for share in divide(Decimal(10), [Decimal(1)] * 3, WEIGHT_STEP)]
    ['3.3334', '3.3333', '3.3333']
    """
    total = sum(parts, Decimal(0))
    if total <= 0:
        raise ValueError("nothing to divide by")
    if whole % step:
        raise ValueError(f"{whole} is no multiple of {step}")
    exact = [whole * part / total for part in parts]
    shares = [share.quantize(step, ROUND_FLOOR) for share in exact]
    left = int((whole - sum(shares, Decimal(0))) / step)
    # Sorting is stable: among equal remainders the first part comes first.
    losers = sorted(range(len(parts)), key=lambda place: shares[place] - exact[place])
    for place in losers[:left]:
        shares[place] += step
    return shares
