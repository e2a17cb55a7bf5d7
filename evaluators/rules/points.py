"""Points of an evaluator (积分, 正负向记分): every total explains itself line by line."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class PointsError(ValueError):
    """Events that no version of the rules can value."""


class Colour(StrEnum):
    """Whether an event also sets a red or a black point (红点, 黑点)."""

    RED = "red"
    BLACK = "black"
    NONE = "none"


@dataclass(frozen=True)
class PointsRule:
    """What one kind of event is worth.

    Attributes:
        points: for each time; below 0 it deducts.
        cap: the most that all events of the kind may add or take in one count; None for no limit.
    """

    code: str
    points: Decimal
    colour: Colour = Colour.NONE
    cap: Decimal | None = None


@dataclass(frozen=True)
class PointsVersion:
    """A version of the rules, in force until the next one begins; everybody starts at its base."""

    name: str
    valid_from: dt.date
    rules: tuple[PointsRule, ...]
    base: Decimal = Decimal(0)


@dataclass(frozen=True)
class PointsEvent:
    """Something that happened to or was done by an evaluator, so many times."""

    key: int
    code: str
    on: dt.date
    times: int = 1


@dataclass(frozen=True)
class PointsLine:
    """One line of the account.

    Attributes:
        each: points for one time by the version in force on the day.
        full: times x each; counted: what the cap leaves of it; total: running total after it.
    """

    event: PointsEvent
    version: str
    colour: Colour
    each: Decimal
    full: Decimal
    counted: Decimal
    total: Decimal


@dataclass(frozen=True)
class PointsTotal:
    """A total with its lines in order of days: base + sum of `counted` = total."""

    base: Decimal
    lines: tuple[PointsLine, ...]
    total: Decimal
    red: int
    black: int


def version_on(versions: Sequence[PointsVersion], on: dt.date) -> PointsVersion:
    """The version in force on a day.

    Raises:
        PointsError: none was in force yet.
    """
    begun = [version for version in versions if version.valid_from <= on]
    if not begun:
        raise PointsError(f"no version of the points rules was in force on {on}")
    return max(begun, key=lambda version: version.valid_from)


def count_points(
    events: Iterable[PointsEvent],
    versions: Sequence[PointsVersion],
    *,
    start: dt.date,
    end: dt.date,
) -> PointsTotal:
    """Count the events of one evaluator from one day to another, both included.

    Each event counts by the version in force on its own day, so a new version changes no past line.

    Raises:
        PointsError: an event whose kind its version does not know; no version in force.
    Source: EVP-12, EVP-18, EVP-19.

    >>> rules = (
    ...     PointsRule("served", Decimal(2), cap=Decimal(5)),
    ...     PointsRule("late", Decimal("-1.5"), Colour.BLACK),
    ... )
    >>> version = PointsVersion("2025", dt.date(2025, 1, 1), rules, base=Decimal(100))
    >>> events = [
    ...     PointsEvent(1, "served", dt.date(2025, 3, 1), times=3),
    ...     PointsEvent(2, "late", dt.date(2025, 3, 9)),
    ... ]
    >>> year = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}
    >>> count = count_points(events, [version], **year)
    >>> [(str(line.full), str(line.counted), str(line.total)) for line in count.lines]
    [('6', '5', '105'), ('-1.5', '-1.5', '103.5')]
    >>> count.red, count.black
    (0, 1)
    """
    base = total = version_on(versions, start).base
    counted_of: defaultdict[str, Decimal] = defaultdict(Decimal)
    lines = []
    inside = (event for event in events if start <= event.on <= end)
    for event in sorted(inside, key=lambda event: (event.on, event.key)):
        version = version_on(versions, event.on)
        rule = _rule_of(version, event)
        full = rule.points * event.times
        counted = _within_cap(full, counted_of[event.code], rule.cap)
        counted_of[event.code] += counted
        total += counted
        line = PointsLine(event, version.name, rule.colour, rule.points, full, counted, total)
        lines.append(line)
    return PointsTotal(
        base,
        tuple(lines),
        total,
        red=sum(line.event.times for line in lines if line.colour is Colour.RED),
        black=sum(line.event.times for line in lines if line.colour is Colour.BLACK),
    )


def _rule_of(version: PointsVersion, event: PointsEvent) -> PointsRule:
    for rule in version.rules:
        if rule.code == event.code:
            return rule
    raise PointsError(f"version {version.name} knows no event {event.code!r}")


def _within_cap(full: Decimal, before: Decimal, cap: Decimal | None) -> Decimal:
    """What is left of points after those of the same kind; both directions are capped."""
    if cap is None:
        return full
    after = max(-cap, min(cap, before + full))
    # A cap that a new version lowered takes nothing back from earlier lines.
    return max(Decimal(0), after - before) if full > 0 else min(Decimal(0), after - before)


@dataclass(frozen=True)
class StarRule:
    """What a star level (星级) asks for."""

    stars: int
    points_min: Decimal
    red_min: int = 0
    black_max: int | None = None

    def unmet_by(self, count: PointsTotal) -> tuple[str, ...]:
        """Codes of the conditions that a count does not meet: points, red or black."""
        checks = {
            "points": count.total >= self.points_min,
            "red": count.red >= self.red_min,
            "black": self.black_max is None or count.black <= self.black_max,
        }
        return tuple(code for code, met in checks.items() if not met)


@dataclass(frozen=True)
class StarProposal:
    """Stars by rule, for a person to confirm; and what keeps one from the next level.

    Attributes:
        following: the next higher level, None at the top; unmet: its conditions still open.
    """

    stars: int
    following: int | None
    unmet: tuple[str, ...]


def propose_stars(count: PointsTotal, rules: Iterable[StarRule]) -> StarProposal:
    """The highest star level whose conditions a count meets; 0 when it meets none.

    Source: EVP-12.

    >>> count = PointsTotal(Decimal(0), (), Decimal(95), red=1, black=1)
    >>> rules = [StarRule(3, Decimal(80)), StarRule(4, Decimal(90), black_max=0)]
    >>> propose_stars(count, rules)
    StarProposal(stars=3, following=4, unmet=('black',))
    """
    levels = sorted(rules, key=lambda rule: rule.stars)
    reached = max((rule.stars for rule in levels if not rule.unmet_by(count)), default=0)
    higher = [rule for rule in levels if rule.stars > reached]
    if not higher:
        return StarProposal(reached, None, ())
    return StarProposal(reached, higher[0].stars, higher[0].unmet_by(count))
