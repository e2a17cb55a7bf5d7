"""A leadership team: its members of today, and what was decided about each over the years."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.selectors.files.access import Reader, files_open_to
from feedback.selectors.files.years import Graded, grades_of_people
from organization.models import Appointment, Unit


@dataclass(frozen=True)
class Member:
    """Somebody of the team.

    Attributes:
        annual: by year the annual grade, the newest decision of the year.
        may_open: whether the account opens the member's file.
    """

    post: Appointment
    annual: Mapping[int, Graded]
    may_open: bool

    def in_years(self, years: Sequence[int]) -> list[Graded | None]:
        """The annual grades of some years in their order."""
        return [self.annual.get(year) for year in years]


def members_of(unit: Unit, reader: Reader, day: dt.date) -> list[Member]:
    """The team on a day in its own order, never by grade; constant in queries.

    Of the account itself nothing is shown here that its own file would not say.
    """
    posts = list(
        Appointment.objects.visible_to(reader.user)
        .filter(unit=unit, in_team=True)
        .on(day)
        .select_related("cadre", "unit")
        .by_standing()
    )
    keys = [post.cadre_id for post in posts]
    own = reader.user.cadre_id
    grades = dict(grades_of_people([key for key in keys if key != own], reader))
    if own in keys:
        grades |= grades_of_people([own], Reader(reader.user, is_own=True))
    open_files = set(files_open_to(reader.user).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Member(
            post,
            {one.year: one for one in grades.get(post.cadre_id, []) if one.quarter is None},
            post.cadre_id in open_files,
        )
        for post in posts
    ]
