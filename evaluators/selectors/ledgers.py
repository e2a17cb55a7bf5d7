"""The points of a year, line by line, by the dated rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from evaluators.models import (
    Breach,
    CareerOutcome,
    Evaluator,
    PointsEntry,
    PointsVersion,
)
from evaluators.rules import exits, points


@dataclass(frozen=True)
class LedgerRow:
    """An entry with its line of the account; None for a reversed entry and for its reversal."""

    entry: PointsEntry
    line: points.PointsLine | None


@dataclass(frozen=True)
class Ledger:
    """The points of one evaluator in one year; total None before the first version."""

    year: int
    rows: list[LedgerRow]
    total: points.PointsTotal | None


def ledger_of(evaluator: Evaluator, year: int) -> Ledger:
    """Every entry of the year with what it counts, in three queries."""
    entries = list(
        evaluator.points_entries.of_year(year).select_related(
            "item__version", "plan", "entered_by", "reversal", "reverses"
        )
    )
    events = [
        points.PointsEvent(entry.pk, entry.item.code, entry.happened_on, entry.times)
        for entry in entries
        if not _is_void(entry)
    ]
    total = _count(events, points_versions(), year)
    lines = {line.event.key: line for line in total.lines} if total else {}
    return Ledger(year, [LedgerRow(entry, lines.get(entry.pk)) for entry in entries], total)


def counts_of_year(year: int) -> dict[int, points.PointsTotal]:
    """The points of all evaluators with an entry in a year, by key; three queries."""
    # Thousands of people bring tens of thousands of entries: their columns, not the rows.
    entries = PointsEntry.objects.standing().of_year(year)
    grouped: dict[int, list[points.PointsEvent]] = defaultdict(list)
    for person, key, item, day, times in entries.values_list(
        "evaluator", "pk", "item__code", "happened_on", "times"
    ):
        grouped[person].append(points.PointsEvent(key, item, day, times))
    versions = points_versions()
    counted = {key: _count(events, versions, year) for key, events in grouped.items()}
    return {key: total for key, total in counted.items() if total is not None}


def version_of_year(year: int) -> PointsVersion | None:
    """The version that the stars and the exits of a year go by: that of its last day."""
    return PointsVersion.objects.on(dt.date(year, 12, 31))


def newest_year(day: dt.date) -> int:
    """The year of the last entry before a day: the first weeks of a year still look back."""
    entries = PointsEntry.objects.filter(happened_on__lte=day)
    newest = entries.order_by("happened_on").values_list("happened_on", flat=True).last()
    return newest.year if newest else day.year


def points_versions() -> list[points.PointsVersion]:
    """All versions as the rules want them, in two queries."""
    return [
        points.PointsVersion(
            name=version.name,
            valid_from=version.valid_from,
            base=version.base,
            rules=tuple(
                points.PointsRule(item.code, item.points, points.Colour(item.colour), item.cap)
                for item in version.items.all()
            ),
        )
        for version in PointsVersion.objects.prefetch_related("items")
    ]


@dataclass(frozen=True)
class Leaver:
    """A candidate for exit with the reasons; whether the person leaves is decided by a person."""

    evaluator: Evaluator
    grounds: tuple[exits.ExitGround, ...]
    total: points.PointsTotal | None


def exit_candidates(year: int) -> list[Leaver]:
    """Members of the pool who meet an exit condition of a year, by name.

    Ranked are those with an entry; who never served is not at the bottom of anything.
    """
    version = version_of_year(year)
    if version is None:
        return []
    last_day = min(dt.date(year, 12, 31), timezone.localdate())
    roster = Evaluator.objects.on_roster(last_day).select_related("home_unit")
    members = {one.pk: one for one in roster}
    counts, unfit = counts_of_year(year), _misconduct_of(year)
    moved = set(
        CareerOutcome.objects.filter(kind=CareerOutcome.Kind.MOVED, since__year=year).values_list(
            "evaluator", flat=True
        )
    )
    facts = [
        exits.MemberFacts(
            key,
            points=counts[key].total if key in counts else None,
            black=counts[key].black if key in counts else 0,
            born_on=one.birth_month,
            misconduct=key in unfit,
            post_changed=key in moved,
        )
        for key, one in members.items()
    ]
    rules = exits.ExitRules(
        version.exit_bottom_percent, version.exit_black_max, version.exit_age_max
    )
    return [
        Leaver(members[found.key], found.grounds, counts.get(found.key))
        for found in exits.find_exit_candidates(facts, rules, on=last_day)
    ]


def _misconduct_of(year: int) -> set[int]:
    entries = PointsEntry.objects.standing().of_year(year).filter(item__is_misconduct=True)
    breaches = Breach.objects.filter(happened_on__year=year)
    return {
        *entries.values_list("evaluator", flat=True),
        *breaches.values_list("evaluator", flat=True),
    }


def _is_void(entry: PointsEntry) -> bool:
    return entry.reverses_id is not None or hasattr(entry, "reversal")


def _count(
    events: Iterable[points.PointsEvent], versions: list[points.PointsVersion], year: int
) -> points.PointsTotal | None:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    begun = [version.valid_from for version in versions if version.valid_from <= last]
    if not begun:
        return None
    # In the year of the very first version the count begins with it.
    return points.count_points(events, versions, start=max(first, min(begun)), end=last)
