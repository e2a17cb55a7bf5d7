"""Who reviews whom: the places where an account reviews, itself or in somebody's stead."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from dailyreview.models import REVIEWER_ROLES, QuarterRecord, StandIn
from organization.models import Role, RoleAssignment, Unit, User, offices_inside


@dataclass(frozen=True)
class Post:
    """One place in a review chain that an account fills.

    Attributes:
        role: a reviewing role.
        sections: keys of the offices whose people it reviews.
        holder: whose place it is; another account than the one that acts when standing in.
    """

    role: str
    sections: frozenset[int]
    holder: User


def posts_of(user: User, day: dt.date) -> list[Post]:
    """The places that the account fills on a day, its own first."""
    deputies = StandIn.objects.filter(deputy=user, starts_on__lte=day, ends_on__gte=day)
    holders = [user, *(one.absent for one in deputies.select_related("absent"))]
    return [post for holder in holders for post in _own_posts(holder)]


def _own_posts(holder: User) -> Iterable[Post]:
    for role in REVIEWER_ROLES:
        units = holder.unit_keys([role])
        if units:
            # A section head has the one office; leaders and principals also those inside.
            reach = units if role == Role.SECTION_HEAD else set(offices_inside(units))
            yield Post(role, frozenset(reach), holder)


def awaiting(posts: Iterable[Post], user: User) -> QuerySet[QuarterRecord]:
    """Records whose next step belongs to one of the posts; never the account's own."""
    theirs = Q(pk=None)
    for post in posts:
        theirs |= Q(awaits=post.role, section__in=post.sections)
    records = QuarterRecord.objects.filter(theirs, state=QuarterRecord.State.IN_REVIEW)
    if user.cadre_id is None:
        return records
    return records.exclude(assessee__appointment__cadre=user.cadre_id)


def post_for(record: QuarterRecord, posts: Iterable[Post]) -> Post | None:
    """The post by which the record's next step may be taken."""
    return next(
        (one for one in posts if one.role == record.awaits and record.section_id in one.sections),
        None,
    )


def above(record: QuarterRecord, user: User) -> bool:
    """Whether the account reviews the recorded person, at whatever level; never oneself."""
    if QuarterRecord.objects.own_of(user).filter(pk=record.pk).exists():
        return False
    posts = posts_of(user, timezone.localdate())
    return any(record.section_id in post.sections for post in posts)


def staffed_roles(sections: Collection[Unit]) -> Mapping[int, set[str]]:
    """By office: the reviewing roles that somebody holds today for it, in a few queries."""
    held = RoleAssignment.objects.current().filter(role__in=REVIEWER_ROLES)
    places: dict[str, set[int]] = defaultdict(set)
    for role, unit, home in held.values_list("role", "unit", "user__unit"):
        if unit or home:
            places[role].add(unit or home)
    reach = {
        role: units if role == Role.SECTION_HEAD else set(offices_inside(units))
        for role, units in places.items()
    }
    return {
        section.pk: {role for role, units in reach.items() if section.pk in units}
        for section in sections
    }


def own_roles(record: QuarterRecord) -> set[str]:
    """Reviewing roles that the recorded person holds for the own office."""
    account = User.objects.filter(cadre__appointments=record.assessee.appointment_id).first()
    if account is None:
        return set()
    return {post.role for post in _own_posts(account) if record.section_id in post.sections}
