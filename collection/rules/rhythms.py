"""The rhythm of reporting: which periods a year has, and on which day a report is due."""

import datetime as dt
from enum import StrEnum

SATURDAY = 5


class Rhythm(StrEnum):
    """How often something is reported; in the order of a year's calendar."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


_MARKS = {Rhythm.QUARTERLY: ("Q", 4), Rhythm.HALF_YEARLY: ("H", 2)}


def periods_of(year: int, rhythm: str) -> list[str]:
    """The periods of a year in one rhythm.

    >>> periods_of(2026, "quarterly"), periods_of(2026, "yearly"), periods_of(2026, "monthly")[-1]
    (['2026Q1', '2026Q2', '2026Q3', '2026Q4'], ['2026'], '2026-12')
    """
    if rhythm == Rhythm.YEARLY:
        return [f"{year}"]
    if rhythm == Rhythm.MONTHLY:
        return [f"{year}-{month:02d}" for month in range(1, 13)]
    mark, count = _MARKS[Rhythm(rhythm)]
    return [f"{year}{mark}{number}" for number in range(1, count + 1)]


def rhythm_of(period: str) -> Rhythm:
    """The rhythm in which a period is reported.

    >>> rhythm_of("2026-03"), rhythm_of("2026H1")
    (<Rhythm.MONTHLY: 'monthly'>, <Rhythm.HALF_YEARLY: 'half_yearly'>)
    """
    if len(period) == 4:
        return Rhythm.YEARLY
    marks = {"-": Rhythm.MONTHLY, "Q": Rhythm.QUARTERLY, "H": Rhythm.HALF_YEARLY}
    return marks[period[4]]


def period_before(period: str) -> str:
    """The last period of the same rhythm (上期).

    >>> period_before("2026-01"), period_before("2026Q3"), period_before("2026")
    ('2025-12', '2026Q2', '2025')
    """
    year, rhythm = int(period[:4]), rhythm_of(period)
    both = [*periods_of(year - 1, rhythm), *periods_of(year, rhythm)]
    return both[both.index(period) - 1]


def first_day(period: str) -> dt.date:
    """The first day of a period.

    >>> first_day("2026Q2"), first_day("2026H2"), first_day("2026-11"), first_day("2026")
    (datetime.date(2026, 4, 1), datetime.date(2026, 7, 1), datetime.date(2026, 11, 1), \
datetime.date(2026, 1, 1))
    """
    rhythm = rhythm_of(period)
    number = 1 if rhythm == Rhythm.YEARLY else int(period[5:])
    months = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6}.get(rhythm, 12)
    return dt.date(int(period[:4]), (number - 1) * months + 1, 1)


def due_day(end: dt.date, days: int, *, working: bool) -> dt.date:
    """So many days after the end of a period; of working days, Saturdays and Sundays do not count.

    Public holidays move from year to year by decree: a round's day is put right by hand for them.

    >>> due_day(dt.date(2026, 10, 31), 5, working=False)
    datetime.date(2026, 11, 5)
    >>> due_day(dt.date(2026, 10, 31), 5, working=True)
    datetime.date(2026, 11, 6)
    """
    if not working:
        return end + dt.timedelta(days=days)
    day = end
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
