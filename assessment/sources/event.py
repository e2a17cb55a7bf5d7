"""Events that add or take points: red and black points, bonuses, deductions."""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
from django.db.models import Case, CharField, QuerySet, Sum, Value, When

from assessment.sources.base import Evidence, Scope
from collection.models import EventKind, UnitEvent
from indicators.rules.periods import first_day, last_day
from indicators.rules.trees import plain

GOOD, BAD = "good", "bad"
CENT = Decimal("0.01")


class EventSource:
    """How many confirmed events of the cycle's period stand for and against each unit.

    No event is a true zero: the register of a kind is kept for every unit of its domain, so its
    silence says that nothing happened. Two things are missing instead, and fall under the law of
    missing values: an indicator that no kind feeds (nobody keeps a register), and a unit with an
    event that still waits for its second person (it is not known yet what happened).
    """

    def collect(self, scope: Scope) -> Evidence:
        """Read the kinds, the domains, what waits and what is confirmed with one query each."""
        kinds = EventKind.objects.filter(indicator__in={leaf.indicator_id for leaf in scope.leaves})
        events = UnitEvent.objects.filter(
            kind__in=kinds,
            unit__in=scope.members().values("unit"),
            happened_on__range=(first_day(scope.cycle.period), last_day(scope.cycle.period)),
        ).order_by()
        waiting = set(events.waiting().values_list("kind__indicator", "unit"))
        kept = set(kinds.values_list("indicator", "domain"))
        domains = dict(scope.members().values_list("unit", "unit__domain"))
        counts = _counts(events.confirmed())
        effects = {leaf.pk: leaf.params.get("effect", "add") for leaf in scope.leaves}
        rows = [
            (cell.key, cell.node, series, counts.get((cell.indicator, cell.unit, side), "0"))
            for cell in scope.concerned().itertuples()
            if (cell.indicator, domains[cell.unit]) in kept
            and (cell.indicator, cell.unit) not in waiting
            for side, series in _series(effects[cell.leaf])
        ]
        columns = ["assessee", "node", "series", "value"]
        return Evidence(values=pd.DataFrame(rows, columns=columns, dtype=object))


def _counts(events: QuerySet[UnitEvent]) -> dict[tuple[int, int, str], str]:
    """The numbers of events by indicator, unit and side, as decimal text."""
    good = When(kind__colour__in=EventKind.ADDING, then=Value(GOOD))
    rows = events.values(
        "kind__indicator", "unit", side=Case(good, default=Value(BAD), output_field=CharField())
    ).annotate(count=Sum("counts_as"))
    # SQLite adds in floats; two decimals are what a kind may have.
    return {
        (row["kind__indicator"], row["unit"], row["side"]): plain(row["count"].quantize(CENT))
        for row in rows
    }


def _series(effect: str) -> Iterator[tuple[str, str]]:
    """The sides of events that the rule `count` reads under an effect, with its names for them."""
    if effect == "deduct":
        yield BAD, "actual"
        return
    yield GOOD, "actual"
    if effect == "both":
        yield BAD, "minus"
