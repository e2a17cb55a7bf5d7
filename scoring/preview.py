"""A rule before it scores anybody: its curve, and the points of one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np

from scoring.quantise import MICRO, FloatArray, quantise
from scoring.rules import find_rule, mark_values
from scoring.rules.base import Params

STEPS = 240
# Just before a break point: near enough to look like a jump, far enough to be another number.
BEFORE = 1e-9
# What a score sheet or a list of votes puts together is no series that anybody types.
_WHOLE = {"actual", "class/*", "votes/*", "item/*"}
_ENDS = ("low", "high", "bad", "good", "target")


@dataclass(frozen=True)
class Curve:
    """Points of a rule over a range of values.

    Attributes:
        line: (value, points) from left to right, points rounded as they are scored; both sides of
            a jump are there.
        marks: some of them in round figures, for a table: the ends, what the parameters name, and
            what lies between.
    """

    line: list[tuple[float, float]]
    marks: list[tuple[float, float]]


def series_of(kind: str) -> list[str]:
    """The series beside the value itself that a rule may read."""
    rule = find_rule(kind)
    return [name for name in (*rule.series, *rule.optional_series) if name not in _WHOLE]


def compares(kind: str) -> bool:
    """Whether a rule may look at the other members of the group."""
    return find_rule(kind).relative or kind == "benchmark"


def try_value(
    kind: str,
    params: Params,
    value: float,
    *,
    full: float,
    group: Sequence[float] = (),
    series: Mapping[str, float] | None = None,
) -> Decimal | None:
    """The points of one value, beside a group where the rule compares; None without a basis.

    >>> try_value("efficacy", {"bad": "5", "good": "9"}, 7.2, full=100)
    Decimal('82.000000')
    """
    points = _points(kind, params, np.array([value]), full, group, series or {})[0]
    if np.isnan(points):
        return None
    return Decimal(int(quantise(np.array([points]))[0])).scaleb(-6)


def draw_curve(
    kind: str,
    params: Params,
    *,
    full: float,
    group: Sequence[float] = (),
    series: Mapping[str, float] | None = None,
) -> Curve:
    """The curve of a rule whose parameters are right; without points where it has no basis.

    >>> curve = draw_curve("bands", {"bands": [["60", "5"]], "below": "0"}, full=10)
    >>> sorted({points for _value, points in curve.line})
    [0.0, 5.0]
    """
    anchors = _anchors(kind, params, group, series or {})
    low, high = _range(anchors)
    grid = np.linspace(low, high, STEPS + 1)
    breaks = np.array([one for one in anchors if low < one <= high])
    values = np.unique(np.concatenate([grid, breaks, breaks - BEFORE * (high - low)]))
    line = _pairs(kind, params, values, full, group, series or {})
    marks = np.unique(np.concatenate([np.linspace(low, high, 6), breaks]).round(9))
    return Curve(_simplify(line), _pairs(kind, params, marks, full, group, series or {}))


def _pairs(
    kind: str,
    params: Params,
    values: FloatArray,
    full: float,
    group: Sequence[float],
    series: Mapping[str, float],
) -> list[tuple[float, float]]:
    points = _points(kind, params, values, full, group, series)
    known = ~np.isnan(points)
    rounded = quantise(points[known]) / MICRO
    return list(zip(values[known].tolist(), rounded.tolist(), strict=True))


def _points(
    kind: str,
    params: Params,
    values: FloatArray,
    full: float,
    group: Sequence[float],
    series: Mapping[str, float],
) -> FloatArray:
    """Each value for itself: where the rule compares, as one more member of the group."""
    others = list(group) if compares(kind) else []

    def mark(raw: FloatArray) -> FloatArray:
        read: dict[str, Any] = {name: [number] * len(raw) for name, number in series.items()}
        return mark_values(kind, raw, full=full, params=params, **read)

    if not others:
        return mark(values)
    return np.array([mark(np.array([value, *others]))[0] for value in values])


def _anchors(
    kind: str, params: Params, group: Sequence[float], series: Mapping[str, float]
) -> list[float]:
    """Values at which something happens: what the parameters, the series and the group name."""
    stated = find_rule(kind).complete(params)
    found = [float(stated[name]) for name in _ENDS if stated.get(name, "") != ""]
    for parameter in find_rule(kind).parameters:
        if parameter.kind == "table" and not parameter.named and kind != "rank":
            found += [float(row[0]) for row in stated[parameter.name]]
        if parameter.name in ("scale", "items"):
            found += [0.0, float(stated[parameter.name])]
    if kind == "count":
        found += [0.0, 10.0]
    if compares(kind):
        found += group
    idle = {"guard", "minus"} | {name for name in _ENDS if stated.get(name, "") != ""}
    found += [number for name, number in series.items() if name not in idle]
    return sorted(set(found)) or [0.0, 100.0]


def _range(anchors: Sequence[float]) -> tuple[float, float]:
    """From somewhat below the lowest anchor to somewhat above the highest, not below 0 idly."""
    low, high = anchors[0], anchors[-1]
    spare = (high - low) * 0.2 or abs(high) * 0.5 or 1.0
    return (max(0.0, low - spare) if low >= 0 else low - spare), high + spare


def _simplify(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out points that lie on the line between their neighbours."""
    kept = line[:1]
    for here, after in pairwise(line[1:]):
        (x0, y0), (x1, y1), (x2, y2) = kept[-1], here, after
        if abs((y1 - y0) * (x2 - x0) - (y2 - y0) * (x1 - x0)) > 1e-9 * abs(x2 - x0):
            kept.append(here)
    return kept + line[1:][-1:]
