"""Decided grades year by year, of a person and of a unit with its team (DOS-04)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assessment.models import (
    Assessee,
    AssessmentCycle,
    GradeDecision,
    Publication,
    Result,
    SchemeGrade,
)
from feedback.selectors.files.access import Reader
from organization.models import Cadre, Unit

FEWEST_YEARS = 3
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Graded:
    """One decided grade, as far as the reader may know it.

    Attributes:
        place: of the grade in its scheme, the best is 1.
        is_published: otherwise only office and committee know of it.
        result: total and place inside the group; None for who learns the grade alone.
    """

    assessee: Assessee
    grade: str
    place: int
    is_published: bool
    result: Result | None = None

    @property
    def period(self) -> str:
        return self.assessee.cycle.period

    @property
    def year(self) -> int:
        return int(self.period[:4])

    @property
    def quarter(self) -> int | None:
        """The quarter of the daily review; None for every other assessment."""
        is_daily = self.assessee.cycle.kind == AssessmentCycle.Kind.DAILY
        return int(self.period[5:]) if is_daily and self.period[4:5] == "Q" else None

    @property
    def total(self) -> Decimal | None:
        """The published total."""
        return self.result.total if self.result else None


@dataclass
class Year:
    """What was decided in a year: annual and other assessments, and the quarters by number."""

    year: int
    annual: list[Graded] = field(default_factory=list)
    quarters: dict[int, Graded] = field(default_factory=dict)


@dataclass(frozen=True)
class YearTable:
    """Years side by side; empty before the first grade."""

    years: Sequence[Year]

    @property
    def quarters(self) -> list[tuple[int, list[Graded | None]]]:
        """A row for each quarter, with what was decided in it year by year; none without any."""
        if not any(year.quarters for year in self.years):
            return []
        return [(number, [year.quarters.get(number) for year in self.years]) for number in QUARTERS]


def grades_of_person(cadre: Cadre, reader: Reader) -> list[Graded]:
    """Everything decided about a person, the oldest first.

    The own grades stay the person's in whatever unit they were given.
    """
    return grades_of_people([cadre.pk], reader).get(cadre.pk, [])


def grades_of_people(cadres: Collection[int], reader: Reader) -> Mapping[int, list[Graded]]:
    """The same of several people, by key; constant in queries."""
    seen = Assessee.objects.all() if reader.is_own else Assessee.objects.visible_to(reader.user)
    found: dict[int, list[Graded]] = defaultdict(list)
    for one in _graded(seen.filter(appointment__cadre__in=cadres), reader):
        assert one.assessee.appointment is not None
        found[one.assessee.appointment.cadre_id].append(one)
    return found


def grades_of_unit(unit: Unit, reader: Reader) -> list[Graded]:
    """Everything decided about a unit and its team, the oldest first."""
    seen = Assessee.objects.visible_to(reader.user)
    return _graded(seen.filter(unit=unit, appointment__isnull=True), reader)


def years_of(grades: Sequence[Graded]) -> YearTable:
    """The years side by side without a gap, at least three."""
    years: dict[int, Year] = {}
    for one in grades:
        year = years.setdefault(one.year, Year(one.year))
        if one.quarter is None:
            year.annual.append(one)
        else:
            year.quarters[one.quarter] = one
    if not years:
        return YearTable([])
    last = max(years)
    first = min(min(years), last - FEWEST_YEARS + 1)
    return YearTable([years.get(number) or Year(number) for number in range(first, last + 1)])


def _graded(assessees: QuerySet[Assessee], reader: Reader) -> list[Graded]:
    known: dict[int, GradeDecision] = {}
    # The later one stands: a correction that is decided, and for others once it is published.
    for decision in _decisions(assessees):
        answers = reader.answers_for(decision.assessee.unit)
        if decision.is_published or (answers and decision.superseded_by_id is None):  # type: ignore[attr-defined]
            known[decision.assessee_id] = decision
    results = _results(known.values(), reader)
    found = [
        Graded(
            decision.assessee,
            decision.name or decision.grade,  # type: ignore[attr-defined]
            decision.place or 0,  # type: ignore[attr-defined]
            decision.is_published,  # type: ignore[attr-defined]
            results.get((decision.run_id, decision.assessee_id)),
        )
        for decision in known.values()
    ]
    return sorted(found, key=lambda one: (one.period, one.assessee.cycle_id, one.assessee.pk))


def _decisions(assessees: QuerySet[Assessee]) -> QuerySet[GradeDecision]:
    published = Publication.objects.filter(
        group__run=OuterRef("run"), group__results__assessee=OuterRef("assessee")
    )
    grades = SchemeGrade.objects.filter(
        scheme=OuterRef("assessee__cycle__scheme"), code=OuterRef("grade")
    )
    return (
        GradeDecision.objects.filter(assessee__in=assessees.values("pk"))
        .annotate(
            is_published=Exists(published),
            name=Subquery(grades.values("name")[:1]),
            place=Subquery(grades.values("position")[:1]),
        )
        .select_related("assessee__cycle__scheme", "assessee__unit", "assessee__appointment")
        .order_by("pk")
    )


def _results(
    decisions: Collection[GradeDecision], reader: Reader
) -> Mapping[tuple[int, int], Result]:
    """Totals and places by run and assessee, for office and committee only."""
    keys = [one.assessee_id for one in decisions if reader.answers_for(one.assessee.unit)]
    if not keys:
        return {}
    results = Result.objects.visible_to(reader.user).filter(assessee__in=keys)
    return {
        (one.group.run_id, one.assessee_id): one
        for one in results.select_related("group").defer("points", "full_marks")
    }
