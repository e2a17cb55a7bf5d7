"""Postings of results: who reads them, and exactly the fields that they may show."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from assessment.models import Assessee, AssessmentCycle, GradeDecision, Publication, SchemeGrade
from feedback.models import Posting
from organization.models import Appointment, Unit, User, offices_inside
from organization.models.accounts import SINGLE_UNIT_ROLES, SUBTREE_ROLES

INSIDE_ROLES = (*SUBTREE_ROLES, *SINGLE_UNIT_ROLES)


# What a posting can show, in the order of its columns, and where it is read. Nothing else is.
COLUMNS = {
    "name": "assessee__name",
    "unit": "assessee__unit__name",
    "post": "assessee__appointment__post",
    "grade": "grade_name",
}


def own_units(user: User) -> set[int]:
    """The units that the account belongs to, by role, home or a post today.

    Of an office inside a unit it is the unit.
    """
    posts = Appointment.objects.on(timezone.localdate()).filter(cadre__account=user)
    places = {*user.unit_keys(INSIDE_ROLES), *posts.values_list("unit", flat=True)}
    if user.unit_id:
        places.add(user.unit_id)
    found = set()
    level = Unit.objects.filter(pk__in=places)
    while rows := list(level.values_list("pk", "parent", "level")):
        climbing = {parent for _pk, parent, kind in rows if kind == Unit.Level.INTERNAL and parent}
        found |= {pk for pk, parent, kind in rows if kind != Unit.Level.INTERNAL or not parent}
        level = Unit.objects.filter(pk__in=climbing)
    return found


def postings_for(user: User) -> QuerySet[Posting]:
    """What the account may read today; the office and the committee see all of their domains."""
    own = own_units(user)
    concerned = Assessee.objects.filter(cycle=OuterRef("cycle"), unit__in=_places(own))
    domains = Unit.objects.filter(pk__in=own).values("domain")
    in_scope = (
        Q(scope=Posting.Scope.EVERYBODY)
        | Q(scope=Posting.Scope.DOMAIN, domain__in=domains)
        | Q(Exists(concerned), scope=Posting.Scope.UNIT, domain__in=domains)
    )
    running = Posting.objects.running().filter(in_scope)
    kept = Posting.objects.kept_by(user)
    return Posting.objects.filter(Q(pk__in=running.values("pk")) | Q(pk__in=kept.values("pk")))


def posted_decisions(posting: Posting, user: User) -> QuerySet[GradeDecision]:
    """The decisions that a posting shows to an account, by unit and key.

    What is published after it was put up is not in it; what is corrected since falls out.
    """
    decisions = published_decisions(posting.cycle, until=posting.posted_at).filter(
        assessee__unit__domain=posting.domain_id, grade__in=posting.grades
    )
    keeps = Posting.objects.kept_by(user).filter(pk=posting.pk)
    if posting.scope == Posting.Scope.UNIT and not keeps.exists():
        decisions = decisions.filter(assessee__unit__in=_places(own_units(user)))
    return decisions.order_by("assessee__unit__code", "assessee__key")


def published_decisions(
    cycle: AssessmentCycle, *, until: dt.datetime | None = None
) -> QuerySet[GradeDecision]:
    """Decisions in force on results of a cycle that are published, or were at a moment."""
    published = Publication.objects.filter(
        group__run=OuterRef("run"), group__results__assessee=OuterRef("assessee")
    )
    if until is not None:
        published = published.filter(published_at__lte=until)
    return GradeDecision.objects.in_force().filter(Exists(published), assessee__cycle=cycle)


def shown_fields(posting: Posting) -> list[str]:
    """Those of `COLUMNS` that a posting allows; the name always."""
    allowed = {
        "name": True,
        "unit": posting.shows_unit,
        "post": posting.shows_post,
        "grade": posting.shows_grade,
    }
    return [field for field in COLUMNS if allowed[field]]


def posted_rows(posting: Posting, user: User) -> "QuerySet[Any, tuple[Any, ...]]":
    """A tuple of the allowed fields for each line; what is not allowed is not even read."""
    names = SchemeGrade.objects.filter(scheme=posting.cycle.scheme_id, code=OuterRef("grade"))
    decisions = posted_decisions(posting, user).annotate(
        grade_name=Subquery(names.values("name")[:1])
    )
    return decisions.values_list(*(COLUMNS[field] for field in shown_fields(posting)))


def postable_cycles(user: User) -> QuerySet[AssessmentCycle]:
    """Cycles of which something is published, the newest first."""
    published = Publication.objects.filter(group__run__cycle=OuterRef("pk"))
    cycles = AssessmentCycle.objects.visible_to(user).filter(Exists(published))
    return cycles.order_by("-period", "-pk")


def _places(units: set[int]) -> set[int]:
    """Units with the offices inside: an assessee may stand at either."""
    return set(offices_inside(units))
