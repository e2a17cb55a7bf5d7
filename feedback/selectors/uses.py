"""Decided results and their use: who has none yet, which share is used, the own ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import (
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Substr

from assessment.models import AssessmentCycle, GradeDecision, Result, SchemeGrade
from feedback.models import ResultUse
from feedback.models.uses import ResultUseQuerySet, decided_in_domains, published_decisions
from organization.models import DOMAIN_ROLES, User

KINDS = ResultUse.Kind
# With annotations, which the type of the model does not know.
Decided: TypeAlias = QuerySet[Any]


@dataclass(frozen=True)
class ShareLine:
    """How far the decided results of a unit, a grade or a year were used."""

    label: str
    decided: int
    used: int
    marked: int

    @property
    def open(self) -> int:
        """Neither used nor marked as not used."""
        return self.decided - self.used - self.marked

    @property
    def share(self) -> Decimal:
        """Percent used of what was decided."""
        return Decimal(100 * self.used) / self.decided if self.decided else Decimal(0)


@dataclass(frozen=True)
class KindLine:
    """One kind of use: how many results, how many places."""

    label: str
    results: int
    places: int
    share: Decimal


def decided_results(user: User) -> Decided:
    """Decisions in force in the domains of the account, each with what became of it.

    Adds `grade_name`, `grade_position`, `year`, `is_used` and `is_marked`.
    """
    if not user.has_role(*DOMAIN_ROLES):
        return GradeDecision.objects.none()
    grades = SchemeGrade.objects.filter(
        scheme=OuterRef("assessee__cycle__scheme"), code=OuterRef("grade")
    )
    standing = ResultUse.objects.standing().filter(decision=OuterRef("pk"))
    decided: Decided = (
        GradeDecision.objects.in_force()
        .filter(decided_in_domains(user))
        .annotate(
            grade_name=Coalesce(Subquery(grades.values("name")[:1]), F("grade")),
            grade_position=Coalesce(Subquery(grades.values("position")[:1]), Value(99)),
            year=Substr("assessee__cycle__period", 1, 4),
            is_used=Exists(standing.exclude(kind=KINDS.NOT_USED)),
            is_marked=Exists(standing.filter(kind=KINDS.NOT_USED)),
        )
    )
    return decided


def unused_results(user: User) -> Decided:
    """Decided results of closed cycles that nobody has used or marked as not used (PAIN-09).

    Adds `result_key`, the result that the decision was about.
    """
    results = Result.objects.filter(group__run=OuterRef("run"), assessee=OuterRef("assessee"))
    unused: Decided = (
        decided_results(user)
        .filter(assessee__cycle__state=AssessmentCycle.State.CLOSED, is_used=False, is_marked=False)
        .annotate(result_key=Subquery(results.values("pk")[:1]))
        .select_related("assessee__unit", "assessee__cycle")
        .order_by("-assessee__cycle__period", "assessee__unit__code", "grade_position", "pk")
    )
    return unused


def cycles_decided(user: User, roles: Collection[str] = DOMAIN_ROLES) -> QuerySet[AssessmentCycle]:
    """Cycles in which a grade is decided, newest first."""
    decided = GradeDecision.objects.in_force().filter(decided_in_domains(user, roles))
    return AssessmentCycle.objects.filter(pk__in=decided.values("assessee__cycle"))


def shares_by_year(decisions: Decided) -> list[ShareLine]:
    """A line for each year, newest first."""
    return _lines(decisions, ["year"], order=["-year"])


def shares_by_grade(decisions: Decided) -> list[ShareLine]:
    """A line for each grade, best first."""
    return _lines(decisions, ["grade_name"], order=["place", "grade_name"])


def shares_by_unit(decisions: Decided) -> list[ShareLine]:
    """A line for each unit."""
    return _lines(decisions, ["assessee__unit__name", "assessee__unit"], order=["code"])


def shares_by_assessment(decisions: Decided) -> list[ShareLine]:
    """A line for each kind of assessment."""
    words = dict(AssessmentCycle.Kind.choices)
    lines = _lines(decisions, ["assessee__cycle__kind"], order=["assessee__cycle__kind"])
    return [
        ShareLine(str(words[line.label]), line.decided, line.used, line.marked) for line in lines
    ]


def shares_by_kind(decisions: Decided) -> list[KindLine]:
    """A line for each kind of use; a result that was used for two things counts in both."""
    uses = ResultUse.objects.standing().filter(decision__in=decisions.values("pk"))
    found = {
        row["kind"]: row
        for row in uses.order_by()
        .values("kind")
        .annotate(results=Count("decision", distinct=True), total=Sum("places"))
    }
    decided = decisions.count()
    return [
        KindLine(
            str(kind.label),
            found[kind]["results"],
            found[kind]["total"] if kind != KINDS.NOT_USED else 0,
            Decimal(100 * found[kind]["results"]) / decided,
        )
        for kind in KINDS
        if kind in found
    ]


def totals_of(uses: ResultUseQuerySet) -> Mapping[str, int]:
    """Of uses that stand: results and places; what is not used gives no place."""
    counted = uses.standing().order_by()
    places = Sum("places", filter=~Q(kind=KINDS.NOT_USED))
    found: dict[str, int] = counted.aggregate(
        results=Count("decision", distinct=True), places=Coalesce(places, 0)
    )
    return found


def own_results(user: User) -> QuerySet[GradeDecision]:
    """The own published grades, newest first, each with `standing_uses`."""
    if user.cadre_id is None:
        return GradeDecision.objects.none()
    grades = SchemeGrade.objects.filter(
        scheme=OuterRef("assessee__cycle__scheme"), code=OuterRef("grade")
    )
    uses = Prefetch("uses", ResultUse.objects.standing(), to_attr="standing_uses")
    return (
        GradeDecision.objects.in_force()
        .filter(Exists(published_decisions()), assessee__appointment__cadre=user.cadre_id)
        .annotate(grade_name=Coalesce(Subquery(grades.values("name")[:1]), F("grade")))
        .select_related("assessee__cycle", "assessee__unit")
        .prefetch_related(uses)
        .order_by("-assessee__cycle__period", "-pk")
    )


def _lines(decisions: Decided, by: Sequence[str], *, order: Sequence[str]) -> list[ShareLine]:
    counted: QuerySet[Any, dict[str, Any]] = (
        decisions.order_by()
        .values(*by)
        .annotate(
            decided=Count("pk"),
            used=Count("pk", filter=Q(is_used=True)),
            marked=Count("pk", filter=Q(is_marked=True)),
            place=Min("grade_position"),
            code=Min("assessee__unit__code"),
        )
        .order_by(*order)
    )
    return [
        ShareLine(str(row[by[0]]), row["decided"], row["used"], row["marked"]) for row in counted
    ]
