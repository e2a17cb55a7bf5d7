"""Periods as text: a year, half, quarter or month, and the one a year before."""

import re
from datetime import date

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?"
)


class PeriodError(ValueError):
    """Text that names no period."""


def is_period(text: str) -> bool:
    """Whether text names a period.

    >>> [is_period(text) for text in ("2023", "2023H1", "2023Q4", "2023-12", "2023-13")]
    [True, True, True, True, False]
    """
    return _PERIOD.fullmatch(text) is not None


def previous_year(period: str) -> str:
    """The same period one year before (上年同期).

    >>> previous_year("2023Q1")
    '2022Q1'
    """
    _match(period)
    return f"{int(period[:4]) - 1:04d}{period[4:]}"


def first_day(period: str) -> date:
    """The first day of a period.

    >>> first_day("2024"), first_day("2024Q4")
    (datetime.date(2024, 1, 1), datetime.date(2024, 10, 1))
    """
    match = _match(period)
    month = 1
    if match["half"]:
        month = 6 * int(match["half"]) - 5
    elif match["quarter"]:
        month = 3 * int(match["quarter"]) - 2
    elif match["month"]:
        month = int(match["month"])
    return date(int(match["year"]), month, 1)


def last_day(period: str) -> date:
    """The last day of a period.

    >>> last_day("2024-02"), last_day("2023H1")
    (datetime.date(2024, 2, 29), datetime.date(2023, 6, 30))
    """
    match = _match(period)
    month = 12
    if match["half"]:
        month = 6 * int(match["half"])
    elif match["quarter"]:
        month = 3 * int(match["quarter"])
    elif match["month"]:
        month = int(match["month"])
    year = int(match["year"])
    after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def _match(period: str) -> re.Match[str]:
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise PeriodError(f"{period!r} is no period")
    return match
