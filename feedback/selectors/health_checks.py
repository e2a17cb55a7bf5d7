"""Building health check reports from the results of a run and the workings stored with them."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import numpy as np
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone, translation

from assessment.models import GradeDecision, Result, RunGroup
from assessment.selectors.explanations import agrees
from assessment.selectors.workings import read_workings
from feedback.rules.health_check import HealthCheck, Line, Provenance, Regain, TrendPoint
from feedback.rules.regain import Prospect
from feedback.selectors.advice import advice_for
from indicators.models import SystemNode
from organization.models import User
from scoring import MICRO, Explanation, Scores, Workings, explain, from_micro
from scoring import Line as EngineLine
from scoring.quantise import FloatArray, plain

JUDGED_MEASURE = "分"


@dataclass(frozen=True, eq=False)
class GroupFigures:
    """A comparison group as it was computed, read once for all its reports."""

    workings: Workings
    scores: Scores
    names: dict[str, SystemNode]

    @cached_property
    def rates(self) -> FloatArray:
        """(N, K) points per full mark; NaN where a node does not count for an assessee."""
        full = self.scores.full_marks.astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            rates = np.where(full > 0, self.scores.points / full, np.nan)
        for leaf in self.workings.tree.leaves:
            rates[self.workings.lacking[:, leaf.leaf], leaf.row] = np.nan
        return rates

    @cached_property
    def totals(self) -> tuple[Decimal, ...]:
        """Published totals of the category in rising order, without names."""
        totals = self.scores.totals().values()
        return tuple(sorted(total for total in totals if total is not None))


def reported_results(user: User) -> QuerySet[Result]:
    """Results that the account may see as reports, with what these show beside the figures."""
    return (
        Result.objects.visible_to(user)
        .told_in_points()
        .select_related(
            "group__run__cycle__scheme",
            "group__publication",
            "assessee__system",
            "assessee__appointment",
            "advice__written_by",
        )
        .prefetch_related(
            Prefetch("assessee__decisions", GradeDecision.objects.filter(superseded_by=None)),
            "group__run__cycle__scheme__grades",
        )
    )


def read_group(group: RunGroup) -> GroupFigures:
    """Read how a comparison group was scored, with the names of its indicators."""
    nodes = SystemNode.objects.filter(
        system__assessees__cycle=group.run.cycle_id, system__assessees__group_key=group.key
    )
    names = {node.code: node for node in nodes.select_related("indicator").distinct()}
    return GroupFigures(*read_workings(group), names)


def health_check(
    result: Result, language: str, *, figures: GroupFigures | None = None
) -> HealthCheck:
    """The report of one result.

    Args:
        result: from `reported_results()`.
        language: of the account that reads it, "zh-hans" or "en".
        figures: the group's figures, when several of its reports are made.
    """
    figures = figures or read_group(result.group)
    told = explain(figures.workings, figures.scores, result.assessee.key)
    with translation.override(language):
        check = _check(result, figures, told, "zh" if language.startswith("zh") else "en")
        return replace(check, advice=advice_for(check))


def _check(result: Result, figures: GroupFigures, told: Explanation, language: str) -> HealthCheck:
    decimals = figures.scores.decimals
    lines = tuple(_lines(figures, told, language))
    advice = getattr(result, "advice", None)
    full = sum((line.full for line in lines if line.depth == 0), Decimal(0))
    return HealthCheck(
        result_pk=result.pk,
        assessee=result.assessee.name,
        group=result.group.name,
        provenance=_provenance(result),
        decimals=decimals,
        total=None if result.total is None else _rounded(result.total, decimals),
        exact_total=result.exact_total,
        full=full,
        place=result.rank,
        size=len(figures.scores.assessees),
        totals=figures.totals,
        grade=_grade(result),
        lines=lines,
        agrees=agrees(result, told),
        missing=tuple(figures.names[gap["node"]].name for gap in result.missing),
        trend=_trend(result, full, decimals),
        remark=advice.text if advice else "",
        remark_by=str(advice.written_by) if advice else "",
    )


def _lines(figures: GroupFigures, told: Explanation, language: str) -> list[Line]:
    row = figures.scores.assessees.index(told.assessee)
    lines: list[Line] = []
    section = ""
    for column, line in enumerate(told.lines):
        node = figures.names[line.node]
        section = node.name if line.depth == 0 else section
        spread = figures.rates[:, column]
        lines.append(
            Line(
                code=line.node,
                name=node.name,
                section=section,
                depth=line.depth,
                is_leaf=line.is_leaf,
                bonus=line.bonus,
                points=from_micro(line.points),
                full=from_micro(line.full_marks),
                value=_value(line.raw, node),
                reason=_reason(line, language),
                place=line.place or None,
                size=line.of,
                median=_share(line.median, line),
                best=_share(line.best, line),
                spread=tuple(np.sort(spread[~np.isnan(spread)] * 100).round(1).tolist()),
                regains=_regains(figures, line, column, row, node),
            )
        )
    return lines


def _reason(line: EngineLine, language: str) -> str:
    texts = [line.sentence, *line.notes]
    return ("" if language == "zh" else " ").join(text[language] for text in texts)  # type: ignore[index]


def _share(points: int, line: EngineLine) -> Decimal | None:
    if not line.place or not line.full_marks:
        return None
    share = Decimal(points) * 100 / line.full_marks
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _value(raw: float | None, node: SystemNode) -> str:
    if raw is None:
        return ""
    measure = node.indicator.unit_of_measure if node.indicator else JUDGED_MEASURE
    space = "" if measure in {"%", "‰", ""} else " "
    return f"{plain(raw)}{space}{measure}".replace("-", "−")


def _regains(
    figures: GroupFigures, line: EngineLine, column: int, row: int, node: SystemNode
) -> tuple[Regain, ...]:
    if not line.is_leaf or line.full_marks - line.points <= 0 or line.raw is None:
        return ()
    prospect = Prospect(
        workings=figures.workings,
        leaf=figures.workings.tree.nodes[column],
        rate=figures.rates[:, column],
        row=row,
        full=line.full_marks,
        points=line.points,
    )
    smallest = MICRO // 10**figures.scores.decimals
    return tuple(
        Regain(target.basis, _value(target.value, node), from_micro(target.gain))
        for target in prospect.targets()
        # Less than the smallest point shown would read as nothing.
        if target.gain >= smallest
    )


def _grade(result: Result) -> str:
    """The decided grade; what was only proposed is not told."""
    names = {grade.code: grade.name for grade in result.group.run.cycle.scheme.grades.all()}
    decided = [decision.grade for decision in result.assessee.decisions.all()]
    return names.get(decided[0], decided[0]) if decided else ""


def _provenance(result: Result) -> Provenance:
    run, cycle = result.group.run, result.group.run.cycle
    publication = getattr(result.group, "publication", None)
    return Provenance(
        cycle=cycle.name,
        kind=cycle.get_kind_display(),
        period=cycle.period,
        scheme=cycle.scheme.name,
        run_number=run.number,
        digest=run.digest,
        engine=run.engine,
        computed_on=timezone.localdate(run.finished_at or run.requested_at),
        published_on=timezone.localdate(publication.published_at) if publication else None,
    )


def _trend(result: Result, full: Decimal, decimals: int) -> tuple[TrendPoint, ...]:
    """Published cycles of the same kind and assessee before this one, then this one."""
    cycle, assessee = result.group.run.cycle, result.assessee
    cadre = assessee.appointment.cadre_id if assessee.appointment else None
    top = Q(
        assessee__system__nodes__parent=None,
        assessee__system__nodes__kind=SystemNode.Kind.SCORED,
    )
    earlier = (
        Result.objects.filter(
            assessee__unit=assessee.unit_id,
            assessee__appointment__cadre=cadre,
            group__publication__isnull=False,
            group__run__cycle__kind=cycle.kind,
            group__run__cycle__period__lt=cycle.period,
        )
        .annotate(worth=Sum("assessee__system__nodes__weight", filter=top))
        .order_by("group__run__cycle__period", "group__publication")
        .values_list("group__run__cycle__period", "total", "worth", "rank", "group__size")
    )
    # A later publication of the same period stands for a corrected run.
    points = {
        period: (period, total, worth, rank, size)
        for period, total, worth, rank, size in earlier
        if total is not None
    }
    if result.total is not None:
        points[cycle.period] = (cycle.period, result.total, full, result.rank, result.group.size)
    return tuple(
        TrendPoint(period, _rounded(total, decimals), Decimal(worth), rank, size)
        for period, total, worth, rank, size in points.values()
    )


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
