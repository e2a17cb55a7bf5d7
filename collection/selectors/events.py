"""Events as lists, the account of one unit under its caps, and the page of a quarter."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from collection.models import EventKind, UnitEvent
from collection.rules.caps import Counted, count_points, worth_of
from indicators.models import IndicatorSystem, SystemNode
from indicators.rules.periods import first_day, last_day
from indicators.selectors.values import value_matrix
from organization.models import CategoryMembership, Unit, User

ZERO = Decimal(0)
GOOD = Q(kind__colour__in=EventKind.ADDING)


@dataclass(frozen=True)
class EventLine:
    """One event of an account: what it is worth, and where the item stands after it."""

    event: UnitEvent
    worth: Decimal
    after: Counted


@dataclass(frozen=True)
class EventAccount:
    """What the confirmed events of a period make of one leaf of a unit.

    Attributes:
        leaf: the leaf that reads them; None while no system in force has one.
        total: where the item stands; None without a leaf.
    """

    indicator: str
    leaf: SystemNode | None
    lines: Sequence[EventLine]
    total: Counted | None

    @property
    def limits(self) -> Mapping[str, str]:
        """The caps that the leaf states."""
        names = ("add_cap", "deduct_cap", "floor", "ceiling")
        params = self.leaf.params if self.leaf else {}
        return {name: str(params[name]) for name in names if params.get(name, "") != ""}


@dataclass(frozen=True)
class QuarterUnit:
    """A unit on the page of a quarter.

    Attributes:
        figures: value and place of each measured item, in the order of the leaves.
        good, bad: confirmed events, by what they count as.
    """

    unit: Unit
    figures: Sequence[tuple[Decimal | None, int | None]]
    good: Decimal
    bad: Decimal


def in_period(period: str) -> Q:
    """Events that happened in a period."""
    return Q(happened_on__range=(first_day(period), last_day(period)))


def listed_events(user: User, asked: Mapping[str, Any]) -> QuerySet[UnitEvent]:
    """The events that the account sees, under what was asked for."""
    events = UnitEvent.objects.visible_to(user).select_related("kind__indicator", "level", "unit")
    if text := asked.get("text"):
        units = Unit.objects.search(text)
        events = events.filter(Q(unit__in=units) | Q(fact__contains=text))
    if period := asked.get("period"):
        events = events.filter(in_period(period))
    columns = {"colour": "kind__colour", "state": "state", "unit": "unit"}
    chosen = {column: asked[name] for name, column in columns.items() if asked.get(name)}
    return events.filter(**chosen)


def event_accounts(unit: Unit, period: str) -> list[EventAccount]:
    """The account of a unit in a period, one for each indicator that events feed."""
    events = (
        UnitEvent.objects.confirmed()
        .filter(in_period(period), unit=unit)
        .select_related("kind__indicator", "level")
        .order_by("happened_on", "pk")
    )
    leaves = _leaves_of(unit, period)
    by_indicator: dict[int, list[UnitEvent]] = {pk: [] for pk in leaves}
    for event in events:
        by_indicator.setdefault(event.kind.indicator_id, []).append(event)
    return [_account(leaves.get(pk), of_indicator) for pk, of_indicator in by_indicator.items()]


def _account(leaf: SystemNode | None, events: Sequence[UnitEvent]) -> EventAccount:
    params = leaf.params if leaf else {}
    lines = list(_lines(params, events))
    indicator = leaf.indicator if leaf else events[0].kind.indicator
    total = lines[-1].after if lines else count_points(params, ZERO, ZERO)
    return EventAccount(str(indicator), leaf, lines, total if leaf else None)


def _lines(params: Mapping[str, Any], events: Sequence[UnitEvent]) -> Iterator[EventLine]:
    good = bad = ZERO
    for event in events:
        if event.kind.adds:
            good += event.counts_as
        else:
            bad += event.counts_as
        worth = worth_of(params, event.counts_as, event.kind.adds)
        yield EventLine(event, worth, count_points(params, good, bad))


def _leaves_of(unit: Unit, period: str) -> dict[int, SystemNode]:
    """Leaves that read events, by indicator, of the newest system of the unit's category."""
    day = min(last_day(period), timezone.localdate())
    category = CategoryMembership.objects.on(day).filter(unit=unit).values("category")
    leaves = SystemNode.objects.filter(
        source=SystemNode.Source.EVENT,
        system__in=IndicatorSystem.objects.in_force(),
        system__year=int(period[:4]),
        system__assessee_kind=IndicatorSystem.AssesseeKind.UNIT,
        system__category__in=category,
        indicator__isnull=False,
    ).select_related("indicator", "system")
    # Of several versions the last one read stays.
    return {
        leaf.indicator_id: leaf for leaf in leaves.order_by("system__version") if leaf.indicator_id
    }


def quarter_units(
    system: IndicatorSystem, period: str, user: User
) -> tuple[list[SystemNode], list[QuarterUnit]]:
    """The measured items of a system and its units with figures, places and events of a period."""
    matrix = value_matrix(system, period, seen_by=user)
    leaves = [row.node for row in matrix.leaves]
    columns = [
        _placed(leaf, [matrix.cells[leaf.pk, unit.pk].value for unit in matrix.units])
        for leaf in leaves
    ]
    counted = (
        UnitEvent.objects.visible_to(user)
        .confirmed()
        .filter(in_period(period), unit__in=matrix.units)
        .order_by()
        .values("unit")
        .annotate(good=Sum("counts_as", filter=GOOD), bad=Sum("counts_as", filter=~GOOD))
    )
    events = {row["unit"]: (row["good"] or ZERO, row["bad"] or ZERO) for row in counted}
    return leaves, [
        QuarterUnit(unit, [column[at] for column in columns], *events.get(unit.pk, (ZERO, ZERO)))
        for at, unit in enumerate(matrix.units)
    ]


def _placed(
    leaf: SystemNode, values: Sequence[Decimal | None]
) -> list[tuple[Decimal | None, int | None]]:
    """Values with their places; the best first, equal ones share a place, a gap has none."""
    sign = leaf.indicator.direction if leaf.indicator else 0
    known = [value * sign for value in values if value is not None]
    return [
        (
            value,
            1 + sum(other > value * sign for other in known)
            if value is not None and sign
            else None,
        )
        for value in values
    ]


def newest_period(day: dt.date) -> str:
    """The quarter of a day, as a period."""
    return f"{day.year}Q{(day.month + 2) // 3}"
