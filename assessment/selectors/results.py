"""Results as they are listed: a comparison group's ranking, a unit's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from assessment.models import GradeDecision, Result, RunGroup, SchemeGrade
from assessment.selectors.trees import ordered_nodes
from indicators.models import SystemNode
from organization.models import Unit
from scoring import from_micro


@dataclass(frozen=True)
class Part:
    """What a first-level node gave and what was lost there."""

    code: str
    name: str
    points: Decimal
    full: Decimal

    @property
    def lost(self) -> Decimal:
        """Points short of full marks; a bonus node loses nothing."""
        return self.full - self.points if self.full else Decimal(0)


@dataclass(frozen=True)
class ResultRow:
    """One line of a ranking.

    Attributes:
        parts: the first-level nodes in tree order.
        full: full marks of the assessee without bonus.
        earlier: the published result of the cycle before, of the same unit and kind; or None.
        proposed: the grade the numbers suggest, None without a total.
        decision: the decision in force, None while undecided.
        decided_name: its grade in words.
        missing: names of the leaves that miss something.
    """

    result: Result
    parts: list[Part]
    earlier: Result | None
    proposed: SchemeGrade | None
    decision: GradeDecision | None
    decided_name: str
    missing: list[str]

    @property
    def total(self) -> Decimal | None:
        """The published total, None while something missing holds it."""
        return self.result.total

    @property
    def rank(self) -> int | None:
        """Place in the group."""
        return self.result.rank

    @property
    def full(self) -> Decimal:
        """Full marks without bonus."""
        return sum((part.full for part in self.parts), Decimal(0))

    @property
    def earlier_total(self) -> Decimal | None:
        """Last time's total."""
        return self.earlier.total if self.earlier else None

    @property
    def earlier_rank(self) -> int | None:
        """Last time's place."""
        return self.earlier.rank if self.earlier else None

    @property
    def total_change(self) -> Decimal | None:
        """Points gained since last time."""
        if self.total is None or self.earlier_total is None:
            return None
        return self.total - self.earlier_total

    @property
    def rank_change(self) -> int | None:
        """Places climbed since last time; negative when fallen."""
        if self.rank is None or self.earlier_rank is None:
            return None
        return self.earlier_rank - self.rank


@dataclass(frozen=True)
class HistoryEntry:
    """One published result of a unit."""

    result: Result
    size: int
    grade_name: str

    @property
    def total(self) -> Decimal | None:
        """The published total."""
        return self.result.total

    @property
    def rank(self) -> int | None:
        """Place in the group."""
        return self.result.rank


def result_rows(group: RunGroup) -> list[ResultRow]:
    """A group's ranking, those without a total last."""
    results = list(
        group.results.ranked().select_related(
            "assessee__unit", "assessee__system", "assessee__appointment"
        )
    )
    if not results:
        return []
    nodes = ordered_nodes(results[0].assessee.system)
    grades = {grade.code: grade for grade in group.run.cycle.scheme.grades.all()}
    decisions = {
        decision.assessee_id: decision
        for decision in GradeDecision.objects.in_force()
        .filter(assessee__results__group=group)
        .select_related("decided_by")
    }
    earlier = earlier_results(group)
    return [
        _row(result, nodes, grades, decisions.get(result.assessee_id), earlier)
        for result in results
    ]


def unit_history(unit: Unit) -> list[HistoryEntry]:
    """Published results of a unit itself, newest first, one for each cycle."""
    results = (
        with_decided_grade(_published())
        .filter(assessee__unit=unit, assessee__appointment__isnull=True)
        .select_related("group__run__cycle__scheme", "assessee")
        .annotate(
            size=Subquery(_ranked_in(OuterRef("group"))),
        )
        .order_by("-group__run__cycle__period", "-group__run__cycle_id")
    )
    return [
        HistoryEntry(result, result.size or 0, _grade_names(result).get(result.decided_grade, ""))
        for result in results.prefetch_related("group__run__cycle__scheme__grades")
    ]


def earlier_results(group: RunGroup) -> dict[tuple[int, int | None], Result]:
    """Published results of the latest earlier cycle of the kind, by unit and cadre."""
    cycle = group.run.cycle
    before = _published().filter(
        group__run__cycle__kind=cycle.kind, group__run__cycle__period__lt=cycle.period
    )
    before = before.filter(assessee__category__in=group.results.values("assessee__category"))
    period = before.aggregate(latest=Max("group__run__cycle__period"))["latest"]
    if period is None:
        return {}
    results = before.filter(group__run__cycle__period=period)
    return {
        (result.assessee.unit_id, _cadre(result)): result
        for result in results.select_related("assessee__appointment").order_by("pk")
    }


def with_decided_grade(results: QuerySet[Result]) -> Any:
    """Results with `decided_grade`: what was last decided on their own run.

    A later run may have a new decision that nobody has published yet.
    """
    decided = GradeDecision.objects.filter(
        assessee=OuterRef("assessee"), run=OuterRef("group__run")
    )
    return results.annotate(decided_grade=Subquery(decided.order_by("-pk").values("grade")[:1]))


def _published() -> Any:
    """Results open to the units; of several published runs of a cycle, the last one stands."""
    newer = RunGroup.objects.filter(
        publication__isnull=False,
        run__cycle=OuterRef("group__run__cycle"),
        key=OuterRef("group__key"),
    ).order_by("-run__number")
    return Result.objects.filter(group=Subquery(newer.values("pk")[:1]))


def _ranked_in(group: Any) -> Any:
    counted = Result.objects.filter(group=group, total__isnull=False).order_by()
    return counted.values("group").annotate(size=Count("pk")).values("size")


def _grade_names(result: Result) -> dict[str, str]:
    return {grade.code: grade.name for grade in result.group.run.cycle.scheme.grades.all()}


def _row(
    result: Result,
    nodes: list[SystemNode],
    grades: Mapping[str, SchemeGrade],
    decision: GradeDecision | None,
    earlier: Mapping[tuple[int, int | None], Result],
) -> ResultRow:
    names = {node.code: node.name for node in nodes}
    decided = grades.get(decision.grade) if decision else None
    return ResultRow(
        result=result,
        parts=[
            Part(node.code, node.name, from_micro(points), from_micro(full))
            for node, points, full in zip(nodes, result.points, result.full_marks, strict=True)
            if node.parent_id is None
        ],
        earlier=earlier.get((result.assessee.unit_id, _cadre(result))),
        proposed=grades.get(result.proposed_grade),
        decision=decision,
        decided_name=decided.name if decided else "",
        missing=[names[gap["node"]] for gap in result.missing],
    )


def _cadre(result: Result) -> int | None:
    appointment = result.assessee.appointment
    return appointment.cadre_id if appointment else None
