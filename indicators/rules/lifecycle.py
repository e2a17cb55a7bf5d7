"""The life of an indicator: which status may follow which, and what it needs before use."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indicators.rules.standards import USUAL_SCALE, read_bands


class Status(StrEnum):
    """Where an indicator stands in its life."""

    DESIGNING = "designing"
    IN_USE = "in_use"
    EVALUATING = "evaluating"
    RETIRED = "retired"


# A retired indicator comes back by way of the drawing board: why it was retired must be dealt with.
FOLLOWING: dict[str, tuple[Status, ...]] = {
    Status.DESIGNING: (Status.IN_USE, Status.RETIRED),
    Status.IN_USE: (Status.EVALUATING, Status.RETIRED),
    Status.EVALUATING: (Status.IN_USE, Status.DESIGNING, Status.RETIRED),
    Status.RETIRED: (Status.DESIGNING,),
}


class Lack(StrEnum):
    """What keeps an indicator from being used (measurable, workable, accountable)."""

    OWNER = "owner"
    FORMULA = "formula"
    DATA_SOURCE = "data_source"
    STANDARD = "standard"


@dataclass(frozen=True)
class Card:
    """What an indicator says of itself; one without a unit of measure is judged."""

    has_owner: bool
    unit_of_measure: str
    formula: str
    data_source: str
    standard: str


def find_lacks(card: Card) -> Iterator[Lack]:
    """What is missing before the indicator may be used.

    A measured one needs a formula and a data source, a judged one a standard with score bands.

    >>> list(find_lacks(Card(False, "%", "a / b", "", "")))
    [<Lack.OWNER: 'owner'>, <Lack.DATA_SOURCE: 'data_source'>]
    >>> list(find_lacks(Card(True, "", "", "", "优 90 至 100；差 90 以下")))
    []
    """
    if not card.has_owner:
        yield Lack.OWNER
    if not card.unit_of_measure:
        if not read_bands(card.standard, USUAL_SCALE):
            yield Lack.STANDARD
        return
    if not card.formula.strip():
        yield Lack.FORMULA
    if not card.data_source.strip():
        yield Lack.DATA_SOURCE
