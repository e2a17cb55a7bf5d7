"""Who may have to leave the pool: candidates with reasons, never a removal; and how many may."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

QUARTER = Decimal("0.25")


class ExitGround(StrEnum):
    """Why an evaluator is a candidate; the value is its stable code."""

    LOW_RANK = "low_rank"
    MISCONDUCT = "misconduct"
    AGE = "age"
    POST_CHANGE = "post_change"


@dataclass(frozen=True)
class ExitRules:
    """The conditions of a pool.

    Attributes:
        bottom_percent: share of the ranking by points that counts as its bottom, 0 to 100.
        black_max: black points that are still borne; one more is misconduct.
        age_max: years of age one may reach; None for no limit.
    """

    bottom_percent: Decimal
    black_max: int
    age_max: int | None


@dataclass(frozen=True)
class MemberFacts:
    """An evaluator at the yearly review.

    Attributes:
        points: None for who is not ranked this year, such as one who never served.
        born_on: the day, or the first day of the month where only that is known.
        misconduct: found by an organ, whatever the points; post_changed: moved to another post.
    """

    key: int
    points: Decimal | None = None
    black: int = 0
    born_on: dt.date | None = None
    misconduct: bool = False
    post_changed: bool = False


@dataclass(frozen=True)
class ExitCandidate:
    """One who meets an exit condition; a person decides."""

    key: int
    grounds: tuple[ExitGround, ...]


def find_exit_candidates(
    members: Sequence[MemberFacts], rules: ExitRules, *, on: dt.date
) -> list[ExitCandidate]:
    """Those who meet an exit condition, in the order given.

    The bottom of the ranking never holds more than its share: people with equal points who would
    not all fit are all spared.

    Args:
        on: the day on which ages are taken.
    Source: EVP-13, EVP-19.

    >>> members = [MemberFacts(n, points=Decimal(n)) for n in range(1, 11)]
    >>> rules = ExitRules(Decimal(10), black_max=3, age_max=65)
    >>> find_exit_candidates(members, rules, on=dt.date(2025, 12, 31))
    [ExitCandidate(key=1, grounds=(<ExitGround.LOW_RANK: 'low_rank'>,))]
    """
    line = _bottom_line(members, rules.bottom_percent)
    found = []
    for member in members:
        checks = {
            ExitGround.LOW_RANK: line is not None
            and member.points is not None
            and member.points <= line,
            ExitGround.MISCONDUCT: member.misconduct or member.black > rules.black_max,
            ExitGround.AGE: rules.age_max is not None
            and member.born_on is not None
            and age_on(member.born_on, on) > rules.age_max,
            ExitGround.POST_CHANGE: member.post_changed,
        }
        if grounds := tuple(ground for ground, met in checks.items() if met):
            found.append(ExitCandidate(member.key, grounds))
    return found


def _bottom_line(members: Sequence[MemberFacts], percent: Decimal) -> Decimal | None:
    """The highest points that still belong to the bottom; None when nobody's do."""
    ranked = sorted(member.points for member in members if member.points is not None)
    places = floor(len(ranked) * Fraction(percent) / 100)
    if places == len(ranked):
        return ranked[-1] if ranked else None
    inside = [points for points in ranked[:places] if points < ranked[places]]
    return inside[-1] if inside else None


def age_on(born_on: dt.date, on: dt.date) -> int:
    """Full years of age on a day.

    >>> [age_on(dt.date(1960, 3, 1), dt.date(2025, month, 28)) for month in (2, 3)]
    [64, 65]
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def replacement_limit(roster_at_start: int, share: Decimal = QUARTER) -> int:
    """How many of a roster may be replaced in a year, rounded down.

    Source: EVP-13.

    >>> replacement_limit(160)
    40
    """
    return floor(roster_at_start * Fraction(share))


def may_replace(roster_at_start: int, replaced: int, share: Decimal = QUARTER) -> bool:
    """Whether one more may be replaced after those of this year.

    >>> may_replace(160, 39), may_replace(160, 40)
    (True, False)
    """
    return replaced < replacement_limit(roster_at_start, share)
