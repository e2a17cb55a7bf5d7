"""Dossiers: one with its years, the search over all, and units that only ever shine."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessment.models import GradeDecision, Publication, SchemeGrade
from collection.selectors.conduct import notes_graded, notes_telling
from dailyreview.models import DossierEntry, DossierSeal, QuarterRecord
from dailyreview.models.dossier import people_below, people_kept
from organization.models import DOMAIN_ROLES, Appointment, Cadre, Unit, User

SIDES = DossierEntry.Side
BALANCE_YEARS = 2


@dataclass
class DossierYear:
    """A year of a dossier as the account sees it."""

    year: int
    entries: list[DossierEntry] = field(default_factory=list)
    seals: dict[str, DossierSeal] = field(default_factory=dict)

    @property
    def is_signed(self) -> bool:
        return DossierSeal.Stage.SIGNED in self.seals

    @property
    def is_archived(self) -> bool:
        return DossierSeal.Stage.ARCHIVED in self.seals


@dataclass(frozen=True)
class PersonRow:
    """One person found, with what the confirmed lists say."""

    cadre: Cadre
    posts: str
    positive: int
    negative: int


def people_open_to(user: User) -> QuerySet[Cadre]:
    """Whose dossiers the account reads by office; never the own, which has its own page."""
    people = Cadre.objects.all()
    if not user.answers_for_all_domains(DOMAIN_ROLES):
        kept, below = people_kept(user).values("pk"), people_below(user).values("pk")
        people = people.filter(Q(pk__in=kept) | Q(pk__in=below))
    return people.exclude(pk=user.cadre_id) if user.cadre_id else people


def dossiers_of(user: User) -> QuerySet[Cadre]:
    """People whose dossier the account may open: these, and itself."""
    people = people_open_to(user)
    return people | Cadre.objects.filter(pk=user.cadre_id) if user.cadre_id else people


def years_of(cadre: Cadre, user: User) -> list[DossierYear]:
    """The years of a dossier, the newest first, in two queries."""
    years: dict[int, DossierYear] = {}
    entries = DossierEntry.objects.visible_to(user).filter(cadre=cadre)
    for entry in entries.select_related("source", "unit", "recorded_by", "ruled_by"):
        years.setdefault(entry.year, DossierYear(entry.year)).entries.append(entry)
    seals = DossierSeal.objects.visible_to(user).filter(cadre=cadre).select_related("sealed_by")
    for seal in seals:
        years.setdefault(seal.year, DossierYear(seal.year)).seals[seal.stage] = seal
    return [years[year] for year in sorted(years, reverse=True)]


def find_people(user: User, conditions: Mapping[str, Any]) -> QuerySet[Cadre]:
    """Whose dossier fits every condition given; conditions on facts hold for one and the same.

    Args:
        conditions: any of `q` (in the name, a fact or a note on conduct in a task), `conduct` (a
            grade that such a note gives), `unit` (name or code, today's post), `side`,
            `kind`, `year`, `has_awards`, `grade` (of a published quarter). The year is that of
            the facts, the awards and the quarter asked for; asked for alone, of any fact.
    """
    people = people_open_to(user)
    elsewhere = conditions.get("grade") or conditions.get("has_awards")
    on_facts = conditions.get("side") or conditions.get("kind")
    if on_facts or (conditions.get("year") and not elsewhere):
        people = people.filter(pk__in=_facts(conditions).values("cadre"))
    if text := conditions.get("q"):
        told = _facts(conditions).filter(fact__contains=text).values("cadre")
        noted = notes_telling(text, user).values("cadre")
        people = people.filter(Q(name__contains=text) | Q(pk__in=told) | Q(pk__in=noted))
    if conduct := conditions.get("conduct"):
        people = people.filter(pk__in=notes_graded(conduct, user).values("cadre"))
    if text := conditions.get("unit"):
        there = Cadre.objects.at_units(Unit.objects.visible_to(user).search(text))
        people = people.filter(pk__in=there.values("pk"))
    if conditions.get("has_awards"):
        awards = _facts({"kind": DossierEntry.Kind.AWARD, "year": conditions.get("year")})
        people = people.filter(pk__in=awards.values("cadre"))
    if grade := conditions.get("grade"):
        people = people.filter(pk__in=_graded(grade, conditions.get("year")))
    return people.order_by("name", "pk")


def totals_of(people: QuerySet[Cadre], conditions: Mapping[str, Any]) -> dict[str, int]:
    """How many confirmed facts of each list the people have, under the conditions on facts."""
    facts = _facts(conditions).filter(cadre__in=people.order_by().values("pk"))
    return facts.aggregate(
        positive=Count("pk", Q(side=SIDES.POSITIVE)), negative=Count("pk", Q(side=SIDES.NEGATIVE))
    )


def rows_of(people: Sequence[Cadre]) -> list[PersonRow]:
    """The people as the search shows them, in two queries for however many."""
    keys = [one.pk for one in people]
    posts = posts_today(keys)
    counts: dict[tuple[int | None, str], int] = {}
    facts = DossierEntry.objects.confirmed().filter(cadre__in=keys).order_by()
    for cadre, side, count in facts.values_list("cadre", "side").annotate(Count("pk")):
        counts[cadre, side] = count
    return [
        PersonRow(
            one,
            posts[one.pk],
            counts.get((one.pk, SIDES.POSITIVE), 0),
            counts.get((one.pk, SIDES.NEGATIVE), 0),
        )
        for one in people
    ]


def posts_today(cadres: Sequence[int]) -> Mapping[int, str]:
    """By cadre the posts of today in words, the highest first; empty without one."""
    posts: dict[int, list[str]] = defaultdict(list)
    today = Appointment.objects.on(timezone.localdate()).filter(cadre__in=cadres)
    for post in today.select_related("unit").by_standing():
        posts[post.cadre_id].append(f"{post.unit.label} {post.post}")
    return {key: "; ".join(posts[key]) for key in cadres}


def balance_of(user: User, day: dt.date) -> QuerySet[Unit]:
    """Units with awards and without a negative fact in the two years before a day (PAIN-04).

    Adds `awards`; most awards first.
    """
    since = first_day(day)
    facts = DossierEntry.objects.confirmed().filter(happened_on__gt=since, happened_on__lte=day)
    negative = facts.filter(side=SIDES.NEGATIVE, unit=OuterRef("pk"))
    recent = Q(
        dossier_entries__state=DossierEntry.State.CONFIRMED,
        dossier_entries__kind=DossierEntry.Kind.AWARD,
        dossier_entries__happened_on__gt=since,
        dossier_entries__happened_on__lte=day,
    )
    units = Unit.objects.with_people_visible_to(user).filter(~Exists(negative))
    counted = units.annotate(awards=Count("dossier_entries", recent)).filter(awards__gt=0)
    return counted.select_related("domain").order_by("-awards", "code")


def first_day(day: dt.date) -> dt.date:
    """The day two years before; the 28th where that year has no 29 February."""
    try:
        return day.replace(year=day.year - BALANCE_YEARS)
    except ValueError:
        return day.replace(year=day.year - BALANCE_YEARS, day=28)


def grades_given() -> Iterable[tuple[str, str]]:
    """Code and name of the grades that the plans of the daily review know."""
    grades = SchemeGrade.objects.filter(scheme__daily_plans__isnull=False)
    return grades.order_by("position").values_list("code", "name").distinct()


def _facts(conditions: Mapping[str, Any]) -> QuerySet[DossierEntry]:
    asked = {name: conditions[name] for name in ("side", "kind", "year") if conditions.get(name)}
    return DossierEntry.objects.confirmed().filter(**asked)


def _graded(grade: str, year: int | None) -> QuerySet[Any]:
    decisions = GradeDecision.objects.in_force().filter(assessee=OuterRef("assessee"), grade=grade)
    published = Publication.objects.filter(group__results__assessee=OuterRef("assessee"))
    records = QuarterRecord.objects.filter(Exists(decisions), Exists(published))
    if year:
        records = records.filter(quarter__plan__year=year)
    return records.filter(assessee__appointment__isnull=False).values(
        "assessee__appointment__cadre"
    )
