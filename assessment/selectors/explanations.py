"""Why an assessee has its total: the engine's lines joined with what the database knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.models import Assessee, Result
from assessment.selectors.scheme_rules import scheme_rules
from assessment.selectors.trees import ordered_nodes
from assessment.selectors.workings import read_workings
from indicators.models import (
    FigureReview,
    PersonWeight,
    ReportedValue,
    SystemNode,
    WeightOverride,
)
from indicators.rules.measures import MeasureError
from indicators.rules.periods import previous_year
from scoring import RULES, Line, explain, from_micro, rule_sentence
from scoring import Explanation as EngineExplanation
from scoring.judgements import judging_sentence
from scoring.rules import Text
from scoring.scheme import judging_law

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Row:
    """One node of the explanation, points as Decimals.

    Attributes:
        line: the engine's own line, with notes and clamps.
        node: the node with its name, standard and indicator.
        value: the raw value in the indicator's unit of measure, None when missing.
        rule_text: what the rule is; sentence: what it did to this value.
        place, group_size: by the rate of points in the comparison group.
        evidence: the reported figures behind the value, with source department and file.
        sheets: how many score sheets judged it.
        last_year: the same figure a year before, in the same unit of measure.
        weight_reason: why the assessee, or else its unit, has its own weight here; or empty.
    """

    line: Line
    node: SystemNode
    points: Decimal
    full: Decimal
    lost: Decimal
    median: Decimal
    best: Decimal
    value: Decimal | None
    rule_text: str
    sentence: str
    notes: list[str]
    evidence: list[ReportedValue]
    sheets: int
    last_year: Decimal | None
    weight_reason: str

    @property
    def code(self) -> str:
        """The node's code."""
        return self.node.code

    @property
    def name(self) -> str:
        """The node's name."""
        return self.node.name

    @property
    def depth(self) -> int:
        """0 for the first level."""
        return self.line.depth

    @property
    def is_leaf(self) -> bool:
        """Whether the node scores by itself."""
        return self.line.is_leaf

    @property
    def bonus(self) -> bool:
        """Whether it adds or deducts on top of full marks."""
        return self.line.bonus

    @property
    def place(self) -> int:
        """Place in the group, 0 when it has none."""
        return self.line.place

    @property
    def group_size(self) -> int:
        """How many are compared."""
        return self.line.of

    @property
    def measure(self) -> str:
        """Unit of measure of the value."""
        return self.node.indicator.unit_of_measure if self.node.indicator else ""


@dataclass(frozen=True)
class Explanation:
    """A result explained from the workings kept when it was computed.

    Attributes:
        exact: the sum of all points before rounding; `rounding` is the difference to the total.
        bonus_limited: what the cycle's limits on all bonus together changed.
        rank, size: place among those of the group who have a total.
        agrees: whether the lines add up to the stored total, and the totals to the place.
        digest: of the frozen inputs.
    """

    result: Result
    total: Decimal | None
    exact: Decimal | None
    rounding: Decimal | None
    bonus_limited: Decimal
    rank: int | None
    size: int
    rows: list[Row]
    agrees: bool
    digest: str


def explanation(result: Result, language: Language = "zh") -> Explanation:
    """Explain a result line by line; of today's figures only the evidence is read."""
    workings, scores = read_workings(result.group)
    told = explain(workings, scores, result.assessee.key)
    context = _Context.of(result, language)
    return Explanation(
        result=result,
        total=result.total,
        exact=result.exact_total,
        rounding=told.rounding,
        bonus_limited=from_micro(told.cycle_clamped),
        rank=result.rank,
        size=told.of,
        rows=[context.row(line) for line in told.lines],
        agrees=agrees(result, told),
        digest=result.group.digest,
    )


def agrees(result: Result, told: EngineExplanation) -> bool:
    """Whether the lines add up to the stored total, and the totals of the group to the place.

    Whether the inputs still give these points is asked by a replay.
    """
    return told.adds_up and told.total == result.total and (told.rank or None) == result.rank


@dataclass(frozen=True)
class _Context:
    """What the database knows about one assessee's leaves, read at once."""

    language: Language
    nodes: Mapping[str, SystemNode]
    figures: Mapping[int | None, list[ReportedValue]]
    earlier: Mapping[int | None, ReportedValue]
    reasons: Mapping[int, str]
    sheets: int
    judging: str
    reviews: Mapping[int | None, FigureReview]

    @classmethod
    def of(cls, result: Result, language: Language) -> "_Context":
        assessee = result.assessee
        nodes = {node.code: node for node in ordered_nodes(assessee.system)}
        period = assessee.cycle.period
        own = ReportedValue.objects.filter(
            unit=assessee.unit_id, indicator__nodes__in=nodes.values()
        ).distinct()
        figures: dict[int | None, list[ReportedValue]] = {}
        for value in own.filter(period=period).order_by("series"):
            figures.setdefault(value.indicator_id, []).append(value)
        earlier = own.filter(period=previous_year(period), series=ReportedValue.Series.ACTUAL)
        return cls(
            language=language,
            nodes=nodes,
            figures=figures,
            earlier={value.indicator_id: value for value in earlier},
            reasons=_weight_reasons(assessee, list(nodes.values())),
            sheets=assessee.sheets.standing().count(),
            judging=_judging(assessee)[language],
            reviews=_reviews_of(result, list(nodes.values())),
        )

    def row(self, line: Line) -> Row:
        """Join one line of the engine with its node and evidence."""
        node = self.nodes[line.node]
        reported = node.source == SystemNode.Source.REPORTED and node.indicator_id is not None
        return Row(
            line=line,
            node=node,
            points=from_micro(line.points),
            full=from_micro(line.full_marks),
            lost=from_micro(line.lost),
            median=from_micro(line.median),
            best=from_micro(line.best),
            value=None if line.raw is None else Decimal(repr(line.raw)),
            rule_text=rule_sentence(node.rule, node.params, self.language) if line.is_leaf else "",
            sentence=line.sentence[self.language],
            notes=self._notes(node, line),
            evidence=self.figures.get(node.indicator_id, []) if reported else [],
            sheets=self.sheets if node.source == SystemNode.Source.JUDGED else 0,
            last_year=self._last_year(node) if reported else None,
            weight_reason=self.reasons.get(node.pk, ""),
        )

    def _notes(self, node: SystemNode, line: Line) -> list[str]:
        notes = [note[self.language] for note in line.notes]
        review = self.reviews.get(node.indicator_id)
        if review and line.is_leaf and node.source == SystemNode.Source.REPORTED:
            text = _("The figure of %(period)s was under review and was not scored: %(found)s.")
            found = {"period": review.period, "found": review.get_finding_display()}
            notes.append(text % found)
        judged = node.source == SystemNode.Source.JUDGED and line.raw is not None
        return [self.judging, *notes] if judged else notes

    def _last_year(self, node: SystemNode) -> Decimal | None:
        value = self.earlier.get(node.indicator_id)
        if value is None or node.indicator is None:
            return None
        try:
            return value.in_measure(node.indicator.unit_of_measure or value.unit_of_measure)
        except MeasureError:
            # Last year's figure was kept in another dimension: nothing to compare.
            return None


def _weight_reasons(assessee: Assessee, nodes: Sequence[SystemNode]) -> dict[int, str]:
    """Why weights differ, by the key of the node; the person's own sheet before the unit's."""
    if assessee.appointment is not None:
        cadre = assessee.appointment.cadre_id
        own = PersonWeight.objects.filter(cadre=cadre, node__in=nodes)
        if reasons := dict(own.values_list("node_id", "reason")):
            return reasons
    overrides = WeightOverride.objects.filter(unit=assessee.unit_id, node__in=nodes)
    return dict(overrides.values_list("node_id", "reason"))


def _judging(assessee: Assessee) -> Text:
    """How score sheets become one value; a scheme stays as it is once a cycle under it is open."""
    scheme = assessee.cycle.scheme
    names = dict(scheme.rater_classes.values_list("code", "name"))
    return judging_sentence(judging_law(scheme_rules(scheme), SystemNode.Source.JUDGED), names)


def _reviews_of(result: Result, nodes: Sequence[SystemNode]) -> Mapping[int | None, FigureReview]:
    """Reviews that kept figures out of the run, as they stood when its inputs were frozen."""
    run, assessee = result.group.run, result.assessee
    frozen = run.frozen_at or run.requested_at
    period = assessee.cycle.period
    # A rejected figure is held back beyond the day it was rejected.
    held = Q(settled_at__isnull=True) | Q(settled_at__gt=frozen) | Q(state="rejected")
    grown = {node.indicator_id for node in nodes if _reads_previous(node)}
    compared = Q(indicator__in=grown, period=previous_year(period))
    reviews = FigureReview.objects.filter(
        held,
        Q(indicator__in={node.indicator_id for node in nodes}, period=period) | compared,
        unit=assessee.unit_id,
        raised_at__lte=frozen,
    )
    return {review.indicator_id: review for review in reviews.order_by("period")}


def _reads_previous(node: SystemNode) -> bool:
    return node.rule in RULES and "previous" in RULES[node.rule].series
