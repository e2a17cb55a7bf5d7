"""The way of a person: the posts one after the other, and what was decided in each (DOS-07)."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.selectors.files.years import Graded
from organization.models import Appointment


@dataclass(frozen=True)
class Held:
    """A post with the grades that were decided in it, the oldest first."""

    post: Appointment
    grades: Sequence[Graded]

    @property
    def annual(self) -> list[Graded]:
        """Without the quarters."""
        return [one for one in self.grades if one.quarter is None]

    @property
    def quarters(self) -> list[Graded]:
        """The quarters alone."""
        return [one for one in self.grades if one.quarter is not None]


def growth_of(posts: Sequence[Appointment], grades: Sequence[Graded]) -> list[Held]:
    """Each post with its grades."""
    return [
        Held(post, [one for one in grades if one.assessee.appointment_id == post.pk])
        for post in posts
    ]
