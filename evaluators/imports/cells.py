"""Cells that hold several things: tags, and workplaces with their months."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from organization.imports.cells import normalised

_BETWEEN = re.compile(r"[、，,；;]")
_PLACE = re.compile(r"(\S+)\s+(\d{4})-(\d{2})\s*~\s*(?:(\d{4})-(\d{2}))?")
_REGION = re.compile(r"\d{6}")


class Place(NamedTuple):
    """A former workplace by the code of the unit or region; months are kept as whole ones."""

    code: str
    starts_on: dt.date
    ends_on: dt.date | None

    @property
    def is_region(self) -> bool:
        """Whether the code is that of a region."""
        return bool(_REGION.fullmatch(self.code))


def read_words(text: str | None) -> list[str]:
    """The names in a cell.

    >>> read_words("统计、 财政,")
    ['统计', '财政']
    """
    return [word.strip() for word in _BETWEEN.split(text or "") if word.strip()]


def read_places(text: str | None) -> list[Place]:
    """The workplaces in a cell.

    Raises:
        ValueError: one of them cannot be read; the message says how it is written.
    """
    return [_read_place(word) for word in read_words(text)]


def months_of(places: Iterable[Place]) -> str:
    """Workplaces as a cell says them, in the order of time.

    >>> months_of([Place("320500", dt.date(2010, 1, 1), dt.date(2015, 12, 31))])
    '320500 2010-01~2015-12'
    """
    ordered = sorted(places, key=lambda place: (place.starts_on, place.code))
    return "、".join(
        f"{place.code} {place.starts_on:%Y-%m}~{f'{place.ends_on:%Y-%m}' if place.ends_on else ''}"
        for place in ordered
    )


def _read_place(word: str) -> Place:
    match = _PLACE.fullmatch(word.replace("～", "~").replace("—", "~").replace("–", "~"))
    try:
        if match is None:
            raise ValueError
        code, *months = match.groups()
        year, month, last_year, last_month = (int(part) if part else 0 for part in months)
        starts_on, ends_on = dt.date(year, month, 1), None
        if last_year:
            last_day = calendar.monthrange(last_year, last_month)[1]
            ends_on = dt.date(last_year, last_month, last_day)
        if ends_on and ends_on < starts_on:
            raise ValueError
    except ValueError as error:  # calendar's own error is one too
        raise ValueError(
            _("Write a workplace as 320500 2010-01~2015-12; “%(text)s” is not.")
            % {"text": word[:40]}
        ) from error
    return Place(normalised(code), starts_on, ends_on)
