"""Achievement points of people in a year, beside what else is known of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from assessment.models import AssessmentCycle, GradeDecision, Publication, SchemeGrade
from dailyreview.models import DossierEntry, MeritLine, QuarterRecord
from dailyreview.models.dossier import people_kept
from dailyreview.selectors.dossier import posts_today
from dailyreview.selectors.registration import annual_grades
from organization.models import DOMAIN_ROLES, Cadre, Unit, User

NEGATIVE = DossierEntry.Side.NEGATIVE


@dataclass(frozen=True)
class MeritRow:
    """One person's points of a year, and what stands beside them.

    Attributes:
        annual: the grade of the year's annual assessment, once published.
        quarters: the published grades of the quarters by their number.
    """

    cadre: Cadre
    posts: str
    annual: str
    quarters: Mapping[int, str] = field(default_factory=dict)

    @property
    def in_order(self) -> list[str]:
        """The grades of the four quarters, empty where there is none."""
        return [self.quarters.get(number, "") for number in range(1, 5)]


@dataclass(frozen=True)
class MeritAccount:
    """The points of one person in one year, fact by fact."""

    lines: Sequence[MeritLine]
    uncounted: Sequence[DossierEntry]

    @property
    def total(self) -> Decimal:
        """What the lines add up to."""
        return sum((line.points for line in self.lines), Decimal(0))


def people_with_points(user: User, year: int, conditions: Mapping[str, Any]) -> QuerySet[Cadre]:
    """Who has points in a year, by name, never by place; for office and committee alone.

    Adds `points`, `gained`, `lost` and `faults`, the number of negative facts.

    Args:
        conditions: any of `least` points, `unit` (name or code, today's post), and `beside`: a
            check of CHECKS that finds where points and something else do not go together.
    """
    valued = MeritLine.objects.visible_to(user).filter(entry__year=year)
    of_year = Q(dossier_entries__year=year)
    worth = F("dossier_entries__merit_line__points")
    confirmed = Q(dossier_entries__state=DossierEntry.State.CONFIRMED)
    people = Cadre.objects.filter(pk__in=valued.values("entry__cadre")).annotate(
        points=Sum(worth, filter=of_year),
        gained=Sum(worth, filter=of_year & Q(dossier_entries__merit_line__points__gt=0)),
        lost=Sum(worth, filter=of_year & Q(dossier_entries__merit_line__points__lt=0)),
        faults=Count("dossier_entries", of_year & confirmed & Q(dossier_entries__side=NEGATIVE)),
    )
    if (least := conditions.get("least")) is not None:
        people = people.filter(points__gte=least)
    if text := conditions.get("unit"):
        there = Cadre.objects.at_units(Unit.objects.visible_to(user).search(text))
        people = people.filter(pk__in=there.values("pk"))
    if check := CHECKS.get(conditions.get("beside") or ""):
        people = people.filter(check(year))
    return people.order_by("name", "pk")


def merit_rows(people: Sequence[Cadre], year: int) -> list[MeritRow]:
    """The people with their grades beside, in three queries for however many."""
    keys = [one.pk for one in people]
    posts, annual, quarters = posts_today(keys), annual_grades(keys), _quarter_grades(keys, year)
    return [
        MeritRow(one, posts[one.pk], annual.get(one.pk, {}).get(str(year), ""), quarters[one.pk])
        for one in people
    ]


def merit_account(cadre: Cadre, year: int, user: User) -> MeritAccount:
    """Every line of a total, and the confirmed facts of the year that no rule speaks of."""
    lines = MeritLine.objects.visible_to(user).filter(entry__cadre=cadre, entry__year=year)
    facts = DossierEntry.objects.visible_to(user).confirmed().filter(cadre=cadre, year=year)
    return MeritAccount(
        list(lines.select_related("entry__unit", "rule__version")),
        list(facts.filter(merit_line__isnull=True).select_related("unit")),
    )


def people_of_points(user: User) -> QuerySet[Cadre]:
    """Whose account the office or the committee may open: never the own."""
    people = people_kept(user, DOMAIN_ROLES)
    return people.exclude(pk=user.cadre_id) if user.cadre_id else people


def newest_year(user: User, day: dt.date) -> int:
    """The year of the newest line: the first weeks of a year still look back."""
    lines = MeritLine.objects.visible_to(user).order_by("-entry__year")
    return lines.values_list("entry__year", flat=True).first() or day.year


def _with_faults(_year: int) -> Q:
    return Q(faults__gt=0)


def _not_best_in_year(year: int) -> Q:
    """A published annual grade that is not the best."""
    decisions = _published().filter(
        assessee__cycle__kind=AssessmentCycle.Kind.ANNUAL, assessee__cycle__period=str(year)
    )
    return Q(Exists(decisions.filter(assessee__appointment__cadre=OuterRef("pk"), place__gt=1)))


def _weak_quarter(year: int) -> Q:
    """A published grade of a quarter below the tolerated place of its plan."""
    decisions = _published().filter(
        assessee__quarter_record__quarter__plan__year=year,
        assessee__appointment__cadre=OuterRef("pk"),
        place__gt=F("assessee__quarter_record__quarter__plan__tolerated_place"),
    )
    return Q(Exists(decisions))


CHECKS: Mapping[str, Callable[[int], Q]] = {
    "faults": _with_faults,
    "grades": _not_best_in_year,
    "quarters": _weak_quarter,
}


def _published() -> QuerySet[Any]:
    """Published decisions, with the position of the grade in its scheme as `place`."""
    grades = SchemeGrade.objects.filter(
        scheme=OuterRef("assessee__cycle__scheme"), code=OuterRef("grade")
    )
    told = Publication.objects.filter(group__results__assessee=OuterRef("assessee"))
    return (
        GradeDecision.objects.in_force()
        .filter(Exists(told))
        .annotate(place=Subquery(grades.values("position")[:1]))
    )


def _quarter_grades(keys: Sequence[int], year: int) -> Mapping[int, dict[int, str]]:
    records: QuerySet[Any] = QuarterRecord.objects.with_decisions()
    records = records.filter(
        quarter__plan__year=year, assessee__appointment__cadre__in=keys, is_published=True
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = records.order_by().values_list(
        "assessee__appointment__cadre", "quarter__number", "grade_name"
    )
    for cadre, number, grade in rows:
        if cadre and grade:
            found[cadre][number] = grade
    return found
