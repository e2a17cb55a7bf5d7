"""What a bonus sheet is made of: the points of the year's quarters, and what they come to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessment.models import Result
from dailyreview.models import BonusClass, DailyPlan
from dailyreview.rules.bonus import divide_pool
from dailyreview.selectors.dossier import posts_today
from organization.models import Cadre

FEN = 100
CENTI = Decimal("0.01")
MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class PersonPoints:
    """A person's published quarters of the year: their number and the mean of their points.

    A quarter that is missing is left out of the mean, it is not a zero.
    """

    cadre: int
    quarters: int
    points: Decimal


@dataclass(frozen=True)
class BonusRow:
    """One line of the sheet."""

    cadre: Cadre
    posts: str
    quarters: int
    points: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ClassSheet:
    """The lines of one identity class; their amounts add up to its pool.

    Attributes:
        yuan_a_point: before rounding to the fen.
    """

    bonus: BonusClass
    rows: Sequence[BonusRow]
    yuan_a_point: Decimal

    @property
    def total(self) -> Decimal:
        """What the lines add up to."""
        return sum((row.amount for row in self.rows), Decimal(0))


def points_by_class(plan: DailyPlan) -> Mapping[str, list[PersonPoints]]:
    """By identity class the people with a published quarter, in the newest run of each."""
    found = Result.objects.filter(
        group__run__cycle__daily_quarter__plan=plan,
        group__publication__isnull=False,
        total__isnull=False,
    )
    newest: dict[tuple[int, int], tuple[str, Decimal]] = {}
    rows = found.order_by("group__run__cycle__daily_quarter__number", "group__run").values_list(
        "assessee__appointment__cadre",
        "group__run__cycle__daily_quarter__number",
        "assessee__identity_class",
        "total",
    )
    for cadre, number, identity, total in rows:
        if cadre is not None and total is not None:
            newest[cadre, number] = (identity, total)
    totals: dict[int, list[Decimal]] = defaultdict(list)
    classes: dict[int, str] = {}
    for (cadre, _number), (identity, total) in newest.items():
        # The class of the last quarter: the rows came by number.
        classes[cadre] = identity
        totals[cadre].append(total)
    people: dict[str, list[PersonPoints]] = defaultdict(list)
    for cadre, given in totals.items():
        mean = (sum(given, Decimal(0)) / len(given)).quantize(MICRO, ROUND_HALF_UP)
        people[classes[cadre]].append(PersonPoints(cadre, len(given), mean))
    return people


def class_sheet(bonus: BonusClass, people: Sequence[PersonPoints]) -> ClassSheet:
    """The lines of a class by name.

    Raises:
        BonusError: the pool does not reach for the floor under this gap.
    """
    division = divide_pool(
        [one.points for one in people],
        pool=int(bonus.pool * FEN),
        floor=int(bonus.floor * FEN),
        gap=int(bonus.gap * FEN),
    )
    keys = [one.cadre for one in people]
    cadres, posts = Cadre.objects.in_bulk(keys), posts_today(keys)
    rows = [
        BonusRow(
            cadres[one.cadre],
            posts[one.cadre],
            one.quarters,
            one.points.quantize(CENTI, ROUND_HALF_UP),
            Decimal(amount).scaleb(-2),
        )
        for one, amount in zip(people, division.amounts, strict=True)
    ]
    slope = division.fen_a_point
    worth = Decimal(slope.numerator) / slope.denominator / FEN
    return ClassSheet(
        bonus,
        sorted(rows, key=lambda row: (row.cadre.name, row.cadre.pk)),
        worth.quantize(MICRO, ROUND_HALF_UP),
    )
