"""What registration forms are filled with: records, reviewers' words, grades, days."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from assessment.models import (
    AssessmentCycle,
    GradeDecision,
    Publication,
    SchemeGrade,
    ScoreSheet,
)
from dailyreview.models import DailyPlan, DossierEntry, Quarter, QuarterRecord, ReviewStep
from dailyreview.selectors.conduct import facts_on_forms
from dailyreview.selectors.contents import Content, content_of
from dailyreview.selectors.indicator_grades import IndicatorGrade, IndicatorGrades
from organization.models import Appointment, Role, Unit, User

AT_ONCE = 100


@dataclass(frozen=True)
class PersonQuarter:
    """A record with what the reader may know of it: content, and the grade or nothing.

    Attributes:
        facts: awards, penalties and bad conduct in the quarter.
        indicators: the first level of the system with its grades, where the plan's form has them.
    """

    record: QuarterRecord
    content: Content
    grade: str = ""
    facts: Sequence[DossierEntry] = ()
    indicators: Sequence[IndicatorGrade] = ()

    @property
    def post(self) -> Appointment:
        """The post in which the person was reviewed."""
        appointment = self.record.assessee.appointment
        assert appointment is not None
        return appointment


@dataclass(frozen=True)
class PersonYear:
    """The quarters of a person in a plan, in order; never empty.

    Attributes:
        grades: the names of the scheme's grades, best first.
        annual: the grade of the year, once it is published.
    """

    quarters: Sequence[PersonQuarter]
    grades: Sequence[str]
    annual: str = ""

    def times(self) -> Mapping[str, int]:
        """How often each grade was given; nothing at all before the first one."""
        given = Counter(one.grade for one in self.quarters if one.grade)
        return {name: given[name] for name in self.grades} if given else {}


@dataclass(frozen=True)
class UnitSummary:
    """A unit's people in a quarter with their grades."""

    quarter: Quarter
    unit: Unit
    people: Sequence[PersonQuarter]
    grades: Sequence[str]
    by_identity: Mapping[str, int] = field(default_factory=dict)

    def times(self) -> Mapping[str, int]:
        """How many people have each grade; nothing at all before the first one."""
        given = Counter(one.grade for one in self.people if one.grade)
        return {name: given[name] for name in self.grades} if given else {}


def printable(keys: Collection[int]) -> QuerySet[QuarterRecord]:
    """Records with everything that a form of them asks for, whatever their number."""
    return (
        QuarterRecord.objects.filter(pk__in=keys)
        .with_decisions()
        .select_related(
            "assessee__unit",
            "assessee__system",
            "assessee__appointment__cadre",
            "assessee__appointment__unit",
            "quarter__plan__scheme",
            "quarter__cycle",
            "section",
            "attendance",
        )
        .prefetch_related(
            "entries",
            Prefetch("steps", ReviewStep.objects.order_by("pk")),
            Prefetch("assessee__sheets", ScoreSheet.objects.standing(), to_attr="standing_sheets"),
        )
    )


class _Reading:
    """Printable records for one reader: before publication only the office knows the grades."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._knows = user.has_role(Role.OFFICE_STAFF)
        self._indicators = IndicatorGrades()

    def people(self, records: Iterable[QuarterRecord]) -> list[PersonQuarter]:
        """A portion of records; the facts of all of them are read at once."""
        found = list(records)
        cadres = {one.assessee.appointment.cadre_id for one in found if one.assessee.appointment}
        facts = facts_on_forms(cadres, self._user)
        return [self._one(record, facts) for record in found]

    def _one(
        self, record: QuarterRecord, facts: Mapping[int, Sequence[DossierEntry]]
    ) -> PersonQuarter:
        shown = self._knows or record.is_published  # type: ignore[attr-defined]
        appointment = record.assessee.appointment
        assert appointment is not None
        first, last = record.quarter.span
        has_indicators = record.quarter.plan.form_style == DailyPlan.FormStyle.INDICATORS
        return PersonQuarter(
            record,
            content_of(record, self._user),
            (record.grade_name or "") if shown else "",  # type: ignore[attr-defined]
            [
                one
                for one in facts.get(appointment.cadre_id, ())
                if first <= one.happened_on <= last
            ],
            self._indicators.of(record, shown=shown) if has_indicators else (),
        )


def person_year(record: QuarterRecord, user: User) -> PersonYear:
    """All quarters of the recorded person in that plan, as far as the account sees them."""
    appointment = record.assessee.appointment
    assert appointment is not None
    seen = QuarterRecord.objects.visible_to(user).filter(
        quarter__plan=record.quarter.plan_id, assessee__appointment__cadre=appointment.cadre_id
    )
    return next(person_years(seen, record.quarter.plan, user))


def person_years(
    records: QuerySet[QuarterRecord], plan: DailyPlan, user: User
) -> Iterator[PersonYear]:
    """The people of some records of a plan, one after the other, by unit and name of the key."""
    found = records.order_by("assessee__unit__code", "assessee__appointment__cadre", "quarter")
    people: dict[int, list[int]] = {}
    for cadre, pk in found.values_list("assessee__appointment__cadre", "pk"):
        people.setdefault(cadre, []).append(pk)
    cadres, names, reading = list(people), grade_names(plan), _Reading(user)
    for start in range(0, len(cadres), AT_ONCE):
        portion = cadres[start : start + AT_ONCE]
        keys = [pk for cadre in portion for pk in people[cadre]]
        loaded = printable(keys).in_bulk()
        annual = annual_grades(portion)
        of_record = {one.record.pk: one for one in reading.people(loaded.values())}
        for cadre in portion:
            quarters = sorted((loaded[pk] for pk in people[cadre]), key=_number)
            yield PersonYear(
                [of_record[one.pk] for one in quarters],
                names,
                annual.get(cadre, {}).get(str(plan.year), ""),
            )


def person_quarters(records: QuerySet[QuarterRecord], user: User) -> Iterator[PersonQuarter]:
    """Some records, by unit and key, a portion at a time."""
    keys = list(
        records.order_by("assessee__unit__code", "assessee__key").values_list("pk", flat=True)
    )
    reading = _Reading(user)
    for start in range(0, len(keys), AT_ONCE):
        portion = keys[start : start + AT_ONCE]
        loaded = printable(portion).in_bulk()
        yield from reading.people(loaded[pk] for pk in portion)


def unit_summary(quarter: Quarter, unit: Unit, user: User) -> UnitSummary | None:
    """All who take part in the quarter, whether they have handed in or not; None without any."""
    records = QuarterRecord.objects.filter(quarter=quarter, assessee__unit=unit)
    people = list(person_quarters(records, user))
    if not people:
        return None
    identities = Counter(
        one.record.assessee.get_identity_class_display()
        or one.post.cadre.get_identity_class_display()
        for one in people
    )
    return UnitSummary(quarter, unit, people, grade_names(quarter.plan), identities)


def grade_names(plan: DailyPlan) -> list[str]:
    """The grades of the plan's scheme, best first."""
    grades = SchemeGrade.objects.filter(scheme=plan.scheme_id).order_by("position")
    return list(grades.values_list("name", flat=True))


def annual_grades(cadres: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """By cadre and year the grades of annual assessments, as far as they are published."""
    names = SchemeGrade.objects.filter(
        scheme=OuterRef("assessee__cycle__scheme"), code=OuterRef("grade")
    )
    decisions = (
        GradeDecision.objects.in_force()
        .filter(
            assessee__appointment__cadre__in=cadres,
            assessee__cycle__kind=AssessmentCycle.Kind.ANNUAL,
            assessee__results__group__in=Publication.objects.values("group"),
        )
        .annotate(name=Subquery(names.values("name")[:1]))
        .order_by("assessee__cycle__period")
    )
    found: dict[int, dict[str, str]] = {}
    rows = decisions.values_list("assessee__appointment__cadre", "assessee__cycle__period", "name")
    for cadre, period, name in rows:
        if cadre and name:
            found.setdefault(cadre, {})[period] = name
    return found


def _number(record: QuarterRecord) -> int:
    return record.quarter.number
