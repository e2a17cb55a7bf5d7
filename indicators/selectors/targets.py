"""Targets of a lower level against those of the upper one (层层加码), and what was said of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from indicators.models import Indicator, ReportedValue, TargetAnswer
from indicators.rules.measures import MeasureError, adds_up
from indicators.rules.targets import exceeds
from organization.models import Unit

Key = tuple[int, int]


@dataclass(frozen=True, eq=False)
class TargetFlag:
    """A target that asks for more than the upper level does.

    Attributes:
        unit: whose target it is; where targets add up, the upper unit whose parts exceed it.
        target: its target, or the sum of the targets of its parts.
        parts: how many targets make the sum; 0 where the figure is compared as it is.
        above: whose target is exceeded; None for the benchmark that holds for every unit.
        answer: the last answer that was given to these two figures.
    """

    indicator: Indicator
    unit: Unit
    period: str
    target: Decimal
    upper: Decimal
    above: Unit | None
    parts: int = 0
    answer: TargetAnswer | None = None


@dataclass(frozen=True, eq=False)
class _Targets:
    """Targets and common benchmarks of a period, in the indicators' units of measure."""

    indicators: Mapping[int, Indicator]
    by_unit: Mapping[Key, Decimal]
    benchmarks: Mapping[int, Decimal]
    answers: Mapping[Key, TargetAnswer]
    period: str


def target_flags(
    indicators: Iterable[Indicator], units: Iterable[Unit], period: str
) -> list[TargetFlag]:
    """Targets of these units, or of their parts together, above those of the upper level.

    A rate is compared with the parent's target, or where the parent has none with the benchmark
    for all units. Amounts add up: the targets of all parts of a unit with its own target. The
    number of queries does not grow.
    """
    lower = {unit.pk: unit for unit in units}
    above = Unit.objects.in_bulk({unit.parent_id for unit in lower.values() if unit.parent_id})
    parts: dict[int, list[int]] = defaultdict(list)
    for pk, parent in Unit.objects.filter(parent__in={*above, *lower}, is_active=True).values_list(
        "pk", "parent"
    ):
        if parent is not None:
            parts[parent].append(pk)
    known = {indicator.pk: indicator for indicator in indicators if indicator.direction}
    everybody = {*lower, *above, *(pk for below in parts.values() for pk in below)}
    targets = _read(known, everybody, period)
    flags: list[TargetFlag] = []
    for indicator in known.values():
        if adds_up(indicator.unit_of_measure):
            flags += _sums(indicator, {**lower, **above}, parts, targets)
        else:
            flags += _rates(indicator, lower, above, targets)
    return flags


def _rates(
    indicator: Indicator, lower: Mapping[int, Unit], above: Mapping[int, Unit], targets: _Targets
) -> Iterator[TargetFlag]:
    for unit in lower.values():
        target = targets.by_unit.get((indicator.pk, unit.pk))
        parent = above.get(unit.parent_id or 0)
        upper = targets.by_unit.get((indicator.pk, parent.pk)) if parent else None
        if upper is None:
            parent, upper = None, targets.benchmarks.get(indicator.pk)
        if target is None or upper is None or not exceeds(target, upper, indicator.direction):
            continue
        yield _flag(targets, TargetFlag(indicator, unit, targets.period, target, upper, parent))


def _sums(
    indicator: Indicator,
    uppers: Mapping[int, Unit],
    parts: Mapping[int, list[int]],
    targets: _Targets,
) -> Iterator[TargetFlag]:
    for unit in uppers.values():
        upper = targets.by_unit.get((indicator.pk, unit.pk))
        below = [targets.by_unit.get((indicator.pk, pk)) for pk in parts.get(unit.pk, ())]
        known = [figure for figure in below if figure is not None]
        # A part without a target would make a ceiling look lower than it is.
        incomplete = indicator.direction < 0 and len(known) < len(below)
        if upper is None or not known or incomplete:
            continue
        total = sum(known, Decimal())
        if exceeds(total, upper, indicator.direction):
            flag = TargetFlag(indicator, unit, targets.period, total, upper, unit, len(known))
            yield _flag(targets, flag)


def _flag(targets: _Targets, flag: TargetFlag) -> TargetFlag:
    answer = targets.answers.get((flag.indicator.pk, flag.unit.pk))
    if answer is None or (answer.target, answer.upper) != (flag.target, flag.upper):
        return flag
    return replace(flag, answer=answer)


def _read(indicators: Mapping[int, Indicator], units: Iterable[int], period: str) -> _Targets:
    rows = ReportedValue.objects.filter(
        Q(series=ReportedValue.Series.TARGET, unit__in=list(units))
        | Q(series=ReportedValue.Series.BENCHMARK, unit__isnull=True),
        indicator__in=indicators,
        period=period,
    )
    by_unit: dict[Key, Decimal] = {}
    benchmarks: dict[int, Decimal] = {}
    for row in rows:
        try:
            figure = row.in_measure(indicators[row.indicator_id].unit_of_measure)
        except MeasureError:
            continue
        if row.unit_id is None:
            benchmarks[row.indicator_id] = figure
        else:
            by_unit[row.indicator_id, row.unit_id] = figure
    given = TargetAnswer.objects.filter(period=period, indicator__in=indicators)
    # The newest last, so that it is the one that stands.
    answers = {
        (one.indicator_id, one.unit_id): one
        for one in given.select_related("answered_by").order_by("pk")
    }
    return _Targets(indicators, by_unit, benchmarks, answers, period)
