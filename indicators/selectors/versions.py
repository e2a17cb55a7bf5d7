"""The versions of one system: which is in force on which day, and what stands against a new one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem

if TYPE_CHECKING:
    from organization.models import User

DAYS = 366


@dataclass(frozen=True)
class Refusal:
    """Why a version cannot come into force from its day."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, eq=False)
class VersionRow:
    """A version on the line of its year.

    Attributes:
        previous: the version it is compared with.
        left, width: where it lies on the line, in days of the year.
    """

    system: IndicatorSystem
    previous: IndicatorSystem | None
    leaf_count: int
    left: int
    width: int

    @property
    def net(self) -> int | None:
        """Indicators more or less than in the version before; None without one."""
        if self.previous is None:
            return None
        before: int = self.previous.leaf_count  # type: ignore[attr-defined]
        return self.leaf_count - before


def open_version(system: IndicatorSystem) -> IndicatorSystem | None:
    """The version that is in force without an end, other than the system itself."""
    versions = IndicatorSystem.objects.in_force().versions_of(system).exclude(pk=system.pk)
    return versions.filter(in_force_until__isnull=True).order_by("-version").first()


def version_on(system: IndicatorSystem, day: dt.date) -> IndicatorSystem | None:
    """The version of a system that is in force on a day."""
    versions = IndicatorSystem.objects.in_force().versions_of(system).on(day)
    return versions.select_related("category").first()


def date_refusals(system: IndicatorSystem, since: dt.date | None, reason: str) -> Iterator[Refusal]:
    """What stands against a version coming into force on a day, beside the versions there are."""
    standing = open_version(system)
    if standing is None:
        return
    numbers = {"version": standing.version, "own": system.version}
    if since is None or not reason.strip():
        yield Refusal(
            "undated",
            _("Version %(version)s is in force already.") % numbers,
            _("Say from which day this version replaces it, and why."),
        )
    elif since.year != system.year:
        yield Refusal(
            "other_year",
            _("%(day)s does not lie in %(year)s, the year of the system.")
            % {"day": shown(since), "year": system.year},
            _("Choose a day of that year, or copy the system for another year."),
        )
    elif standing.in_force_from and since <= standing.in_force_from:
        yield Refusal(
            "overlap",
            _(
                "Version %(version)s is in force from %(standing)s: with version %(own)s from "
                "%(since)s two would be in force on the same day."
            )
            % {**numbers, "standing": shown(standing.in_force_from), "since": shown(since)},
            _("Choose a later day."),
        )


def beside(system: IndicatorSystem) -> list[IndicatorSystem]:
    """Systems of another name in force for the same category and kind of assessee that year."""
    same = IndicatorSystem.objects.in_force().filter(
        category=system.category_id, assessee_kind=system.assessee_kind, year=system.year
    )
    return list(same.exclude(name=system.name).filter(in_force_until__isnull=True))


def version_rows(system: IndicatorSystem, *, seen_by: "User") -> list[VersionRow]:
    """All versions of a system that an account sees, the first one first, with one query."""
    versions = (
        IndicatorSystem.objects.visible_to(seen_by)
        .versions_of(system)
        .with_leaf_count()
        .select_related("published_by")
        .order_by("version")
    )
    rows: list[VersionRow] = []
    previous: IndicatorSystem | None = None
    for version in versions:
        first = _day_of_year(version.in_force_from, version.year, 0)
        last = _day_of_year(version.in_force_until, version.year, DAYS - 1)
        count: int = version.leaf_count  # type: ignore[attr-defined]
        rows.append(VersionRow(version, previous, count, first, max(last - first + 1, 1)))
        previous = version
    return rows


def shown(day: dt.date) -> str:
    """A day inside a sentence."""
    return date_format(day, "Y-m-d")


def _day_of_year(day: dt.date | None, year: int, otherwise: int) -> int:
    if day is None:
        return otherwise
    return min(max((day - dt.date(year, 1, 1)).days, 0), DAYS - 1)
