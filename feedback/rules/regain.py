"""What would win lost points back: the leaf's own rule, asked again with another value."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from scoring import Workings
from scoring.engine import mark_leaf
from scoring.quantise import FloatArray, IntArray, quantise
from scoring.rules import find_rule
from scoring.tree import Node

# How far from its own value an assessee is followed in search of full marks: up to 2**16 times a
# thousandth of it, each way.
STEPS = 2.0 ** np.arange(0, 16.5, 0.5)
FINE = 400
DECIMALS = 4


@dataclass(frozen=True)
class Target:
    """A raw value to reach and the micro-points it would add."""

    basis: str
    value: float
    gain: int


@dataclass(frozen=True, eq=False)
class Prospect:
    """One leaf of one assessee, beside its group.

    Attributes:
        rate: (N,) points per full mark in the group, NaN for who is not counted.
        row: the assessee; full, points: its micro-points.
    """

    workings: Workings
    leaf: Node
    rate: FloatArray
    row: int
    full: int
    points: int

    def targets(self) -> list[Target]:
        """Values worth reaching, nearest first: the category's median, its best, full marks."""
        found: list[Target] = []
        for basis, value in self._values():
            target = Target(basis, value, self._points_at(value) - self.points)
            if target.gain > max((earlier.gain for earlier in found), default=0):
                found.append(target)
        return found

    def _values(self) -> Iterator[tuple[str, float]]:
        values = self._values_now
        counted = ~np.isnan(self.rate) & ~np.isnan(values)
        if np.isnan(values[self.row]) or not counted.any():
            return
        yield "median", round(float(np.median(values[counted])), DECIMALS)
        best = counted & (self.rate == self.rate[counted].max())
        nearest = np.abs(values[best] - values[self.row]).argmin()
        yield "best", float(values[best][nearest])
        full = self._value_for_full_marks()
        if full is not None:
            yield "full", full

    def _points_at(self, value: float) -> int:
        """Micro-points of the assessee if it had this value and everybody else kept theirs."""
        values = self._values_now.copy()
        values[self.row] = value
        read = partial(self.workings.raw.read, self.leaf.code)
        marked = mark_leaf(self.workings.scheme, self.leaf, values, read)
        return int(self._own_points(marked.points[self.row : self.row + 1])[0])

    def _value_for_full_marks(self) -> float | None:
        """The nearest value with full marks; None where that depends on the others, or is none."""
        if find_rule(self.leaf.rule).relative or not self.full:
            return None
        own = self._own
        steps = max(abs(own), 1.0) / 1000 * STEPS
        for way in (1, -1):
            far = own + way * steps
            reached = np.flatnonzero(self._alone(far) >= self.full)
            if reached.size:
                last = own if reached[0] == 0 else far[reached[0] - 1]
                return self._nearest(float(last), float(far[reached[0]]))
        return None

    def _nearest(self, short: float, enough: float) -> float:
        """Narrow down where full marks begin, to a figure people would write."""
        for _round in range(3):
            grid = np.linspace(short, enough, FINE)
            first = int(np.argmax(self._alone(grid) >= self.full))
            short, enough = float(grid[max(first - 1, 0)]), float(grid[first])
        return next(
            (value for value in self._written(enough) if self._is_close(value, enough)), enough
        )

    def _written(self, enough: float) -> Iterator[float]:
        """The value with more and more decimals: the nearest, then the next one further away."""
        away = math.ceil if enough > self._own else math.floor
        for places in range(DECIMALS + 1):
            scale = 10**places
            yield round(enough, places)
            yield away(enough * scale) / scale

    def _is_close(self, value: float, enough: float) -> bool:
        """Whether a rounded value asks for hardly more, and does give full marks."""
        hardly = abs(value - self._own) <= abs(enough - self._own) * 1.001
        return hardly and bool(self._alone(np.array([value]))[0] >= self.full)

    @property
    def _values_now(self) -> FloatArray:
        return self.workings.raw.actual[:, self.leaf.leaf]

    @property
    def _own(self) -> float:
        return float(self._values_now[self.row])

    def _alone(self, values: FloatArray) -> IntArray:
        """Micro-points of the assessee for each of several values, by a rule asking nobody else."""
        marked = mark_leaf(
            {**self.workings.scheme, "smallest_group": 1},
            self.leaf,
            values,
            lambda name: np.full(
                len(values), self.workings.raw.read(self.leaf.code, name)[self.row]
            ),
        )
        return self._own_points(marked.points)

    def _own_points(self, marked: FloatArray) -> IntArray:
        """Points out of the system's full marks as micro-points out of the assessee's own."""
        points = np.nan_to_num(marked, nan=0.0)
        if not self.leaf.bonus and self.full != self.leaf.weight:
            points = points * self.full / max(self.leaf.weight, 1)
        micro = quantise(points)
        if self.leaf.low is not None:
            micro = np.maximum(micro, self.leaf.low)
        return micro if self.leaf.high is None else np.minimum(micro, self.leaf.high)
